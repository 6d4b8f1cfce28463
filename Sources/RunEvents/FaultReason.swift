/// Why a line was skipped: a kind to count by, and a sentence that names the value and what is accepted.
package struct FaultReason: Error, Equatable, Codable, Sendable {
  package enum Kind: String, CaseIterable, Codable, Sendable {
    case lineTooLong = "line too long"
    case invalidUTF8 = "invalid UTF-8"
    case invalidJSON = "invalid JSON"
    case notAnObject = "not an object"
    case missingField = "missing field"
    case illTypedField = "ill-typed field"
    case outOfRange = "value out of range"
    case badContext = "bad context"
    case unknownRewardModel = "unknown reward model"
    case unsupportedVersion = "unsupported version"
    /// Whole objects side by side: each is an event, and the line a remark.
    case sharedLine = "several objects on one line"
    /// Of another program's file that is read as a run log.
    case damagedRecord = "damaged record"
  }

  package var kind: Kind
  /// One sentence, with the field and the value; already safe to print.
  package var message: String
  /// What the line looks like where it is of no run log.
  package var format: ForeignFormat?

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}
