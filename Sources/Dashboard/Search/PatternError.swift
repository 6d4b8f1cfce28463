/// What is wrong with a pattern, and where.
struct PatternError: Error, Equatable, Sendable {
  /// A sentence without a full stop; printable where the pattern is.
  var sentence: String
}
