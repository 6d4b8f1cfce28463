import Dashboard
import Foundation
import RunEvents
import RunLog
import TerminalCells
import TestSupport
import Testing

@testable import Commands

@Suite struct FarewellTests {
  private func model(_ log: String) -> DashboardModel {
    var decoder = LineDecoder()
    var lines: [LogLine] = []
    Array(log.utf8).withUnsafeBytes { decoder.append($0, to: &lines) }
    var model = DashboardModel(
      session: Session(
        mode: .watch, sourceName: "run.jsonl", control: .enabled, id: "0a1b2c3d", user: "ann"))
    _ = model.update(.lines(lines, generation: 0))
    while model.feed.wantsFold { _ = model.update(.fold(maximum: 64)) }
    return model
  }

  private let log = """
    {"type":"run","version":1,"run":"dpo-1","rms":[{"id":"a"},{"id":"b"}]}
    {"type":"decision","id":"1","rm":"a","step":0}
    {"type":"decision","id":"2","rm":"b","step":3}
    {"type":"decision","id":"3","rm":"b","step":3}

    """

  @Test func itSaysHowTheRunStoodAndHowToComeBack() throws {
    let text = try #require(
      Farewell.text(model(log), again: ["rmtop", "watch", "my run.jsonl", "--control", "ctl"]))
    #expect(
      text.split(separator: "\n") == [
        "rmtop: dpo-1, step 3, 3 decisions", "  used most: b 67% of the last 3", "  no alarms",
        "  again: rmtop watch 'my run.jsonl' --control ctl",
      ])
    #expect(
      Farewell.text(model(log + #"{"type":"end"}"# + "\n"), again: nil)?.contains("3 decisions, ended")
        == true)
  }

  /// What was sent is named with what became of it.
  @Test func controlsOfTheSessionHaveTheirOutcome() throws {
    var model = model(log)
    var report = SourceReport()
    report.reachedEnd = true
    _ = model.update(.source(report))
    for key in [KeyStroke.character("b"), .enter] { _ = model.update(.key(key)) }
    let own = try #require(model.ownControls.first)
    _ = model.update(.controlFailed(sequence: own.control.sequence, error: "disk full"))
    let text = try #require(Farewell.text(model, again: nil))
    #expect(text.contains("  sent: BAN ") && text.contains(", not written: disk full"), "\(text)")
  }

  @Test func nothingSeenIsNothingSaid() { #expect(Farewell.text(model(""), again: ["rmtop"]) == nil) }

  @Test(arguments: [
    (["rmtop", "it's"], "rmtop 'it'\\''s'"), (["a", ""], "a ''"), (["$x", "`y`", "a;b"], "'$x' '`y`' 'a;b'"),
    (["unix:/run/user/1000/r.sock"], "unix:/run/user/1000/r.sock"), (["~/x"], "'~/x'"), (["ä b"], "'ä b'"),
  ]) func wordsAreQuotedForAShell(words: [String], command: String) {
    #expect(Farewell.shellCommand(words) == command)
  }

  @Test(arguments: ["a\u{1B}[31m", "a\nb", "a\u{202E}b"]) func whatCannotBeShownIsNoCommand(word: String) {
    #expect(Farewell.shellCommand(["rmtop", word]) == nil)
  }
}
