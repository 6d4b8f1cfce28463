import RunEvents

/// TensorBoard event files: `Event` messages in TFRecord's framing.
///
/// Metrics are what a scalar chart of TensorBoard shows: `simple_value`, and tensors of one number. Pictures,
/// histograms, texts, hyperparameters and graphs are passed over.
struct TensorBoardImporter: Importer {
  private var frames = TFRecordFrames()
  /// Whether the first record has been seen, which says that events follow.
  private var isBegun = false

  var endOfWholeRecords: Int { frames.endOfWholeRecords }

  mutating func append(_ bytes: UnsafeRawBufferPointer, to log: inout ImportedLines) {
    var isBegun = isBegun
    frames.append(bytes) { Self.take($0, isBegun: &isBegun, to: &log) }
    self.isBegun = isBegun
  }

  mutating func finish(to log: inout ImportedLines) {
    var isBegun = isBegun
    frames.finish { Self.take($0, isBegun: &isBegun, to: &log) }
  }

  mutating func dropPartial() { frames.dropPartial() }

  private static func take(
    _ piece: TFRecordFrames.Piece, isBegun: inout Bool, to log: inout ImportedLines
  ) {
    switch piece {
    case .damaged(let sentence): log.fault(.damagedRecord, sentence)
    case .record(let bytes):
      let event = TensorBoardEvent(bytes)
      if !isBegun, event.version?.hasPrefix("brain.Event:") != true {
        log.fault(
          .damagedRecord, "the first record of the file does not say that TensorBoard's events follow")
      }
      isBegun = true
      if event.isMalformed {
        log.fault(.damagedRecord, "a record with the right checksum is no event of TensorBoard")
      }
      let step = Int(clamping: event.step)
      if !event.scalars.isEmpty { log.metrics(at: event.time, step: step, values: event.scalars) }
      if event.isStop { log.end("TensorBoard's writer says that the session stopped", at: event.time) }
    }
  }
}
