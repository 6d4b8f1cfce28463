import Foundation
import Testing

/// What sources, tests and documents cite is there: the file, the section of it, the numbered rule of the run log.
///
/// A citation is `docs/engine.md, *Rewards* and *Policies*` or `rule 3`, in comments and sentences alike. A section is a
/// heading, or the words in bold or italics that begin a paragraph, an item of a list or a rule.
@Suite struct DocumentTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func everyCitationResolves() throws {
    let rules = try Self.numberedRules()
    var sectionCount = 0
    var ruleCount = 0
    for file in try Self.citingFiles() {
      let text = try Self.text(of: file)
      let paragraphs = Self.paragraphs(of: text)
      for citation in paragraphs.flatMap(Self.documentCitations) {
        guard let cited = try? Self.text(of: citation.document) else {
          Issue.record("\(file) cites \(citation.document), which is not in the repository")
          continue
        }
        let sections = Self.sections(of: cited)
        for section in citation.sections where !sections.contains(section) {
          Issue.record("\(file) cites *\(section)*, which is no section of \(citation.document)")
        }
        sectionCount += citation.sections.count
      }
      for rule in paragraphs.flatMap(Self.ruleCitations) {
        #expect(rules.contains(rule), "\(file) cites rule \(rule), which docs/run-log.md does not have")
        ruleCount += 1
      }
    }
    #expect(sectionCount >= 30, "the scan finds few of the sections that sources cite")
    #expect(ruleCount >= 15, "the scan finds few of the rules that sources cite")
  }

  /// The table "where a change goes" names targets and source files that are there, and verbs that `make` knows.
  @Test func whatTheDocumentsNameIsThere() throws {
    let sources = try Self.citingFiles().filter { $0.hasSuffix(".swift") && $0.contains("/") }
    let names = Set(sources.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent })
    let targets = Set(sources.map { String($0.split(separator: "/")[1]) })
    let architecture = try Self.text(of: "ARCHITECTURE.md")
    let table = try #require(
      architecture.split(separator: "\n## ").first { $0.hasPrefix("Where a change goes\n") })
    let files = table.split(separator: "\n").filter { $0.hasPrefix("| a ") }
      .flatMap { $0.matches(of: #/`([A-Z][\w+]+)`/#).map { String($0.1) } }
    #expect(files.count > 20)
    #expect(files.filter { $0 != "Pane" && !names.contains($0) && !targets.contains($0) } == [])

    let makefile = try Self.text(of: "Makefile")
    for document in ["README.md", "CONTRIBUTING.md"] {
      let verbs = try Self.text(of: document).matches(of: #/`make ([a-z]+)/#).map { $0.1 }
      #expect(verbs.contains("install"))
      for verb in verbs { #expect(makefile.contains("\n\(verb):"), "\(document) names make \(verb)") }
    }
  }

  @Test func citationsAreReadAcrossLines() {
    let text = """
      /// By rules 2, 3 and 11 of the run log. Source: docs/engine.md, *Offline, the
        /// published way* and *The file*; a paper, *Not a Section*
      // `docs/run-log.md`, rule 9.
      """
    let paragraphs = Self.paragraphs(of: text)
    #expect(
      paragraphs.flatMap(Self.documentCitations) == [
        Citation(document: "docs/engine.md", sections: ["Offline, the published way", "The file"]),
        Citation(document: "docs/run-log.md", sections: []),
      ])
    #expect(paragraphs.flatMap(Self.ruleCitations) == [2, 3, 11, 9])
  }

  private static func text(of file: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
  }

  private struct Citation: Equatable {
    let document: String
    let sections: [String]
  }

  /// Every text file that people write, except this one, whose examples are no citations.
  private static func citingFiles() throws -> [String] {
    let kinds: Set = ["swift", "c", "h", "cpp", "hpp", "md", "py", "modulemap"]
    let folders = ["Sources", "Tests", "docs"].flatMap { folder in
      (FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path) ?? .init())
        .compactMap { ($0 as? String).map { folder + "/" + $0 } }
    }
    let top = try FileManager.default.contentsOfDirectory(atPath: root.path)
    return (folders + top).sorted().filter {
      kinds.contains(URL(fileURLWithPath: $0).pathExtension) && !$0.hasSuffix("/DocumentTests.swift")
    }
  }

  /// The paragraphs that may cite something, each on one line and without comment marks, so that a citation may go over
  /// the end of a line.
  private static func paragraphs(of text: String) -> [String] {
    guard mayCite(text) else { return [] }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.drop { $0 == " " }.drop { $0 == "/" }.drop { $0 == " " })
    }
    return lines.split(separator: "").map { $0.joined(separator: " ") }.filter(mayCite)
  }

  private static func mayCite(_ text: String) -> Bool {
    text.contains(".md") || text.contains("ule ") || text.contains("ules ")
  }

  private static func documentCitations(in text: String) -> [Citation] {
    let pattern = #/([\w/\-]+\.md)\b`?((?:(?:,| and|, and) \*[^*]{1,80}\*)*)/#
    return text.matches(of: pattern).map { match in
      Citation(
        document: String(match.1),
        sections: match.2.matches(of: /\*([^*]+)\*/).map { String($0.1) })
    }
  }

  private static func ruleCitations(in text: String) -> [Int] {
    text.matches(of: /\b[Rr]ules? (\d+(?:(?:, | and |, and | to )\d+)*)\b/)
      .flatMap { $0.1.matches(of: /\d+/).compactMap { Int($0.0) } }
  }

  /// Headings, and what is bold or italic at the beginning of a line, without its stop.
  private static func sections(of document: String) -> Set<String> {
    let lead = /^(?:- |\d+\. )?\*{1,2}([^*]+)\*{1,2}/
    let names = document.split(separator: "\n").compactMap { line -> Substring? in
      (line.firstMatch(of: /^#+ (.+)$/)?.1) ?? line.firstMatch(of: lead)?.1
    }
    return Set(names.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: ".: ")) })
  }

  private static func numberedRules() throws -> Set<Int> {
    let log = try text(of: "docs/run-log.md")
    let parts = log.split(separator: "\n## ")
    let section = try #require(parts.first { $0.hasPrefix("Rules of the fold\n") })
    return Set(section.matches(of: #/(?m)^(\d+)\. /#).compactMap { Int($0.1) })
  }
}
