import Foundation
import Testing

/// The corpus of `make fuzz`, each file once, without libFuzzer.
@Suite struct FuzzTargetTests {
  private static let corpus = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Corpus")

  @Test(arguments: FuzzTarget.allCases) func everyInputHolds(target: FuzzTarget) throws {
    let folder = Self.corpus.appendingPathComponent(target.rawValue)
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(files.count >= 3, "few seeds in \(folder.path)")
    for file in files {
      let bytes = try Data(contentsOf: file)
      #expect(throws: Never.self, "\(target.rawValue)/\(file.lastPathComponent)") {
        try bytes.withUnsafeBytes { try target.run($0) }
      }
    }
  }

  @Test func everyFolderHasItsTarget() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path)
    #expect(Set(folders) == Set(FuzzTarget.allCases.map(\.rawValue)))
  }
}
