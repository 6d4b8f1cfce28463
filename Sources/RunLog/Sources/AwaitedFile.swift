import Importers
import Wording

/// A log that is not there yet: a trainer that has still to start makes it.
final class AwaitedFile {
  private let path: String
  private let format: SourceFormat?
  private let clock: @Sendable () -> Double
  /// What has come.
  private(set) var opened: (any LogBytes)?
  /// The sentence that was said last, so that it is said once.
  private var said: SourceError?

  private init(path: String, format: SourceFormat?, clock: @escaping @Sendable () -> Double) {
    self.path = path
    self.format = format
    self.clock = clock
  }

  /// Opens a file to be followed, or waits for it where it is missing in a folder that is there.
  static func openOrAwait(
    path: String, format: SourceFormat?, clock: @escaping @Sendable () -> Double
  ) throws(SourceError) -> any LogBytes {
    do throws(SourceError) {
      return try LogReader.openFile(path: path, follow: true, format: format, clock: clock)
    } catch {
      guard case .missing = error, !path.isEmpty else { throw error }
      return AwaitedFile(path: path, format: format, clock: clock)
    }
  }
}

extension AwaitedFile: LogBytes {
  var size: Int { 0 }
  var isComplete: Bool { false }
  var canGrow: Bool { true }
  var newsDescriptor: Int32? { nil }
  var heartbeat: Int? { 500 }

  func look(cursor: Int, wanted: Int) throws(SourceError) -> SourceLook {
    var look = SourceLook()
    do throws(SourceError) {
      opened = try LogReader.openFile(path: path, follow: true, format: format, clock: clock)
      look.notices.append("\(shownPath(path)) has appeared")
    } catch {
      guard error != said else { return look }
      said = error
      if case .missing(_, let nearest) = error {
        look.notices.append(
          "\(shownPath(path)) is not there yet\(suggestion(nearest)): reading begins when it appears")
      } else {
        look.notices.append("\(error); reading resumes when that changes")
      }
    }
    return look
  }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int { 0 }
}
