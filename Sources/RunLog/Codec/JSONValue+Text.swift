import CSimdjson
import JSON

extension JSONValue {
  /// The value as compact JSON.
  var jsonText: String {
    var json = JSONText()
    write(to: &json)
    return json.text
  }

  /// Recurses as deep as the parser allowed (1,024 levels).
  private func write(to json: inout JSONText) {
    switch kind {
    case RMTOP_JSON_OBJECT:
      json.object { json in
        for (key, value) in JSONFields(object: self, at: index + 1, end: next) {
          json.key(key.string ?? "")
          value.write(to: &json)
        }
      }
    case RMTOP_JSON_ARRAY:
      json.array { json in for element in elements { element.write(to: &json) } }
    case RMTOP_JSON_NUMBERS:
      json.value(numberArray.map { Array($0) } ?? [])
    case RMTOP_JSON_STRING:
      json.value(string ?? "")
    case RMTOP_JSON_TRUE, RMTOP_JSON_FALSE:
      json.value(kind == RMTOP_JSON_TRUE)
    case RMTOP_JSON_NULL:
      json.null()
    default:
      if let text = integerText {
        json.value(rawJSON: text)
      } else {
        json.value(number ?? .nan)
      }
    }
  }
}
