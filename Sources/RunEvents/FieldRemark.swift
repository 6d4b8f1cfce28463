import Wording

/// A field that could not be read and is absent from its event, which is kept; or what else was odd about a line
/// that was used all the same.
package struct FieldRemark: Equatable, Codable, Sendable {
  /// How a person finds it: `step`, `labels.skywork`; `line` where it is about the line as a whole.
  package var field: String
  /// Kind and sentence are those that a required field would have been refused with.
  package var reason: FaultReason
  /// How many fields of the line it stands for; above 1 only where a line has very many.
  package var count: Int

  /// - Parameter field: from a log; made printable, and short.
  package init(field: String, reason: FaultReason, count: Int = 1) {
    self.field = printableText(field, limit: 80)
    self.reason = reason
    self.count = count
  }

  /// What a person reads, without a full stop.
  package var sentence: String {
    field == Self.wholeLine ? reason.message : reason.message + "; it is left out"
  }

  /// The `field` of a remark on the line as a whole.
  package static let wholeLine = "line"
}
