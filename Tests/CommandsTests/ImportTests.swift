import Foundation
import Testing

/// The table of targets in ARCHITECTURE.md is what the sources import.
@Suite struct ImportTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private struct Row {
    var targets: [String]
    var io: String
  }

  private static func rows() throws -> [Row] {
    let text = try String(contentsOf: root.appendingPathComponent("ARCHITECTURE.md"), encoding: .utf8)
    let section = try #require(text.split(separator: "\n## ").first { $0.hasPrefix("Targets\n") })
    return section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      return Row(targets: cells[0].matches(of: #/`([^`]+)`/#).map { String($0.1) }, io: cells.last ?? "")
    }
  }

  /// What each file of a target imports.
  private static func imports(of target: String) throws -> [(file: String, modules: [String])] {
    let folder = root.appendingPathComponent("Sources/" + target)
    let files = (FileManager.default.enumerator(atPath: folder.path) ?? .init()).compactMap { $0 as? String }
    return try files.filter { $0.hasSuffix(".swift") }.map { file in
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      let modules = text.matches(of: #/(?m)^ *(?:@\w+ )?import (?:\w+ \w+\.\w+|(\w+))$/#).compactMap { $0.1 }
      return (target + "/" + file, modules.map(String.init))
    }
  }

  @Test func everyTargetIsInTheTable() throws {
    let folder = Self.root.appendingPathComponent("Sources").path
    let targets = try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
    let named = try Self.rows().flatMap(\.targets).filter { !$0.hasPrefix("Tests/") }
    #expect(Set(targets) == Set(named))
  }

  @Test func importsGoUpTheTable() throws {
    let rows = try Self.rows()
    var count = 0
    for (place, row) in rows.enumerated() {
      let below = Set(rows[(place + 1)...].flatMap(\.targets))
      for (file, modules) in try row.targets.flatMap(Self.imports) {
        #expect(below.isDisjoint(with: modules), "\(file) imports a target that is further down the table")
        count += modules.count
      }
    }
    #expect(count > 500, "the scan finds few imports")
  }

  /// Only the shell knows Foundation; who does no I/O has nothing to do it with.
  @Test func whoDoesNoInputOrOutputImportsNothingForIt() throws {
    for row in try Self.rows() where !["prints", "wires the rest"].contains(row.io) {
      let refused: Set = row.io == "no" ? ["Foundation", "Glibc", "Darwin", "Files"] : ["Foundation"]
      for (file, modules) in try row.targets.flatMap(Self.imports) {
        #expect(refused.isDisjoint(with: modules), "\(file) imports what its target has no use for")
      }
    }
  }
}
