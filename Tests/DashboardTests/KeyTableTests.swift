import RunEvents
import TOML
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

@Suite struct KeyTableTests {
  private func config(_ keys: String) -> ScreenConfig { ScreenConfig(bytes: Array("[keys]\n\(keys)\n".utf8)) }

  private func faults(_ keys: String) -> [String] { config(keys).refusals.map(\.description) }

  private func shell(_ keys: String, mode: Session.Mode = .watch) -> Shell {
    var shell = Shell.settled(TestLog.usual(), mode: mode)
    let config = config(keys)
    #expect(config.refusals == [])
    shell.model.session.keys = config.keys
    return shell
  }

  private func hints(_ shell: Shell) -> [String] {
    Keymap.hints(for: shell.model).map { "\($0.keys) \($0.word)" }
  }

  @Test func theUsualKeysAreThose() {
    #expect(KeyTable().rows == Keymap.rows)
    for (index, row) in Keymap.rows.enumerated() {
      let meaning = KeyTable().meaning(of: row.keys[0], in: row.contexts[0])
      #expect(meaning?.command == row.command && meaning?.usual == row.keys[0])
      // What labels a hint of changed keys gives those of the usual ones.
      if let hint = row.hint {
        let below = index + 1 < Keymap.rows.count ? Keymap.rows[index + 1].keys.first?.label : nil
        let second = hint.keys == row.keys[0].label ? "" : below ?? ""
        #expect(hint.keys == row.keys[0].label + second, "\(hint.keys)")
      }
    }
    #expect([KeyContext.help, .goTo, .control].allSatisfy { $0.takesText })
    #expect(!KeyContext.panes.takesText && !KeyContext.themePicker.takesText)
  }

