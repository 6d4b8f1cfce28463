import Foundation
import TestSupport
import Testing

@testable import Commands

@Suite struct ControlAnswerTests {
  private let folder: TemporaryFolder
  private static let header =
    #"{"type":"run","version":1,"run":"r","rms":[{"id":"armorm"},{"id":"skywork"}]}"# + "\n"

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.header, to: "run.jsonl")
  }

  private func ctl(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(["ctl", "--control", "ctl.jsonl", "--log", "run.jsonl"] + arguments, in: folder)
  }

  @Test func aMistypedRewardModelIsRefusedBeforeItIsSent() throws {
    let near = try ctl("ban", "armrom")
    #expect(near.status == 64 && near.output.isEmpty)
    #expect(
      near.errors
        == "rmtop: there is no reward model “armrom” in run.jsonl (did you mean “armorm”?): nothing was sent\n"
    )
    let far = try ctl("ban", "something-else")
    #expect(far.errors.contains("; it has armorm, skywork: nothing was sent"), "\(far.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("ctl.jsonl")))
  }

  @Test func aControlWithoutAnAnswerIsPending() throws {
    let sent = try ctl("ban", "armorm", "--wait", "0")
    #expect(sent.status == 0 && sent.errors.isEmpty, "\(sent.errors)")
    try folder.write(Self.header + #"{"type":"end"}"# + "\n", to: "run.jsonl")
    let ended = try ctl("ban", "armorm")
    #expect(ended.status == 75 && ended.output.count > 3)
    #expect(
      ended.errors == "rmtop: the run has ended, so nobody will answer the control\n", "\(ended.errors)")
  }

  @Test func theAnswerOfTheLogIsTold() throws {
    var answer = try ControlAnswer(log: folder.file("run.jsonl"))
    let log = try #require(FileHandle(forWritingAtPath: folder.file("run.jsonl")))
    try log.seekToEnd()
    let lines = """
      {"type":"applied","seq":"s-1","ok":false,"error":"there is no reward model x"}
      {"type":"applied","seq":"s-2","ok":true,"step":7}

      """
    try log.write(contentsOf: Data(lines.utf8))
    let refused = try answer.answer(to: "s-1", seconds: 0)
    #expect(refused == .refused("there is no reward model x"))
    var again = try ControlAnswer(log: folder.file("run.jsonl"))
    #expect(try again.answer(to: "s-2", seconds: 0) == .none)
    answer = try ControlAnswer(log: folder.file("run.jsonl"))
    try log.write(contentsOf: Data((#"{"type":"applied","seq":"s-3","ok":true,"step":7}"# + "\n").utf8))
    #expect(try answer.answer(to: "s-3", seconds: 0) == .obeyed(step: 7))
  }

  @Test func theLogIsNoControlFile() throws {
    let same = try ProgramRun(
      ["ctl", "--control", "run.jsonl", "--log", "run.jsonl", "ban", "armorm"], in: folder)
    #expect(same.status == 64 && same.errors.contains("name the same file"), "\(same.errors)")
    #expect(try String(contentsOfFile: folder.file("run.jsonl"), encoding: .utf8) == Self.header)
  }
}
