import TerminalCells
import Testing

@testable import Dashboard

@Suite struct StatusAreaTests {
  private func lines(_ purpose: Prompt.Purpose, input: String = "", error: String? = nil) -> [StatusArea.Line]
  {
    var model = sampleDashboard()
    model.view.overlay = .prompt(Prompt(purpose: purpose, input: input, error: error))
    return StatusArea(model).lines
  }

  /// What a prompt accepts is no use where it is cut: it fits beside the margins of 80 cells.
  @Test(arguments: [Prompt.Purpose.goTo, .whatIf, .suspend]) func whatIsAcceptedFits(purpose: Prompt.Purpose)
  {
    for case .sentence(let text, _) in lines(purpose) { #expect(textWidth(text) <= 78, "\(text)") }
    for case .form(let title, _) in lines(purpose) { #expect(textWidth(title) <= 8, "\(title)") }
  }

  @Test func saysWhatIsAcceptedUntilSomethingIsRefused() {
    let field = StatusArea.Field(name: "", text: "4x", hasCursor: true, isChoice: false)
    #expect(
      lines(.goTo, input: "4x") == [.sentence(GoToInput.accepted, .status), .form("Go to", [field])])
    #expect(
      lines(.goTo, input: "4x", error: "no") == [.sentence("no", .error), .form("Go to", [field])])
  }
}
