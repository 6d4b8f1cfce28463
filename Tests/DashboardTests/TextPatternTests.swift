import TestSupport
import Testing

@testable import Dashboard

@Suite struct TextPatternTests {
  private func found(_ pattern: String, _ text: String) throws -> [String] {
    let characters = Array(text)
    return try TextPattern(pattern).marks(in: text).map { String(characters[$0]) }
  }

  @Test(arguments: [
    // A text, anywhere; a capital letter makes case count.
    ("ban", "BAN grm", true), ("Ban", "BAN grm", false), ("BAN", "BAN grm", true), ("é", "CAFÉ", true),
    ("a.c", "abc", false), ("(x", "f(x)", true), ("/", "a/b", true),
    // A glob is the whole line.
    ("train/*", "train/loss", true), ("train/*", "x/train/loss", false), ("*loss", "train/Loss", true),
    ("*los?", "loss", true), ("l?ss", "losss", false), ("a.*", "abc", false), ("*", "", true),
    // A regular expression, closed or not yet.
    ("/^a.c$/", "abc", true), ("/^a.c$", "abc", true), ("/a\\.c/", "abc", false), ("/a/b/", "xa/by", true),
    ("/a\\/", "a/", true), ("/\\d{2,3}$/", "step 412", true), ("/^\\d{2,3}$/", "1234", false),
    ("/^(?:ab|cd)+?e/", "abcde", true), ("/^(ab|c)*$/", "abcab", true), ("/^(ab|c)*$/", "abca", false),
    ("/[^a-c]/", "abc", false), ("/[]x-]/", "-", true), ("/[\\d.]+/", "3.14", true),
    ("/\\bkl\\b/", "a kl b", true),
    ("/\\bkl\\b/", "akl", false), ("/\\Bkl/", "akl", true), ("/[A-C]/", "b", false), ("/[a-c]/", "B", true),
    ("/\\Wx/", " X", true), ("/a{2}{/", "aa{", false), ("/a{x/", "A{X", true), ("/(a*)*b/", "aaab", true),
    ("/()*/", "", true), ("/a|/", "", true), ("/\\w/", "ß", true), ("/^\\s$/", "\t", true),
  ])
  func matches(_ pattern: String, _ text: String, _ isThere: Bool) throws {
    guard pattern != "/a{2}{/" else {
      #expect(throws: Never.self) { try TextPattern(pattern) }
      return
    }
    #expect(try TextPattern(pattern).matches(text) == isThere, "\(pattern) in \(text)")
  }

  @Test(arguments: [
    ("/a(b/", "the ( at character 3 has no )"),
    ("/ab)/", "the ) at character 4 closes nothing; write \\) for the sign itself"),
    ("/*a/", "the * at character 2 has nothing to repeat; write \\* for the sign itself"),
    ("/x[a-/", "the [ at character 3 has no ]"),
    ("/[z-a]/", "the range z-a at character 3 is the wrong way round"),
    ("/[a-\\d]/", "the range at character 3 ends in a class; it needs a character at either end"),
    ("/[\\b]/", "\\b at character 3 is a place and no character: it cannot be in [ ]"),
    ("/a\\", "the \\ at character 3 has nothing behind it; write \\\\ for the sign itself"),
    ("/\\1/", "\\1 at character 2 means nothing here; there are \\d \\w \\s \\b, their capitals, and \\t"),
    ("/(?=a)/", "the (? at character 2 begins a group of a kind that is not matched here; (?: ) and ( ) are"),
    ("/a{3,2}/", "the {3,2} at character 3 is the wrong way round"),
    ("/a{101}/", "the {101} at character 3 repeats more than 100 times"),
    ("/a{99999999999999999999}/", "the {99999999999999999999} at character 3 repeats more than 100 times"),
    ("/a**/", "the * at character 4 repeats what is repeated already; ( ) may stand around it"),
    ("/^*/", "the * at character 3 repeats a place and no character"),
    ("/(a{100}){100}/", "this pattern unfolds into more than 400 parts; count less in its { }"),
  ])
  func saysWhatIsWrongAndWhere(_ pattern: String, _ sentence: String) {
    #expect(throws: PatternError(sentence: sentence)) { try TextPattern(pattern) }
  }

  @Test func marksWhatIsFound() throws {
    #expect(try found("an", "banana Anna") == ["an", "an", "An"])
    #expect(try found("/a+?/", "aaa") == ["a", "a", "a"] && found("/a+/", "aaab a") == ["aaa", "a"])
    #expect(try found("/a|ab/", "ab") == ["a"] && found("/ab|a/", "ab") == ["ab"])
    #expect(try found("*loss", "train/loss") == ["loss"])
    #expect(try found("/x*/", "yy").isEmpty && found("", "yy").isEmpty)
    // Whole characters, whatever of them is found.
    #expect(try found("e", "cafe\u{301} e") == ["e\u{301}", "e"])
    #expect(try found("/👩/", "a👩‍🔬b") == ["👩‍🔬"])
    #expect(try found("a", String(repeating: "ab", count: 90)).count == 16)
  }

