import Foundation
import NcursesTerminal
import RunLog
import Simulator
import Synchronization
import TestSupport
import Testing

@testable import Commands

/// What `simulate --control` and `demo` say of lines that are not obeyed.
@Suite struct SimulatedRunTests {
  private final class Said: Sendable {
    let sentences = Mutex<[String]>([])
  }

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func control(_ number: Int, _ fields: String) -> String {
    #"{"type":"control","seq":"0a1b2c3d-\#(number)",\#(fields)}"# + "\n"
  }

  /// What is said in a run whose trainer finds these lines in its control file when it begins.
  private func sentences(_ lines: String) throws -> [String] {
    try sentences { try folder.write(lines, to: "c") }
  }

  private func sentences(after change: () throws -> Void) throws -> [String] {
    let follower = try ControlFollower(path: folder.file("c"))
    try change()
    let said = Said()
    var run = SimulatedRun(
      trainer: try SimulatedTrainer(SimulationSettings(scenario: .specialists, steps: 2)),
      log: try LogAppender(path: folder.file("log")), controls: follower, isRealtime: false,
      say: { sentence in said.sentences.withLock { $0.append(sentence) } })
    try run.run(until: try makeWakePipe())
    return said.sentences.withLock { $0 }
  }

  @Test func everyLineThatIsNotObeyedIsASentence() throws {
    let path = folder.file("c")
    let said = try sentences(
      control(1, #""action":"ban","rm":"grm-llama3.2-3b""#) + "rubbish\n"
        + control(2, #""action":"pinn","rm":"grm-llama3.2-3b""#)
        + #"{"type":"note","level":"info","text":"pin it"}"# + "\n"
        + #"{"type":"con\u001b[31mtrol","seq":"0a1b2c3d-3","action":"ban"}"# + "\n"
        + control(4, #""action":"ban","rm":"no\u001b[2Jbody""#))
    try #require(said.count == 5, "\(said)")
    let beginnings = [
      "line 2 of \(path) is not obeyed: ", "line 3 of \(path) is not obeyed: ",
      "line 4 of \(path) is not obeyed: expected `type` to be control, got “note”",
      "line 5 of \(path) is not obeyed: expected `type` to be control, got “con[31mtrol”",
      "the control 0a1b2c3d-4 of \(path) is refused: there is no reward model no[2Jbody in this run",
    ]
    for (sentence, beginning) in zip(said, beginnings) {
      #expect(sentence.hasPrefix(beginning))
      #expect(!sentence.unicodeScalars.contains("\u{1B}"))
    }
    #expect(said[1].contains("(did you mean “pin”?)"))
    let log = try folder.text("log")
    #expect(log.contains(#""seq":"0a1b2c3d-1","ok":true"#))
    #expect(log.contains(#""seq":"0a1b2c3d-4","ok":false"#))
  }

  @Test func whatIsObeyedIsNotTalkedAbout() throws {
    #expect(try sentences(control(1, #""action":"ban","rm":"grm-llama3.2-3b""#)).isEmpty)
  }

  @Test func whatCannotBeReadIsSaidOnce() throws {
    let path = folder.file("c")
    let said = try sentences {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
    #expect(said == ["\(path) is a folder: name a file in it"])
  }

  @Test func aFileThatIsNoControlFileDoesNotDrownTheTerminal() throws {
    let said = try sentences(String(repeating: "x\n", count: 5000))
    #expect(said.count == ControlNotices.limit + 1)
    #expect(said.last == "further lines of \(folder.file("c")) are not reported")
  }

  /// The log is standard output; the sentences are not in it.
  @Test func theProgramSpeaksOnStandardError() throws {
    let process = ProgramRun.process(["simulate", "--steps", "200", "--control", "c"], in: folder)
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    try output.fileHandleForWriting.close()
    try errors.fileHandleForWriting.close()
    // The first byte is there when the control file is followed; the log is far longer than a pipe holds.
    let first = try output.fileHandleForReading.read(upToCount: 1) ?? Data()
    try folder.write("rubbish\n" + control(1, #""action":"ban","rm":"nobody""#), to: "c")
    let rest = try output.fileHandleForReading.readToEnd() ?? Data()
    let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(ProgramRun.status(of: process) == 0)
    let sentences = said.split(separator: "\n")
    #expect(sentences.count == 2, "\(said)")
    #expect(sentences.first?.hasPrefix("rmtop: line 1 of c is not obeyed: ") == true)
    #expect(
      sentences.last
        == "rmtop: the control 0a1b2c3d-1 of c is refused: there is no reward model nobody in this run")
    let lines = String(decoding: first + rest, as: UTF8.self).split(separator: "\n")
    #expect(lines.count > 1000 && lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
  }
}
