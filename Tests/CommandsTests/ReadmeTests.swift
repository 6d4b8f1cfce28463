import Dashboard
import Foundation
import RunEvents
import Testing

@testable import Commands

/// The README says what the program does: its generated parts are compared with the program's own tables.
struct ReadmeTests {
  private let text: String

  init() throws {
    let top = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    text = try String(contentsOf: top.appendingPathComponent("README.md"), encoding: .utf8)
  }

  private func part(_ name: String) throws -> String {
    let begin = try #require(text.range(of: "<!-- \(name) -->\n"))
    let end = try #require(text.range(of: "<!-- /\(name) -->"))
    return String(text[begin.upperBound..<end.lowerBound])
  }

  @Test func keysAreTheKeymaps() throws {
    #expect(try part("keys") == Keymap.markdownTable)
  }

  @Test func everyCommandIsNamed() {
    for name in Rmtop.commandNames { #expect(text.contains("rmtop \(name)"), "\(name)") }
  }

  @Test func theTestCommandIsOneLine() throws {
    let lines = try part("test-command").split(separator: "\n").filter { !$0.hasPrefix("```") }
    #expect(lines.count == 1)
    #expect(lines.first?.hasSuffix("swift test") == true)
  }

  @Test func itIsShort() {
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 251)
  }
}
