import CSimdjson
import JSON
import RunEvents
import Wording

// The one place where faults of fields are worded: field, value, what is accepted, the nearest valid name.

extension JSONObject {
  /// How a person finds the field: `step`, `router.group`, `scores.A.mean`, `rms[2].id`.
  func path(_ field: String) -> String {
    switch place {
    case .event: field
    case .inside(let name): "\(name).\(field)"
    case .element(let name, let index): "\(name)[\(index)].\(field)"
    case .entry(let name, let key): "\(name).\(key.plainText).\(field)"
    }
  }

  func missing(_ field: StaticString, _ expected: String) -> FaultReason {
    let owner =
      switch place {
      case .event(let name): name
      case .inside(let name): "\(name)"
      case .element(let name, let index): "\(name)[\(index)]"
      case .entry(let name, let key): "\(name).\(key.plainText)"
      }
    return FaultReason(.missingField, "`\(owner)` has no `\(field)`: \(expected) is required")
  }

  func refused(
    _ kind: FaultReason.Kind, _ field: String, _ value: JSONValue, _ expected: String
  ) -> FaultReason {
    FaultReason(kind, "`\(path(field))` is \(value.words): \(expected) is accepted")
  }

  func unknownWord(_ field: StaticString, _ value: JSONValue, _ accepted: [String]) -> FaultReason {
    FaultReason(
      .outOfRange,
      "`\(path("\(field)"))` is \(value.words)\(suggestion(for: value.string ?? "", among: accepted)): "
        + "accepted are \(accepted.joined(separator: ", "))")
  }
}

extension JSONValue {
  /// The text of a string, cut and safe to print.
  var plainText: String {
    guard let utf8 else { return "" }
    return printableText(String(decoding: utf8.prefix(168), as: UTF8.self), limit: 40)
  }

  /// The value as a sentence names it.
  var words: String {
    switch kind {
    case RMTOP_JSON_NULL: "null"
    case RMTOP_JSON_TRUE: "true"
    case RMTOP_JSON_FALSE: "false"
    case RMTOP_JSON_STRING: "the text \(quoted(plainText))"
    case RMTOP_JSON_OBJECT: "an object"
    case RMTOP_JSON_NUMBERS: "an array of numbers"
    case RMTOP_JSON_ARRAY: nodes[index].length == 0 ? "an empty array" : "an array"
    default: integerText ?? number.map(numberWords) ?? "a number"
    }
  }
}
