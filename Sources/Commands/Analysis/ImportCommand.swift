import ArgumentParser
import Files
import Importers
import RunEvents
import RunLog
import Wording

/// `rmtop import`: another program's file as a run log.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Write the metrics of another trainer's file as a run log.",
    usage: "rmtop import <file> -o <run.jsonl> [--format <name>] [--force]",
    discussion: """
      All commands that read a run log read these files as they are; this is for who wants to keep a run log, or to \
      add to one:
      \(HelpList.text(ImportFormat.allCases.map { ($0.rawValue, $0.words) }))
      A folder stands for the one such file in it. The log has metrics and no decisions: `docs/importers.md` says how \
      a trainer adds them. What cannot be read is left out, and said.
      """)

  @Argument(help: ArgumentHelp("The file, plain, .gz or .zst; - for standard input.", valueName: "file"))
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The run log to be written; - for standard output.", valueName: "run.jsonl"))
  var output: String

  @OptionGroup var format: FormatOption

  @Flag(help: "Write over a file that is there.")
  var force = false

  func run() throws {
    try reportingFailures {
      do {
        try convert()
      } catch let error as FileError {
        throw CommandFailure(.cannotCreate, "\(error)")
      }
    }
  }

  private func convert() throws {
    if output != "-", !force, (try? FileFacts(at: output)) != nil { throw exists }
    let target = try output == "-" ? nil : PendingFile(path: output)
    var faults = FaultSentences()
    var events = 0
    var buffer: [UInt8] = []
    let input = try LogInput(file, format: format.choice)
    let encoder = EventEncoder()
    let remarks = try input.forEachLine { line in
      switch line.content {
      case .fault(let reason): faults.say(line, reason)
      case .event(let event):
        guard input.importedFormat != nil else { throw isRunLog }
        events += 1
        buffer += encoder.encode(event).utf8
        buffer.append(0x0A)
      }
      return try buffer.count < 1 << 16 || Self.flush(&buffer, to: target)
    }
    for notice in remarks.notices { StandardError.write("rmtop: \(notice)") }
    if remarks.hasTornTail { StandardError.write("rmtop: the last line is torn and was not read") }
    faults.end()
    guard events > 0 else {
      throw CommandFailure(
        .unusableData,
        "\(shownPath(file)) has nothing to import: the formats are "
          + ImportFormat.allCases.map(\.rawValue).joined(separator: ", ") + " (--format)")
    }
    _ = try Self.flush(&buffer, to: target)
    if let target, try !target.publish(replacing: force) { throw exists }
    try remarks.endIfDamaged()
  }
}

extension ImportCommand {
  private var exists: CommandFailure {
    CommandFailure(
      .cannotCreate, "\(shownPath(output)) exists already: name another file, or add --force")
  }

  private var isRunLog: CommandFailure {
    CommandFailure(
      .unusableData,
      "\(shownPath(file)) is a run log already: every command reads it as it is, and there is nothing to import"
    )
  }

  /// - Returns: false when nobody reads any more.
  private static func flush(_ buffer: inout [UInt8], to target: PendingFile?) throws -> Bool {
    defer { buffer.removeAll(keepingCapacity: true) }
    guard let target else {
      return StandardOutput.write(String(decoding: buffer, as: UTF8.self), isJSON: true)
    }
    try target.write(buffer)
    return true
  }
}

/// The first faults of a source, then how many more there were.
private struct FaultSentences {
  private static let most = 10
  private var count = 0

  mutating func say(_ line: LogLine, _ reason: FaultReason) {
    count += 1
    guard count <= Self.most else { return }
    StandardError.write("rmtop: line \(line.number) is left out, \(reason.kind.rawValue): \(reason.message)")
  }

  func end() {
    guard count > Self.most else { return }
    StandardError.write("rmtop: \(formatCount(count - Self.most)) more are left out")
  }
}
