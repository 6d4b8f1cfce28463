import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// Keys that nobody pressed: pasted texts, and texts that come as keys at once.
@Suite struct DashboardModelTextTests {
  static func keys(_ text: String) -> [KeyStroke] {
    text.map { $0 == "\r" ? .enter : .character($0) }
  }

  static func shell(mode: Session.Mode = .watch) -> Shell {
    var shell = Shell.settled(TestLog.usual(), mode: mode)
    shell.model.view.sort.column = .listed
    return shell
  }

  static func sent(_ shell: Shell) -> Int {
    shell.effects.count { if case .send = $0 { true } else { false } }
  }

  @Test func aPasteOutsideOfTextFieldsIsDroppedWithASentence() {
    for open in ["", "T"] {
      var shell = Self.shell()
      for key in Self.keys(open) { shell.send(.key(key)) }
      let overlay = shell.model.view.overlay
      shell.send(.pasted("bash train.sh --resume\r"))
      #expect(shell.status == "the pasted text was ignored: its letters are not key presses")
      #expect(shell.model.view.overlay == overlay)
      #expect(shell.effects.isEmpty)
    }
  }

  @Test func aPasteEntersTextFieldsOnOneLine() {
    var shell = Self.shell()
    shell.send(.key(.character("?")))
    shell.send(.pasted("\tfol\u{1B}low\r\n"))
    #expect(shell.model.view.overlay == .help(search: "follow", scroll: 0))
    shell = Self.shell()
    shell.send(.key(.character(":")))
    shell.send(.pasted("1\n\n2\u{202E}"))
    guard case .prompt(let prompt) = shell.model.view.overlay else {
      Issue.record("no prompt")
      return
    }
    #expect(prompt.input == "1 2")
    shell = Self.shell()
    shell.send(.key(.character("b")))
    shell.send(.pasted("bash\r"))
    #expect(shell.draft?.reason == "" && Self.sent(shell) == 0)
    shell.send(.key(.tab))
    shell.send(.pasted("1,000"))
    #expect(shell.draft?.steps == "")
    shell.send(.pasted(" 200\n"))
    #expect(shell.draft?.steps == "200")
    shell.send(.key(.tab))
    shell.send(.pasted("too\r\nlong\r"))
    #expect(shell.draft?.reason == "too long" && Self.sent(shell) == 0)
    shell.send(.pasted(String(repeating: "x", count: 10_000)))
    #expect(shell.draft?.reason.count == Prompt.inputLimit)
    shell.send(.key(.enter))
    #expect(Self.sent(shell) == 1)
  }

  @Test(arguments: ["bash train.sh --resume\r", "b\r", "b\r\r\r", "p\r", "xb\tab\t12\r", "b\u{1B}b\r"])
  func enterDoesNotCountInTheReadThatOpenedTheLine(text: String) {
    var shell = Self.shell()
    shell.send(.keys(Self.keys(text)))
    #expect(Self.sent(shell) == 0)
    guard case .prompt(let prompt) = shell.model.view.overlay else {
      Issue.record("no confirm line")
      return
    }
    #expect(prompt.error?.contains("was ignored") == true)
    shell.send(.key(.enter))
    #expect(Self.sent(shell) == 1)
  }

  /// A text may be cut anywhere between two reads.
  @Test func theRestOfATextDoesNotConfirmEither() {
    let text = Self.keys("bash train.sh --resume\r")
    for cut in 2..<(text.count - 1) {
      var shell = Self.shell()
      shell.send(.keys(Array(text[..<cut])))
      shell.send(.keys(Array(text[cut...])))
      #expect(Self.sent(shell) == 0, "\(cut)")
    }
  }

  /// A person who types fast on a slow line: the line was opened by a key alone.
  @Test func aReasonAndEnterInOneReadCount() {
    var shell = Self.shell()
    shell.send(.key(.character("b")))
    shell.send(.keys([.tab, .tab] + Self.keys("hacking\r")))
    #expect(Self.sent(shell) == 1)
  }

  @Test func aQuestionNeedsAReadOfItsOwn() {
    var shell = Self.shell()
    shell.press(.left, "b")
    shell.send(.keys([.enter, .enter]))
    #expect(shell.draft?.isQuestion == true)
    #expect(Self.sent(shell) == 0)
    shell.send(.key(.enter))
    #expect(Self.sent(shell) == 1)
  }

  @Test func aPasteAnswersNoQuestion() {
    var shell = Self.shell()
    shell.model.session.readsStandardInput = true
    shell.send(.key(.control("z")))
    #expect(shell.model.view.overlay == .prompt(Prompt(purpose: .suspend)))
    shell.send(.pasted("y\r"))
    #expect(shell.model.view.overlay == nil)
    #expect(!shell.effects.contains(.suspend))
    shell.send(.keys([.control("z"), .enter]))
    #expect(!shell.effects.contains(.suspend))
    shell.send(.key(.enter))
    #expect(shell.effects.contains(.suspend))
  }

  @Test func aLateBackgroundChangesTheDefaultThemeOnly() {
    var shell = Self.shell()
    shell.send(.background(.light))
    #expect(shell.model.view.themeName == "light")
    shell.send(.background(.dark))
    #expect(shell.model.view.themeName == "dark")
    shell.model.view.themeName = "okabe-ito"
    shell.send(.background(.light))
    #expect(shell.model.view.themeName == "okabe-ito")
    shell.model.view.themeName = "dark"
    shell.model.view.overlay = .themePicker(index: 0, before: "dark")
    shell.send(.background(.light))
    #expect(shell.model.view.themeName == "dark")
  }
}
