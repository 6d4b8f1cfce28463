import TerminalCells
import Testing

@testable import Dashboard

@Suite struct KeymapTests {
  @Test func aKeyMeansOneThingInAContext() {
    for context in KeyContext.allCases {
      var seen: [KeyStroke: Command] = [:]
      for row in Keymap.rows where row.contexts.contains(context) {
        for key in row.keys {
          #expect(seen[key] == nil, "\(key.label) in \(context): \(row.command) and another")
          seen[key] = row.command
        }
      }
    }
  }

  @Test(arguments: Command.allCases)
  func everyCommandHasARow(_ command: Command) {
    let rows = Keymap.rows.filter { $0.command == command }
    #expect(!rows.isEmpty)
    for row in rows {
      #expect(!row.help.isEmpty && !row.keys.isEmpty && !row.contexts.isEmpty)
      #expect(KeyTable().meaning(of: row.keys[0], in: row.contexts[0])?.command == command)
    }
  }

  @Test(arguments: [KeyContext.help, .goTo, .control])
  func whereTextIsTypedNoCharacterIsACommand(_ context: KeyContext) {
    for row in Keymap.rows where row.contexts.contains(context) {
      for case .character(let character) in row.keys {
        Issue.record("\(character) is \(row.command) in \(context)")
      }
    }
  }

  @Test func everywhereCtrlCQuitsAndEscCloses() {
    for context in KeyContext.allCases {
      #expect(KeyTable().meaning(of: .control("c"), in: context)?.command == .quit)
      #expect(KeyTable().meaning(of: .escape, in: context)?.command == .close)
    }
  }

  @Test func helpFindsWordsInKeysTextAndSection() {
    #expect(Keymap.helpRows(search: "").count == Keymap.rows.count + Glossary.rows.count)
    #expect(Keymap.helpRows(search: "BAN").map(\.keys) == ["b", "share", "P(best)"])
    #expect(Keymap.helpRows(search: "words cusum").map(\.keys) == ["CUSUM"])
    #expect(Keymap.helpRows(search: "ctrl-z pipe").map(\.keys) == ["Ctrl-Z"])
    #expect(Keymap.helpRows(search: "moving marker").count == 2)
    #expect(Keymap.helpRows(search: "no such thing").isEmpty)
  }

  @Test func theMarkdownTableHasEveryRow() {
    let table = Keymap.markdownTable
    for row in Keymap.rows where row.command != .showPane { #expect(table.contains("| \(row.help) |")) }
    let digits = Pane.views.map { "`\($0.pane.digit)`" }.joined(separator: " ")
    #expect(table.contains("| \(digits) | show and focus a pane; press again to hide it (1 stays) |"))
    #expect(table.contains("| `←` `h` | one step back |"))
    #expect(table.contains("`\\`"))
    #expect(table.hasPrefix("| keys | action | keys | action |\n| --- | --- | --- | --- |\n"))
  }

  @Test func hintsSayWhatTheKeyWouldDoNow() {
    func words(_ shell: Shell) -> String {
      Keymap.hints(for: shell.model).map { "\($0.keys) \($0.word)" }.joined(separator: "  ")
    }
    var shell = Shell.settled(TestLog.usual())
    #expect(words(shell).hasPrefix("p pin  b ban  space pause  ←→ step"))
    #expect(words(shell).hasSuffix("? help  T theme  q quit"))
    #expect(!words(shell).contains("End"))
    shell.press(.character(" "))
    #expect(words(shell).contains("space play") && words(shell).contains("End live"))
    shell.press(.character("p"))
    #expect(words(shell) == "Enter send  Tab field  ←→ scope  Esc cancel")
    shell.press(.escape, .character("?"))
    #expect(words(shell).contains("Esc close"))

    let replay = Shell.settled(TestLog.usual(), mode: .replay)
    #expect(!words(replay).contains("pin") && words(replay).contains("End end"))
    let readOnly = Shell.settled(TestLog.usual(), control: .off("started with --read-only"))
    #expect(!words(readOnly).contains("ban"))
    var pipe = shell
    pipe.model.session.readsStandardInput = true
    pipe.press(.escape)
    #expect(words(pipe).contains("q quit (the trainer goes on)"))
  }
}
