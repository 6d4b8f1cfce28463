import TerminalCells
import Testing

@testable import Dashboard

@Suite struct DashboardModelGreetingTests {
  @Test func itIsSaidOnceAndFitsOneLine() {
    var shell = Shell.settled(TestLog.usual())
    shell.model.greet()
    #expect(
      shell.status == "new here? ↓ and Enter show one RM, ← goes back, ? explains all words and keys")
    #expect(textWidth(shell.status) <= 78 && shell.model.view.choices.isGreeted)
    shell.press("j")
    #expect(shell.status == "")
    shell.model.greet()
    #expect(shell.status == "")
  }

  /// What is wrong goes first, and the greeting is kept for another time.
  @Test func whatThereIsToSayGoesFirst() {
    var shell = Shell.settled(TestLog.usual())
    shell.model.status = StatusLine("the configuration has a fault", isError: true)
    shell.model.greet()
    #expect(shell.status == "the configuration has a fault" && !shell.model.view.choices.isGreeted)
  }

  @Test func itNamesTheKeysThatHold() {
    var shell = Shell.settled(TestLog.usual())
    shell.model.session.keys = ScreenConfig(bytes: Array("[keys]\nhelp = \"F11\"\n".utf8)).keys
    shell.model.session.glyphs = .ascii
    shell.model.greet()
    #expect(
      shell.status
        == "new here? Down and Enter show one RM, Left goes back, F11 explains all words and keys")
  }
}
