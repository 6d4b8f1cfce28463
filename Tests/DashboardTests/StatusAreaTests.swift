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

  /// What a narrow screen cuts, it breaks: two lines of it on a low one, three on others.
  @Test(arguments: [(60, 10, 2), (60, 24, 3), (80, 24, 3)])
  func longSentencesAreBroken(width: Int, height: Int, most: Int) throws {
    var model = sampleDashboard(size: CellSize(width: width, height: height))
    func sentences() -> [String] {
      StatusArea(model).lines.compactMap { if case .sentence(let text, _) = $0 { text } else { nil } }
    }
    let words = (0..<50).map { "word\($0)" }
    model.status = StatusLine(words.prefix(15).joined(separator: " "), isError: true)
    #expect(sentences().count == 2)
    #expect(sentences().allSatisfy { textWidth($0) <= width - 2 })
    #expect(sentences().joined(separator: " ") == words.prefix(15).joined(separator: " "))
    model.status = StatusLine(words.joined(separator: " "))
    #expect(sentences().count == most)
    #expect(sentences().joined(separator: " ") == words.joined(separator: " "))
    let text = try #require(
      Theme.builtIn(named: "dark").map { model.frame(theme: $0, glyphs: .braille).plainText })
    #expect(text.contains(" word0 "))
    #expect(text.contains("…"))
    model.status = StatusLine("")
    #expect(sentences() == [""])
  }

  @Test func saysWhatIsAcceptedUntilSomethingIsRefused() {
    let field = StatusArea.Field(name: "", text: "4x", hasCursor: true, isChoice: false)
    #expect(
      lines(.goTo, input: "4x") == [.sentence(GoToInput.accepted, .status), .form("Go to", [field])])
    #expect(
      lines(.goTo, input: "4x", error: "no") == [.sentence("no", .error), .form("Go to", [field])])
  }
}
