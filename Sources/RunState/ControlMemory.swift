/// What the fold remembers of controls beside their records.
struct ControlMemory: Sendable {
  /// Records kept; the oldest go in blocks.
  static let limit = 10_000
  /// Controls whose obedience is watched at the same time.
  static let watchLimit = 256

  /// Ordinal of a control by its `seq`, from the beginning of the run.
  var ordinalBySequence: [String: Int] = [:]
  /// Ordinal of the first record that is kept.
  var firstOrdinal = 0
  /// Ordinals of the controls that decisions are held against, oldest first.
  var watched: [Int] = []
  /// Prior means of `add` controls that nobody has acknowledged yet, by `seq`; at most 64, records have none.
  var pendingPriors: [String: [Double]] = [:]
  /// Place in the journal and event number of the line about the last control, so that an acknowledgement in the same
  /// write makes one line of both.
  var lastLine: (ordinal: Int, journalCount: Int)?

  init() {}
}
