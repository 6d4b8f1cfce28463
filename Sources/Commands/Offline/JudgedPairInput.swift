import RunEvents
import RunLog
import TerminalCells
import Wording

/// Reads a whole file of judged pairs for the offline commands, and says what was left out.
enum JudgedPairInput {
  /// Faults that are shown one by one; the rest is counted.
  private static let shownFaults = 3

  /// Reads a path, or standard input for `-`.
  ///
  /// What was left out is said on standard error; it ends the command only where nothing is left (exit code 65). A
  /// source that cannot be read is a sentence with exit code 66 or 74.
  ///
  /// - Parameter isPartialEnough: whether what could be read of a packed source that is cut or damaged will do;
  ///   otherwise it is refused with exit code 74.
  static func read(_ source: String, isPartialEnough: Bool = false) throws -> JudgedPairs {
    let reader: JudgedPairReader
    do {
      reader = try JudgedPairReader(source == "-" ? .standardInput : .file(path: source, follow: false))
    } catch {
      throw CommandFailure(.noInput, "\(error)")
    }
    let pairs: JudgedPairs
    do {
      pairs = try reader.read()
    } catch {
      throw CommandFailure(.inputOutput, "\(error)")
    }
    for notice in pairs.notices { StandardError.write("rmtop: \(notice)") }
    let name = source == "-" ? "standard input" : shownPath(source)
    if pairs.isDamaged, pairs.pairs.isEmpty, pairs.faultTotal == 0 {
      throw CommandFailure(.noInput, "nothing of \(name) could be unpacked")
    }
    if pairs.isDamaged, !isPartialEnough {
      throw CommandFailure(
        .inputOutput,
        "\(name) is damaged, and only \(formatCount(pairs.pairs.count, of: "pair")) could be read: "
          + "--partial uses that part")
    }
    if pairs.pairs.isEmpty {
      let reason =
        pairs.faults.first.map { "; line \($0.line): \($0.reason.message)" } ?? ": it has no lines"
      throw CommandFailure(.unusableData, "\(name) has no usable judged pair\(reason)")
    }
    for line in faultLines(pairs, name: name) + remarkLines(pairs.remarks, name: name) {
      StandardError.write(line)
    }
    return pairs
  }

  /// What was left out: a line that counts by reason, and the first faults.
  static func faultLines(_ pairs: JudgedPairs, name: String) -> [String] {
    guard pairs.faultTotal > 0 else { return [] }
    let kinds = pairs.faultCounts.map { "\(formatCount($0.count)) \($0.kind.rawValue)" }
    var lines = [
      "rmtop: \(formatCount(pairs.faultTotal, of: "line")) of \(name) left out: "
        + kinds.joined(separator: ", ")
    ]
    lines += pairs.faults.prefix(shownFaults).map { "rmtop:   line \($0.line): \($0.reason.message)" }
    let rest = pairs.faultTotal - shownFaults
    if rest > 0 { lines.append("rmtop:   and \(formatCount(rest)) more") }
    return lines
  }

  /// What was left out of pairs that are used: the count by field and reason, and the first remarks.
  static func remarkLines(_ remarks: RemarkList, name: String) -> [String] {
    let text = RemarkText(remarks, of: "\(name), whose pairs are used", most: shownFaults)
    return [text.head].compactMap { $0 }.map { "rmtop: " + $0 } + text.first.map { "rmtop:   " + $0 }
      + (text.rest > 0 ? ["rmtop:   and \(formatCount(text.rest)) more"] : [])
  }
}