  @Test func everyKeyHasAName() throws {
    let named = Keymap.rows.flatMap(\.usualKeys) + [.insert, .delete, .control(" "), .function(12), "é"]
    for key in named { #expect(try KeyStroke(name: key.name) == key, "\(key.name)") }
    for name in KeyStroke.names { #expect(try KeyStroke(name: name).name == name) }
    for (name, key) in [
      ("F3", KeyStroke.function(3)), ("f3", .function(3)), ("Ctrl-X", .control("x")), ("ESC", .escape),
      ("PgUp", .pageUp), ("Shift-Left", .shiftLeft), ("P", "P"), ("\\", "\\"), ("-", "-"),
    ] {
      #expect(try KeyStroke(name: name) == key)
    }
  }

  @Test(arguments: [
    ("ctrl-m", "“ctrl-m” comes from terminals as enter"),
    ("shift-p", "there is no key “shift-p”: with Shift a letter is another one, such as P"),
    ("ctrl-1", "there is no “ctrl-1”: Ctrl goes with letters, \\ ] ^ _ and space"),
    ("spcae", "there is no key “spcae” (did you mean “space”?)"),
    ("F64", "there is no key “F64” (did you mean “F4”?)"),
  ])
  func whatIsNoKeyIsSaid(name: String, sentence: String) {
    #expect(throws: KeyNameError(sentence)) { try KeyStroke(name: name) }
  }

  @Test(arguments: ["", " ", "\u{1B}", "\u{202E}", "pq", "\u{200B}"]) func noKeyIsHidden(name: String) {
    #expect(throws: KeyNameError.self) { try KeyStroke(name: name) }
  }

  @Test func aCommandHasItsNewKeysAndNoOther() {
    var shell = shell("zoom-pane = [\"ctrl-x\", \"F12\"]\nrow-down = \"w\"\nwhat-if = []")
    shell.press("w")
    #expect(shell.model.selectedArm == 1)
    shell.press("j", .control("x"))
    #expect(shell.model.selectedArm == 1 && shell.model.view.zoomed == .rewardModels)
    shell.press(.function(12))
    #expect(shell.model.view.zoomed == nil)
    #expect(hints(shell).contains("↑/w row") == false)
    #expect(hints(shell).contains("↑w row") && hints(shell).contains("Ctrl-X zoom"))
    shell.press("?")
    for letter in "zoom" { shell.press(.character(letter)) }
    let text = shell.model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText
    #expect(text.contains("Ctrl-X F12  zoom the focused pane"))
    #expect(!Keymap.helpRows(search: "what if", keys: shell.model.session.keys).contains { $0.keys == "w" })
  }

  /// Which pane and which choice of panes is meant goes with the command, not with the letter.
  @Test func panesAndChoicesHaveOtherKeys() {
    var shell = shell("show-reward = \"A\"\nshow-selection-share = \"4\"\nshow-preset = [\"!\", \"@\"]")
    shell.press("A")
    #expect(shell.model.view.focus == .reward)
    shell.press("4")
    #expect(shell.model.view.focus == .share)
    shell.press("@")
    #expect(shell.model.view.hidden == Preset.belief.hidden)
    shell.press("!")
    #expect(shell.model.view.hidden.isEmpty)
  }

  /// In a prompt letters are text, whatever they are elsewhere.
  @Test func whereTextIsTypedLettersAreText() {
    var shell = shell("close = \"g\"\nrow-up = [\"w\", \"ctrl-p\"]\nerase = \"e\"\nwhat-if = []")
    shell.press(":", "g", "e")
    guard case .prompt(let prompt) = shell.model.view.overlay else {
      Issue.record("the prompt was closed")
      return
    }
    #expect(prompt.input == "ge")
    shell.press(.backspace, .escape)
    #expect(shell.model.view.overlay == nil)
    shell.press("z", "g")
    #expect(shell.model.view.zoomed == nil)
    shell.press("?", .down, .control("p"), "w")
    #expect(shell.model.view.overlay == .help(search: "w", scroll: 0))
  }

  @Test func keysMayChangePlaces() {
    var shell = shell("pin = \"b\"\nban = \"p\"")
    shell.press("b")
    #expect(shell.draft?.action == .pin)
    #expect(hints(Shell.settled(TestLog.usual())).prefix(2) == ["p pin", "b ban"])
  }

  @Test(arguments: [
    (
      "pin = \"b\"",
      ["line 2, column 1: pin: “b” is the key of ban (its usual key); pin keeps its usual keys"]
    ),
    (
      "pin = \"ctrl-x\"\nundo = \"ctrl-x\"",
      ["line 3, column 1: undo: “ctrl-x” is the key of pin (line 2); undo keeps its usual keys"]
    ),
    ("pni = \"x\"", ["line 2, column 1: there is no command “pni” (did you mean “pin”?)"]),
    ("pin = \"ctlr-x\"", ["line 2, column 7: pin: there is no key “ctlr-x” (did you mean “ctrl-x”?)"]),
    ("pin = 1", ["line 2, column 7: pin: expected the name of a key, or a list of such names, got 1"]),
    ("pin = \"ctrl-c\"", ["line 2, column 7: pin: “ctrl-c” always quits"]),
    ("close = []", ["line 2, column 9: close: without a key nothing would lead out of a prompt"]),
    (
      "show-preset = [\"A\", \"B\", \"C\", \"D\", \"E\", \"G\"]",
      ["line 2, column 15: show-preset: there are 5 choices of panes, so at most as many keys"]
    ),
  ])
  func whatDoesNotGoTogetherIsSaid(keys: String, sentences: [String]) {
    #expect(faults(keys) == sentences)
  }

  /// One refused assignment may have made room for another, which is then refused as well.
  @Test func whatIsLeftDoesNotClash() {
    let config = config("pin = \"b\"\nban = \"ctrl-c\"\nundo = \"g\"")
    #expect(config.refusals.map(\.position.line) == [2, 3])
    #expect(config.keys.meaning(of: "b", in: .panes)?.command == .ban)
    #expect(config.keys.meaning(of: "g", in: .panes)?.command == .undo)
    #expect(config.said.keys.sorted() == ["keys.undo"])
    #expect(ScreenConfig(bytes: Array("keys = 3".utf8)).refusals.count == 1)
  }

  /// Whatever a file gives to whichever command: no key means two things, and quitting and closing stay possible.
  @Test func noFileMakesAKeymapThatClashes() {
    var random = SeededGenerator(seed: 7)
    let names = Array(Set(Keymap.rows.map(\.name))).sorted()
    let keys = Keymap.rows.flatMap(\.keys).map(\.name) + ["ctrl-x", "F12", "é", "x"]
    for _ in 0..<60 {
      let lines = names.shuffled(using: &random).prefix(12).map { name in
        let chosen = (0..<random.below(3)).map { _ in "'\(keys[random.below(keys.count)])'" }
        return "\(name) = [\(chosen.joined(separator: ", "))]"
      }
      let table = config(lines.joined(separator: "\n")).keys
      for context in KeyContext.allCases {
        var seen: [KeyStroke: String] = [:]
        for row in table.rows where row.contexts.contains(context) {
          for key in row.keys {
            #expect(seen[key] == nil || seen[key] == row.name, "\(lines)")
            seen[key] = row.name
            if case .character = key { #expect(!context.takesText) }
          }
        }
        #expect(table.meaning(of: .control("c"), in: context)?.command == .quit)
        #expect(table.rows.contains { $0.command == .close && $0.contexts.contains(context) })
      }
      #expect(table.rows.allSatisfy { !$0.keys.isEmpty })
    }
  }

  @Test func whoPressesAFreeKeyIsTold() {
    var shell = shell("")
    shell.press("K")
    #expect(shell.status == "nothing is on K, but k is there: one row up; ? lists the keys")
    shell.press(.control("p"))
    #expect(shell.status == "nothing is on Ctrl-P, but p is there: pin the selected RM; ? lists the keys")
    shell.press(.insert)
    #expect(shell.status == "nothing is on Ins; ? lists the keys")
    shell.press("k")
    #expect(shell.status == "")
    // Letters that come at once, as from a paste without marks, are not pressed one by one.
    shell.send(.keys(["K", "K"]))
    #expect(shell.status == "")
    shell.press(":", .insert)
    #expect(shell.status == "")
    var other = self.shell("help = \"F11\"")
    other.press("K")
    #expect(other.status.hasSuffix("; F11 lists the keys"))
  }
}
