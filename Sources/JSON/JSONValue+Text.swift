import CSimdjson
import Wording

extension JSONValue {
  /// The value as compact JSON.
  package var jsonText: String {
    var json = JSONText()
    write(to: &json)
    return json.text
  }

  /// Recurses as deep as the parser allowed (1,024 levels).
  private func write(to json: inout JSONText) {
    switch kind {
    case RMTOP_JSON_OBJECT:
      json.object { json in
        for (key, value) in fields {
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

extension JSONValue {
  /// The text of a string, cut and safe to print.
  package var plainText: String {
    guard let utf8 else { return "" }
    return printableText(String(decoding: utf8.prefix(168), as: UTF8.self), limit: 40)
  }

  /// The value as a sentence names it.
  package var words: String {
    switch kind {
    case RMTOP_JSON_NULL: "null"
    case RMTOP_JSON_TRUE: "true"
    case RMTOP_JSON_FALSE: "false"
    case RMTOP_JSON_STRING: "the text \(quoted(plainText))"
    case RMTOP_JSON_OBJECT: "an object"
    case RMTOP_JSON_NUMBERS: "an array of numbers"
    case RMTOP_JSON_ARRAY: count == 0 ? "an empty array" : "an array"
    default: integerText ?? number.map(numberWords) ?? "a number"
    }
  }
}
