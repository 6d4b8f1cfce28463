import Checkpoints
package import Files
import RunState

/// A state of a service on its way to the disk.
package struct ServiceCheckpoint: Sendable {
  let state: RunState
  let mark: LogMark
  let path: String

  /// Writes it, as a whole or not at all; takes a while, on any thread.
  package func write() throws(FileError) {
    guard let bytes = CheckpointFile.bytes(of: state, mark: mark) else { return }
    try FileBytes.write(bytes, path: path)
  }
}

extension RoutingDesk {
  /// About so much of the log is folded again at most when a router starts again.
  package struct CheckpointSpacing: Sendable {
    package var bytes = 16 << 20
    package var events = 20_000
  }

  /// A router that stops in good order leaves a checkpoint where this part of it has come together.
  private static let partAtEnd = 10

  /// Where the last checkpoint stands.
  struct CheckpointPlace {
    var bytes = 0
    var events = 0
  }

  /// A checkpoint of what is committed, where enough has come since the last one and the last line has closed a batch.
  ///
  /// - Complexity: O(1): the state is shared with the copy until it changes.
  package func dueCheckpoint() -> ServiceCheckpoint? {
    guard !state.hasOpenBatch, isCheckpointDue(part: 1) else { return nil }
    return makeCheckpoint()
  }

  /// The last one, of a router that stops.
  func checkpointAtEnd() -> ServiceCheckpoint? {
    isCheckpointDue(part: Self.partAtEnd) ? makeCheckpoint() : nil
  }

  private func isCheckpointDue(part: Int) -> Bool {
    let place = checkpointPlace
    return log.end - place.bytes >= checkpointSpacing.bytes / part
      || state.progress.events - place.events >= checkpointSpacing.events / part
  }

  private func makeCheckpoint() -> ServiceCheckpoint? {
    guard trouble == nil, isStateOfLog, !log.hasPending, let mark = try? log.mark() else { return nil }
    checkpointPlace = CheckpointPlace(bytes: log.end, events: state.progress.events)
    return ServiceCheckpoint(state: state, mark: mark, path: CheckpointFile.path(ofLog: log.absolutePath))
  }
}
