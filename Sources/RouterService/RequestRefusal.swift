import RunEvents
import RunState

/// Why a line of a client was refused: a code for programs, a sentence for people.
package struct RequestRefusal: Error, Equatable, Sendable {
  package enum Code: String, CaseIterable, Sendable {
    case badJSON = "bad_json"
    case badField = "bad_field"
    case dimension
    case unknownRewardModel = "unknown_rm"
    case idReused = "id_reused"
    case tooLong = "too_long"
    case noRewardModelAllowed = "no_rm_allowed"
    case logUnwritable = "log_unwritable"
    case notAuthorised = "not_authorised"
    case busy
  }

  package var code: Code
  /// One sentence without a full stop, safe to print.
  package var message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// What a fault of a log's line is to who sent it.
  init(_ fault: FaultReason) {
    message = fault.message
    code =
      switch fault.kind {
      case .lineTooLong: .tooLong
      case .invalidUTF8, .invalidJSON, .notAnObject, .sharedLine, .damagedRecord: .badJSON
      case .missingField, .illTypedField, .outOfRange, .unsupportedVersion: .badField
      case .badContext: .dimension
      case .unknownRewardModel: .unknownRewardModel
      }
  }
}