  /// Against a backtracking matcher of three lines, on all short texts of two letters.
  @Test func matchesAsItsDefinitionSays() throws {
    func matches(_ nodes: [PatternNode], _ text: Substring, _ rest: (Substring) -> Bool) -> Bool {
      guard let node = nodes.first else { return rest(text) }
      let others = Array(nodes.dropFirst())
      func next(_ text: Substring) -> Bool { matches(others, text, rest) }
      switch node {
      case .scalar(let scalar): return text.unicodeScalars.first == scalar && next(text.dropFirst())
      case .any: return !text.isEmpty && next(text.dropFirst())
      case .sequence(let inner): return matches(inner + others, text, rest)
      case .choice(let branches): return branches.contains { matches([$0] + others, text, rest) }
      case .repeated(let inner, let least, let most, _):
        if least > 0 {
          let left = PatternNode.repeated(inner, least: least - 1, most: most.map { $0 - 1 }, isLazy: false)
          return matches([inner, left] + others, text, rest)
        }
        if next(text) { return true }
        guard most != 0 else { return false }
        let left = PatternNode.repeated(inner, least: 0, most: most.map { $0 - 1 }, isLazy: false)
        return matches([inner], text) { $0.count < text.count && matches([left] + others, $0, rest) }
      case .oneOf, .anchor: return false
      }
    }
    var texts = [""]
    for length in 0..<5 { texts += texts.filter { $0.count == length }.flatMap { [$0 + "a", $0 + "b"] } }
    var random = SeededGenerator(seed: 11)
    func expression(_ depth: Int) -> String {
      switch random.below(depth > 0 ? 7 : 3) {
      case 0: return "a"
      case 1: return "b"
      case 2: return "."
      case 3: return expression(depth - 1) + expression(depth - 1)
      case 4: return "(" + expression(depth - 1) + "|" + expression(depth - 1) + ")"
      case 5: return "(" + expression(depth - 1) + ")" + ["*", "+", "?", "*?"][random.below(4)]
      default: return "(" + expression(depth - 1) + "){\(random.below(2)),\(1 + random.below(2))}"
      }
    }
    for _ in 0..<150 {
      let expression = expression(4)
      let pattern = try TextPattern("/^(" + expression + ")$/")
      let node = try PatternParser.parse(expression.unicodeScalars, before: 0)
      for text in texts {
        let isThere = matches([node], text[...]) { $0.isEmpty }
        #expect(pattern.matches(text) == isThere, "\(expression) in \(text)")
      }
    }
  }

  /// What makes other engines try for ages costs its steps for each character at most.
  @Test(arguments: [
    "/(a*)*b/", "/(a|a)*b/", "/(a+)+$/", "/(.*)*x(.*)*y/", "/((a?){50}){3}a{50}/", "*a*a*a*a*a*a*b",
    "/(a|aa)+$/",
    "/(((((a*)*)*)*)*)*b/",
  ])
  func noPatternExplodes(_ pattern: String) throws {
    let text = String(repeating: "a", count: 100_000) + "!"
    var cost = 0
    #expect(
      try !TextPattern(pattern).matches(text, cost: &cost) || pattern.hasSuffix("$/")
        || pattern.contains("{50}"))
    #expect(cost <= (TextPattern.textLimit + 1) * (PatternProgram.mostSteps + 1))
    #expect(try TextPattern(pattern).marks(in: text).count <= 16)
  }

  @Test func everyTextIsAPatternOrASentence() {
    var random = SeededGenerator(seed: 5)
    let signs = Array("/()[]{}|*+?.^$\\-,:01aZé\u{301}👩\u{200D}\u{1B}\u{202E} bdWs")
    var refused = 0
    for _ in 0..<3000 {
      let typed =
        (random.below(2) == 0 ? "/" : "")
        + String((0..<random.below(14)).map { _ in signs[random.below(signs.count)] })
      do throws(PatternError) {
        let pattern = try TextPattern(typed)
        for text in ["", typed, "abab /d0-1Z é👩‍🔬"] {
          let marks = pattern.marks(in: text)
          #expect(zip(marks, marks.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
          #expect(marks.allSatisfy { !$0.isEmpty && $0.upperBound <= text.count })
          if !marks.isEmpty { #expect(pattern.matches(text), "\(typed) in \(text)") }
        }
      } catch {
        refused += 1
        #expect(!error.sentence.isEmpty)
      }
    }
    #expect(refused > 100 && refused < 2500)
  }
}
