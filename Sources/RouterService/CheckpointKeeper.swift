import Files
import NIOCore
import NIOPosix
import Wording

/// Writes checkpoints beside the log on another thread, one at a time. On the event loop only.
///
/// A checkpoint that cannot be written costs time at the next start and nothing else: it is said once.
final class CheckpointKeeper {
  private let loop: any EventLoop
  private let say: @Sendable (String) -> Void
  private var writing: EventLoopFuture<Void>?
  private var hasComplained = false

  init(loop: any EventLoop, say: @escaping @Sendable (String) -> Void) {
    self.loop = loop
    self.say = say
  }

  /// False while one is being written: the next one waits until it is due again.
  var isFree: Bool { writing == nil }

  func keep(_ checkpoint: ServiceCheckpoint) { start(checkpoint) }

  /// Writes the last one, after what is being written.
  func finish(with last: ServiceCheckpoint?) -> EventLoopFuture<Void> {
    let before = writing ?? loop.makeSucceededVoidFuture()
    let keeper = NIOLoopBound(self, eventLoop: loop)
    return before.flatMap { [loop] in last.map { keeper.value.start($0) } ?? loop.makeSucceededVoidFuture() }
  }

  @discardableResult
  private func start(_ checkpoint: ServiceCheckpoint) -> EventLoopFuture<Void> {
    let keeper = NIOLoopBound(self, eventLoop: loop)
    let written = NIOThreadPool.singleton.runIfActive(eventLoop: loop) { () -> FileError? in
      do throws(FileError) {
        try checkpoint.write()
        return nil
      } catch {
        return error
      }
    }.map { error in
      keeper.value.writing = nil
      if let error { keeper.value.complain(error) }
    }
    writing = written
    return written
  }

  private func complain(_ error: FileError) {
    guard !hasComplained else { return }
    hasComplained = true
    say("no checkpoint is kept beside the log, so that the next start takes longer: \(error)")
  }
}
