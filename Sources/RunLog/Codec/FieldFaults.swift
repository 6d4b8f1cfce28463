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
    FaultReason(kind, "`\(path(field))`: expected \(expected), got \(value.words)")
  }

  func unknownWord(_ field: StaticString, _ value: JSONValue, _ accepted: [String]) -> FaultReason {
    FaultReason(
      .outOfRange,
      "`\(path("\(field)"))` is \(value.words)\(suggestion(for: value.string ?? "", among: accepted)): "
        + "accepted are \(accepted.joined(separator: ", "))")
  }
}

extension FaultReason {
  /// The fault of a line that is not JSON.
  init(_ fault: JSONFault) {
    let kind: Kind =
      switch fault.kind {
      case .notUTF8: .invalidUTF8
      case .notJSON: .invalidJSON
      case .tooManyValues: .lineTooLong
      }
    self.init(kind, fault.message)
  }
}
