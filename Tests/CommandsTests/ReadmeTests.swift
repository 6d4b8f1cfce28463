import Dashboard
import Foundation
import RunEvents
import TestSupport
import Testing

@testable import Commands

/// The README says what the program does: its generated parts are compared with the program's own tables.
///
/// `RMTOP_UPDATE_GOLDEN=1 swift test --filter ReadmeTests` writes them anew, one after the other.
@Suite(.serialized) struct ReadmeTests {
  private static let file = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("README.md")
  private let text: String

  init() throws {
    text = try String(contentsOf: Self.file, encoding: .utf8)
  }

  private func range(_ name: String) throws -> Range<String.Index> {
    let begin = try #require(text.range(of: "<!-- \(name) -->\n"))
    let end = try #require(text.range(of: "<!-- /\(name) -->"))
    return begin.upperBound..<end.lowerBound
  }

  private func part(_ name: String) throws -> String { String(text[try range(name)]) }

  @Test func keysAreTheKeymaps() throws {
    if ProcessInfo.processInfo.environment["RMTOP_UPDATE_GOLDEN"] == "1" {
      var updated = text
      updated.replaceSubrange(try range("keys"), with: Keymap.markdownTable)
      try updated.write(to: Self.file, atomically: true, encoding: .utf8)
      Issue.record("the README has been recorded: a run that records proves nothing")
      return
    }
    #expect(try part("keys") == Keymap.markdownTable, "run with RMTOP_UPDATE_GOLDEN=1 to write them anew")
  }

  /// The picture is what its own caption's command prints.
  @Test func theScreenIsTheRealOne() throws {
    let folder = Self.file.deletingLastPathComponent()
    let caption = try #require(part("screen").firstMatch(of: /`rmtop (snapshot [^`]*)`/)?.1)
    let picture = try #require(part("screen").firstMatch(of: /\((docs[^)]*)\)/)?.1)
    let words = caption.split(separator: " ").map { word in
      word.hasPrefix("sample-logs/") ? folder.appendingPathComponent(String(word)).path : String(word)
    }
    let screen = try ProgramRun(words, in: TemporaryFolder()).output
    let file = folder.appendingPathComponent(String(picture))
    if ProcessInfo.processInfo.environment["RMTOP_UPDATE_GOLDEN"] == "1" {
      try screen.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("the picture has been recorded: a run that records proves nothing")
      return
    }
    #expect(screen.hasPrefix("<svg "))
    #expect(try String(contentsOf: file, encoding: .utf8) == screen, "run `make pictures` to record it anew")
  }

  /// The same of the options of the screen, in docs/config.md.
  @Test func optionsAreTheProgramsOwn() throws {
    let file = Self.file.deletingLastPathComponent().appendingPathComponent("docs/config.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let begin = try #require(text.range(of: "<!-- options -->\n")).upperBound
    let end = try #require(text.range(of: "<!-- /options -->", range: begin..<text.endIndex)).lowerBound
    if ProcessInfo.processInfo.environment["RMTOP_UPDATE_GOLDEN"] == "1" {
      try text.replacingCharacters(in: begin..<end, with: ConfigText.markdownTable)
        .write(to: file, atomically: true, encoding: .utf8)
      Issue.record("docs/config.md has been recorded: a run that records proves nothing")
      return
    }
    #expect(text[begin..<end] == ConfigText.markdownTable, "run with RMTOP_UPDATE_GOLDEN=1 to write it anew")
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
