import ArgumentParser
import Importers
import RunEvents
import RunLog
import RunState

/// Reads a whole log for the commands that have no screen.
struct LogInput {
  /// What a reader says about the log as a whole, beside its lines.
  struct Remarks {
    var notices: [String] = []
    var hasTornTail = false
    /// Packed data was cut or damaged, or reading failed: the lines are not all there were.
    var isDamaged = false
    /// What another program's file was taken for.
    var importedFormat: ImportFormat?

    /// Ends a command that has printed what there was of a damaged log.
    func endIfDamaged() throws {
      if isDamaged { throw ExitCode(ExitStatus.inputOutput.rawValue) }
    }
  }

  private static let chunkBytes = 1 << 20
  private static let chunkLines = 4096

  private let reader: LogReader

  /// Opens a path, standard input for `-`, or what a router's log is now for `unix:PATH`; a failure is a sentence with
  /// exit code 66.
  init(_ source: String, format: SourceFormat? = nil) throws {
    let source = try logSource(source)
    do {
      reader = try LogReader(source, format: format)
    } catch {
      throw CommandFailure(.noInput, "\(error)")
    }
  }

  /// Bytes there are; known once they were read.
  var size: Int { reader.progress.size }

  /// What another program's file was taken for; known once something was read.
  var importedFormat: ImportFormat? { reader.importedFormat }

  /// Goes back to the first line.
  func rewind() { reader.seek(to: reader.earliest) }

  /// Hands every line to `body` in order until it returns false or the source ends.
  func forEachLine(_ body: (LogLine) throws -> Bool) throws -> Remarks {
    var remarks = Remarks()
    var lines: [LogLine] = []
    while true {
      lines.removeAll(keepingCapacity: true)
      let result: LogReader.ReadResult
      do {
        result = try reader.read(
          into: &lines, maximumBytes: Self.chunkBytes, maximumLines: Self.chunkLines)
      } catch {
        throw CommandFailure(.inputOutput, "\(error)")
      }
      remarks.notices += result.notices
      remarks.hasTornTail = remarks.hasTornTail || result.tornTail
      remarks.importedFormat = reader.importedFormat
      for line in lines where try !body(line) { return remarks }
      if lines.isEmpty, result.reachedEnd {
        if !reader.canGrow {
          remarks.isDamaged = reader.isDamaged
          try Self.refuseNothingUnpacked(reader, notices: remarks.notices)
          return remarks
        }
        reader.wait(milliseconds: 1000, wake: nil)
      }
    }
  }

  /// Damage that has left nothing is a source that cannot be read.
  static func refuseNothingUnpacked(_ reader: LogReader, notices: [String]) throws {
    guard reader.isDamaged, reader.progress.size == 0 else { return }
    throw CommandFailure(.noInput, notices.joined(separator: "; "))
  }

  /// The state after the whole log.
  static func fold(
    _ source: String, format: SourceFormat? = nil, priors: PriorFolder? = nil, takesBeliefs: Bool = true
  ) throws -> (state: RunState, remarks: Remarks) {
    var state = RunState(priors: (priors ?? .beside(log: source)).loader, takesBeliefs: takesBeliefs)
    let remarks = try LogInput(source, format: format).forEachLine { line in
      state.fold(line)
      return true
    }
    return (state, remarks)
  }
}
