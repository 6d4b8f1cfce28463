import Foundation
import TerminalCells
import Testing

@testable import Dashboard

@Suite struct ThemeTests {
  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The binary's copy is what stands in `themes/`.
  @Test func builtInThemesAreTheFiles() throws {
    let folder = Self.package.appendingPathComponent("themes")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".toml")
    }
    let first = ["dark", "light"]
    let names = first + files.map { String($0.dropLast(5)) }.filter { !first.contains($0) }.sorted()
    let texts = try names.map { name in
      try String(contentsOf: folder.appendingPathComponent(name + ".toml"), encoding: .utf8)
    }
    if ProcessInfo.processInfo.environment["RMTOP_UPDATE_GOLDEN"] == "1" {
      let target = Self.package.appendingPathComponent("Sources/Dashboard/BuiltInThemes.swift")
      try source(Array(zip(names, texts))).write(to: target, atomically: true, encoding: .utf8)
      return
    }
    let built = BuiltInThemes.texts.map { $0.name }
    #expect(built == names)
    for (built, text) in zip(BuiltInThemes.texts, texts) {
      #expect(built.toml == text, "\(built.name): run this test with RMTOP_UPDATE_GOLDEN=1")
    }
    let parsed = Theme.builtIn.map { $0.name }
    #expect(parsed == names)
  }

  private func source(_ themes: [(String, String)]) -> String {
    var text = """
      /// The text of `themes/*.toml`, written by `ThemeTests.builtInThemesAreTheFiles` (RMTOP_UPDATE_GOLDEN=1).
      enum BuiltInThemes {
        static let texts: [(name: String, toml: String)] = [

      """
    for (name, toml) in themes {
      text += "    (\n      \"\(name)\",\n      #\"\"\"\n"
      for line in toml.split(separator: "\n", omittingEmptySubsequences: false) {
        text += line.isEmpty ? "\n" : "      \(line)\n"
      }
      text += "      \"\"\"#\n    ),\n"
    }
    return text + "  ]\n}\n"
  }

  @Test func everyBuiltInThemeParses() throws {
    for (name, toml) in BuiltInThemes.texts {
      let theme = try Theme.parse(toml: toml, name: name)
      #expect(theme.hasSeriesColors == (name != "mono"))
    }
  }

  @Test func rolesInheritFromTheirParents() throws {
    let theme = try Theme.parse(
      toml: """
        [roles]
        text = "#102030"
        faint = { background = 17 }
        rule = { color = "red", attributes = ["bold", "underline"] }
        good = ""
        """, name: "t")
    let text = CellColor.rgb(red: 0x10, green: 0x20, blue: 0x30)
    #expect(theme[.text] == CellStyle(foreground: text))
    #expect(theme[.header].foreground == text)
    #expect(theme[.axis] == CellStyle(foreground: text, background: .palette(17)))
    #expect(theme[.zero] == theme[.axis])
    #expect(theme[.rule].foreground == .palette(1))
    #expect(theme[.rule].background == .palette(17))
    #expect(theme[.rule].attributes == [.bold, .underline])
    #expect(theme[.live].foreground == .terminal)
  }

  @Test func everyRoleLeadsToText() {
    for role in ThemeRole.allCases {
      var steps = 0
      var next = role.parent
      while let parent = next, steps < 10 {
        next = parent.parent
        steps += 1
      }
      #expect(next == nil && steps < 10, "\(role)")
    }
  }

  @Test(arguments: [
    ("shade = \"dark\"\n[roles]\ntext = \"#12345\"\n", 3, "\"#12345\" is no colour"),
    ("[roles]\n\n# a comment\ntxet = \"red\"\n", 4, "unknown role \"txet\""),
    ("shade = \"dusk\"\n", 1, "shade is \"dark\" or \"light\""),
    ("series = [\"red\",\n  256]\n", 1, "256 is no colour"),
    ("series = \"red\"\n", 1, "series is a list"),
    ("colour = 1\n", 1, "unknown key \"colour\""),
    ("roles = 3\n", 1, "roles is a table"),
    ("[roles]\ntext = 7\nrule = { colour = 1 }\n", 3, "unknown key \"colour\""),
    ("[roles]\nrule = { attributes = [\"loud\"] }\n", 2, "an attribute is bold"),
    ("[roles]\nrule = { attributes = \"bold\" }\n", 2, "attributes is a list"),
    ("[roles]\ntext = true\n", 2, "this is no colour"),
    ("[roles.rule]\ncolor = \"pink\"\n", 2, "\"pink\" is no colour"),
    ("[roles]\ntext = \n", 2, ""),
    ("[roles\n", 1, ""),
  ])
  func mistakesAreNamedWithTheirLine(toml: String, line: Int, message: String) {
    do {
      _ = try Theme.parse(toml: toml, name: "mine")
      Issue.record("parsed: \(toml)")
    } catch {
      #expect(error.line == line, "\(error)")
      #expect(error.message.hasPrefix(message), "\(error)")
      #expect(error.description.hasPrefix("theme mine, line \(line): "))
    }
  }

  @Test(arguments: [
    ("#6ea8fe", CellColor.rgb(red: 0x6E, green: 0xA8, blue: 0xFE)), ("0", .palette(0)),
    ("255", .palette(255)),
    ("bright-white", .palette(15)), ("", .terminal), ("terminal", .terminal),
  ])
  func colours(text: String, color: CellColor) { #expect(CellColor(themeText: text) == color) }

  @Test(arguments: ["256", "-1", "+5", "#12", "#gggggg", "#+12345", "Red", " red", "#1234567"])
  func noColours(text: String) { #expect(CellColor(themeText: text) == nil) }
}
