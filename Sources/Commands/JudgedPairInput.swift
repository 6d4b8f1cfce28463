import RunEvents
import RunLog
import TerminalCells

/// Reads judged pairs for the commands that learn from them.
enum JudgedPairInput {
  /// All pairs of a path, or of standard input for `-`; what was left out is said on standard error.
  ///
  /// - Throws: a sentence with exit code 66 for a source that cannot be read, 74 for one that fails midway, 65 for one
  ///   without a pair.
  static func read(_ source: String) throws -> JudgedPairs {
    let reader: JudgedPairReader
    do {
      reader = try JudgedPairReader(source == "-" ? .standardInput : .file(path: source, follow: false))
    } catch {
      throw CommandFailure(.noInput, "\(error)")
    }
    let judged: JudgedPairs
    do {
      judged = try reader.read()
    } catch {
      throw CommandFailure(.inputOutput, "\(error)")
    }
    for notice in judged.notices { StandardError.write("rmtop: \(notice)") }
    if let first = judged.faults.first {
      let total = judged.faultTotal
      StandardError.write(
        "rmtop: \(formatCount(total)) line\(total == 1 ? " was" : "s were") left out; line \(first.line): "
          + first.reason.message)
    }
    guard !judged.pairs.isEmpty else {
      throw CommandFailure(.unusableData, "there are no judged pairs in \(printableText(source, limit: 200))")
    }
    return judged
  }
}
