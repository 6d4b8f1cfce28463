import Foundation
import TOML
import TerminalCells
import TestSupport
import Testing
import Wording

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
    #expect(Theme.builtInTexts.map { $0.name } == names)
    #expect(Theme.builtInTexts.map { String(decoding: $0.toml, as: UTF8.self) } == texts)
    let parsed = Theme.builtIn.map { $0.name }
    #expect(parsed == names)
  }

  @Test func everyBuiltInThemeParses() throws {
    for (name, toml) in Theme.builtInTexts {
      let theme = try Theme.parse(toml: String(decoding: toml, as: UTF8.self), name: name)
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
    ("shade = \"dark\"\n[roles]\ntext = \"#12345\"\n", 3, 8, "“#12345” is not a colour"),
    ("[roles]\n\n# a comment\ntxet = \"red\"\n", 4, 1, "unknown role “txet” (did you mean “text”?)"),
    ("[roles]\nnothing-like-it = 1\n", 2, 1, "unknown role “nothing-like-it”; roles are text, "),
    ("shade = \"dusk\"\n", 1, 9, "shade: expected \"dark\" or \"light\", got “dusk”"),
    ("series = [\"red\",\n  256]\n", 2, 3, "256 is not a colour"),
    ("series = \"red\"\n", 1, 10, "series: expected a list of colours, got “red”"),
    ("colour = 1\nshade = 1", 1, 1, "unknown key “colour”"),
    ("roles = 3\n", 1, 9, "roles: expected a table, got 3"),
    ("[roles]\ntext = 7\nrule = { colour = 1 }\n", 3, 10, "unknown key “colour”"),
    ("[roles]\nrule = { attributes = [\"loud\"] }\n", 2, 24, "an attribute: expected bold"),
    ("[roles]\nrule = { attributes = \"bold\" }\n", 2, 23, "attributes: expected a list of words"),
    ("[roles]\ntext = true\n", 2, 8, "true or false is not a colour"),
    ("[roles.rule]\ncolor = \"pink\"\n", 2, 9, "“pink” is not a colour"),
    ("[roles]\ntext = \n", 2, 8, "expected a value"),
    ("[roles\n", 1, 7, "expected “]”"),
    (
      "[roles]\nrule = { attributes = [\"bold\",} }\n", 2, 31,
      "expected a value or the “]” of the list, got “}”"
    ),
  ])
  func mistakesAreNamedWithTheirPlace(toml: String, line: Int, column: Int, message: String) {
    do {
      _ = try Theme.parse(toml: toml, name: "mine")
      Issue.record("parsed: \(toml)")
    } catch {
      #expect(error.position == TOMLPosition(line: line, column: column), "\(error)")
      #expect(error.message.hasPrefix(message), "\(error)")
      #expect(error.description.hasPrefix("theme mine, line \(line), column \(column): "))
    }
  }

  /// A mistake in a chosen theme: said with what is in use instead, and nothing else changes.
  @Test func aRefusedThemeLeavesTheOneInUse() {
    var model = DashboardModel(
      session: Session(mode: .replay, sourceName: "run", control: .off("no"), id: "00000000", user: ""))
    model.session.themeNames = ["dark", "mine"]
    _ = model.update(.key(.character("T")))
    _ = model.update(.key(.down))
    #expect(model.view.themeName == "mine")
    _ = model.update(.themeRefused("theme mine, line 1, column 9: no", inUse: "dark"))
    #expect(model.view.themeName == "dark")
    let said = "theme mine, line 1, column 9: no; the theme in use is dark"
    #expect(model.status == StatusLine(said, isError: true))
    _ = model.update(.key(.enter))
    #expect(model.view.themeName == "dark" && model.view.overlay == nil)
  }

  /// Thousands of themes with a few bytes wrong: each is a theme or an error with a place in the text and a
  /// printable sentence.
  @Test func mutatedThemesAreReadOrRefused() throws {
    var random = SeededGenerator(seed: 20)
    let words = [
      "[", "]", "{", "}", ",", ".", "=", "\"", "'", "\"\"\"", "\n", "\r", "#", "\\", "\u{1B}", "\u{202E}",
      "é", "1e", "0x",
    ]
    var parsed = 0
    for round in 0..<4000 {
      var bytes = Array(random.element(Theme.builtInTexts).toml)
      for _ in 0...random.below(4) {
        let place = random.below(bytes.count)
        switch random.below(5) {
        case 0: bytes[place] = UInt8(random.below(256))
        case 1: bytes.insert(contentsOf: random.element(words).utf8, at: place)
        case 2: bytes.removeSubrange(place..<min(bytes.count - 1, place + 1 + random.below(30)))
        case 3: bytes += bytes[place..<min(bytes.count, place + 40)]
        default: bytes.swapAt(place, random.below(bytes.count))
        }
      }
      do {
        _ = try Theme.parse(bytes: bytes, name: "mine")
        parsed += 1
      } catch {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let place = error.position
        let isInside =
          (1...lines.count).contains(place.line)
          && (1...lines[place.line - 1].count + 1).contains(place.column)
        #expect(isInside, "round \(round): \(error)")
        #expect(printableText(error.description) == error.description, "round \(round): \(error)")
      }
    }
    #expect((20...3980).contains(parsed), "\(parsed) of 4000 are themes still")
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
