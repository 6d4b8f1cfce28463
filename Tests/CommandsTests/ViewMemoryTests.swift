import Dashboard
import Foundation
import TestSupport
import Testing

@testable import Commands

@Suite struct ViewMemoryTests {
  private func memory(_ folder: TemporaryFolder) throws -> ViewMemory {
    try #require(ViewMemory(environment: ["XDG_STATE_HOME": folder.path, "HOME": "/nowhere"]))
  }

  @Test func choicesSurvive() throws {
    let folder = try TemporaryFolder()
    let first = try memory(folder)
    #expect(first.choices == ViewChoices() && first.refusal == nil)
    #expect(first.keep(first.choices) == nil)
    #expect(!FileManager.default.fileExists(atPath: first.path))
    var choices = ViewChoices()
    choices.theme = "light"
    choices.sort.column = .share
    choices.hidden = [.metrics]
    #expect(first.keep(choices) == nil)
    let second = try memory(folder)
    #expect(second.choices == choices && second.refusal == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/rmtop") == ["view"])
  }

  @Test func aDamagedFileIsLeftAsideWithASentence() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: folder.file("rmtop"), withIntermediateDirectories: true)
    try folder.write("rmtop view 1\nsort upwards\n", to: "rmtop/view")
    let found = try memory(folder)
    #expect(found.choices == ViewChoices())
    #expect(found.refusal?.contains("is ignored (its line 2 is not rmtop's)") == true)
  }

  @Test func withoutAFolderNothingIsKept() throws {
    #expect(ViewMemory(environment: [:]) == nil)
    #expect(ViewMemory(environment: ["XDG_STATE_HOME": "relative", "HOME": ""]) == nil)
    #expect(ViewMemory(environment: ["HOME": "/home/ann"])?.path == "/home/ann/.local/state/rmtop/view")
    let folder = try TemporaryFolder()
    try folder.write("", to: "file")
    let blocked = try #require(ViewMemory(environment: ["XDG_STATE_HOME": folder.file("file")]))
    var choices = ViewChoices()
    choices.theme = "light"
    #expect(blocked.keep(choices)?.hasPrefix("theme and view are not kept: the folder") == true)
  }
}
