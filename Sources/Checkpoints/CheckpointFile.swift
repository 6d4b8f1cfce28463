package import Files
package import Router
import RouterEngine
package import RunState
import StateCoding

/// A state of a run in a file, from which the fold of a long log goes on.
///
/// ```
/// rmtop state 1, build …, BLAS kernels …, instruction level …\n     who alone can read what follows
/// digest                                                           of all that follows
/// LogMark, RunState.savedBytes                                     which log, up to where; the state there
/// ```
/// It is never needed: one that is damaged, of another build, of other kernels or of another log counts as none, and
/// the log is folded from its beginning. It is written as a whole or not at all (`FileBytes.write`).
package enum CheckpointFile {
  /// Where the checkpoint of a log stands.
  package static func path(ofLog path: String) -> String { path + ".checkpoint" }

  private static var firstLine: [UInt8]? {
    BuildIdentity.line.map { Array("rmtop state 1, \($0)\n".utf8) }
  }

  /// - Parameters:
  ///   - state: one that has folded the log up to its mark, and nothing else.
  /// - Returns: `nil` where this program cannot say who it is: nobody could trust the file.
  /// - Complexity: O(state).
  package static func bytes(of state: RunState, mark: LogMark) -> [UInt8]? {
    guard var bytes = firstLine else { return nil }
    let content = stateBytes(of: mark) + state.savedBytes
    bytes += stateBytes(of: digest(of: content))
    bytes += content
    return bytes
  }

  /// The state of a checkpoint of this log.
  ///
  /// - Returns: `nil` where there is none that can be trusted.
  package static func read(path: String, log: OwnedDescriptor, priors: PriorLoader) -> RunState? {
    // Who made the file comes first: a large one of another build is not read as a whole.
    guard let expected = firstLine, let file = try? OwnedDescriptor(path: path, flags: O_RDONLY | O_NONBLOCK),
      (try? file.bytes(at: 0, count: expected.count)) == expected,
      let bytes = try? FileBytes.read(path: path)
    else { return nil }
    // Copied to where words are aligned.
    let content = Array(bytes.dropFirst(expected.count + MemoryLayout<UInt64>.size))
    guard
      Array(bytes[expected.count...].prefix(MemoryLayout<UInt64>.size)) == stateBytes(of: digest(of: content))
    else { return nil }
    return try? content.withUnsafeBytes { content in
      let length = MemoryLayout<LogMark>.size
      let mark = try state(LogMark.self, from: UnsafeRawBufferPointer(rebasing: content.prefix(length)))
      guard try LogMark(of: log, end: mark.end) == mark else { return nil }
      let saved = UnsafeRawBufferPointer(rebasing: content.dropFirst(length))
      let state = try RunState(saved: saved, priors: priors)
      return state.progress.endOffset == mark.end ? state : nil
    }
  }

  private static func digest(of bytes: [UInt8]) -> UInt64 {
    var digest = StateDigest()
    bytes.withUnsafeBytes { digest.combine(bytes: $0) }
    return digest.value
  }
}
