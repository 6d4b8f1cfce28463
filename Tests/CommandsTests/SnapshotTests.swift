import Foundation
import TerminalCells
import TestSupport
import Testing

@testable import Commands

/// `rmtop snapshot`: another view of a moment, and keys that are typed before the frame is taken.
@Suite struct SnapshotTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let made = try ProgramRun(
      ["simulate", "--steps", "30", "--rms", "3", "--dim", "4", "--seed", "3", "-o", "run.jsonl"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
  }

  private func frame(_ options: String...) throws -> String {
    let run = try ProgramRun(["snapshot", "run.jsonl", "--size", "100x30"] + options, in: folder)
    #expect(run.status == 0, "\(options): \(run.errors)")
    return run.output
  }

  /// A moment that keys go to is the one that `--at` names, whichever way: back from the end, on from the beginning.
  @Test(arguments: [":12<Enter>", "<Home>:12<enter>", ":2<Enter>HL:12<Enter>", ":9<Enter>lll", ":13<Enter>h"])
  func keysGoWhereTheySay(keys: String) throws {
    #expect(try frame("--keys", keys) == frame("--at", "12"), "\(keys)")
  }

  @Test func aSteppedBackFrameSaysHowFarItIsBehind() throws {
    let lines = try folder.text("run.jsonl").split(separator: "\n").drop { !$0.contains(#""type":"pair""#) }
      .count
    let folded = try frame("--keys", "<Home>")
    let shown = folded.firstMatch(of: /PAUSED \+([0-9,]+) lines behind/)?.1
    let behind = try #require(shown).replacing(",", with: "")
    #expect(Int(behind) == lines && lines > 500)
    #expect(try frame("--at", "100%").contains("ENDED"))
  }

  @Test func keysOpenWhatTheyOpenOnTheScreen() throws {
    #expect(try frame("--keys", "?").contains("Program"))
    #expect(try frame("--keys", ":4").contains("Go to") && !frame("--keys", ":4<Esc>").contains("Go to"))
    #expect(try frame("--keys", ":x<lt><Enter>").contains("Go to  x<"))
    // The lines of a decision are read back from the log.
    #expect(try frame("--view", "decision").contains("prompt") && frame("--keys", "8").contains("prompt"))
    #expect(try frame("--keys", "T<Down>").contains("light"))
    #expect(try frame("--keys", "p").contains("shows past controls and sends none"))
  }

  /// Whatever theme the keys have chosen is the one that the picture is in.
  @Test func keysChooseTheTheme() throws {
    #expect(try frame("--svg", "--keys", "T<Down><Enter>").contains(##"fill="#fafaf8""##))
  }

  @Test func aViewIsAChoiceOfPanesOrOnePane() throws {
    let belief = try frame("--view", "belief")
    #expect(belief.contains("3 Posterior") && !belief.contains("7 Events") && !belief.contains("panes: "))
    let share = try frame("--view", "2")
    #expect(share.contains("2 Selection share") && !share.contains("1 Reward models"))
    #expect(try frame("--view", "share") == share)
    #expect(try frame("--view", "events").contains("1 Reward models"))
  }

  @Test(arguments: [
    (["--keys", "<Entr>"], "--keys: there is no key “Entr” (did you mean “enter”?)"),
    (["--keys", "a<b"], "--keys: “<” begins the name of a key and no “>” ends “b”: <lt> is the character"),
    (["--keys", "lq"], "--keys: key 2 quits, so that there is no frame to print"),
    (["--keys", "\u{1B}[31m"], "--keys: “” is nothing that a key types: names of keys stand in < >"),
    (["--view", "believe"], "--view: expected overview, belief, curves,"),
    (["--view", "believe"], "got “believe” (did you mean “belief”?)"),
    (["--view", "0"], "or the digit of a pane, got “0”"),
  ]) func whatIsNoKeyOrViewIsRefused(options: [String], words: String) throws {
    let run = try ProgramRun(["snapshot", "run.jsonl"] + options, in: folder)
    #expect(run.status == 64 && run.output.isEmpty && run.errors.contains(words), "\(run.errors)")
  }

  /// A packed log, whose size only its end tells, and standard input are gone through in the same way.
  @Test func everySourceCanBeGoneBackIn() throws {
    let wanted = try frame("--at", "50%").split(separator: "\n").dropFirst()
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.file("run.jsonl")))
    let piped = try ProgramRun(
      ["snapshot", "-", "--size", "100x30", "--at", "50%", "--keys", "<Home>:50%<Enter>"], in: folder,
      input: data)
    #expect(piped.status == 0 && piped.output.split(separator: "\n").dropFirst() == wanted, "\(piped.errors)")
  }
}

@Suite struct KeyScriptTests {
  @Test func charactersAreThemselvesAndNamesAreKeys() throws {
    #expect(
      try KeyScript(":4 <ENTER>p<lt><shift-left><F3><ctrl-l>><esc>").keys == [
        .character(":"), .character("4"), .character(" "), .enter, .character("p"), .character("<"),
        .shiftLeft,
        .function(3), .control("l"), .character(">"), .escape,
      ])
    #expect(try KeyScript("").keys.isEmpty)
    #expect(try KeyScript("a\tb\n").keys == [.character("a"), .tab, .character("b"), .enter])
  }

  @Test(arguments: ["<", "<>", "<enter", "<nothing>", "<ctrl-ä>", "\u{7F}", "\u{202E}"])
  func whatIsNoKeyIsRefused(text: String) {
    #expect(throws: KeyScriptError.self) { try KeyScript(text) }
  }
}
