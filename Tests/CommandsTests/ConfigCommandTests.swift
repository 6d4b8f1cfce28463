import Foundation
import TestSupport
import Testing

@testable import Commands
@testable import Dashboard

@Suite struct ConfigCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["config/rmtop", "state/rmtop"] {
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
    }
  }

  private var environment: [String: String] {
    [
      "XDG_CONFIG_HOME": folder.file("config"), "XDG_STATE_HOME": folder.file("state"), "RMTOP_GLYPHS": "",
    ]
  }

  private func run(_ options: String..., extra: [String: String] = [:]) throws -> ProgramRun {
    try ProgramRun(["config"] + options, in: folder, environment: environment.merging(extra) { $1 })
  }

  @Test func itSaysWhereTheFileIs() throws {
    #expect(try run("--path").output == folder.file("config/rmtop/config.toml") + "\n")
    #expect(try run("--default").output == ConfigText.standard)
    #expect(try run("--path", "--check").status == ExitStatus.usage.rawValue)
    let nowhere = try run(extra: ["XDG_CONFIG_HOME": "relative", "HOME": ""])
    #expect(nowhere.status == ExitStatus.noInput.rawValue)
    #expect(
      nowhere.errors
        == "rmtop: there is no place for a configuration: neither XDG_CONFIG_HOME nor HOME names a folder\n")
    #expect(
      ConfigFile(environment: ["XDG_CONFIG_HOME": "relative", "HOME": "/home/ann"])?.path
        == "/home/ann/.config/rmtop/config.toml")
  }

  /// Environment, then the file, then what is remembered, then the default.
  @Test func itSaysWhatHoldsAndWhereFrom() throws {
    func lines(extra: [String: String] = [:]) throws -> [String] {
      let run = try run(extra: extra)
      #expect(run.status == 0 && run.errors.isEmpty)
      return run.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    }
    #expect(
      try lines().first?.hasSuffix("config.toml (not there; rmtop config --default prints one to edit)")
        == true)
    #expect(try lines().dropFirst().allSatisfy { $0.hasSuffix(" default") })
    try folder.write("rmtop view 1\ntheme light\nsort share\nsmoothing .99\n", to: "state/rmtop/view")
    try folder.write("glyphs = \"block\"\nsmoothing = 0.6\n", to: "config/rmtop/config.toml")
    let mixed = try lines()
    #expect(mixed.contains("theme \"light\" remembered") && mixed.contains("sort \"share\" remembered"))
    #expect(mixed.contains("glyphs \"block\" line 1") && mixed.contains("smoothing 0.6 line 2"))
    #expect(mixed.contains("posterior \"bands\" default"))
    #expect(try lines(extra: ["RMTOP_GLYPHS": "ascii"]).contains("glyphs ascii RMTOP_GLYPHS"))
  }

  @Test func faultsHaveAnExitCode() throws {
    let path = folder.file("config/rmtop/config.toml")
    #expect(try run("--check").status == 0)
    try folder.write("theme = \"lihgt\"\nsort = \"mean\"\n", to: "config/rmtop/config.toml")
    let found = try run("--check")
    #expect(found.status == ExitStatus.faultsFound.rawValue && found.output.isEmpty)
    #expect(
      found.errors
        == "rmtop: \(path), line 1: theme: there is no theme “lihgt” (did you mean “light”?)\n")
    // Shown is all the same what holds: not a theme that is not there.
    let shown = try run()
    #expect(
      shown.output.split(separator: "\n").contains {
        $0.hasPrefix("theme ") && $0.hasSuffix("\"auto\"      default")
      })
    #expect(shown.status == 0 && shown.errors == found.errors && shown.output.contains("line 2"))
    try folder.write("sort = \n", to: "config/rmtop/config.toml")
    #expect(try run("--check").errors.hasSuffix("nothing of the file is used\n"))
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let unreadable = try run("--check")
    #expect(unreadable.status == ExitStatus.faultsFound.rawValue)
    #expect(unreadable.errors.hasPrefix("rmtop: the configuration "))
  }

  @Test func theStatusLineHasTheFirstFault() throws {
    try folder.write("sort = 1\nsmoothing = 2\nglyphs = 3\n", to: "config/rmtop/config.toml")
    let file = try #require(ConfigFile(environment: environment))
    let themes = ThemeLibrary(environment: environment, executable: "")
    let remark = try #require(file.remark(themes: themes))
    #expect(remark.contains("config.toml, line 1, column 8: sort: expected"))
    #expect(remark.hasSuffix("; 2 other faults: rmtop config --check"))
    try folder.write("sort = 1\n", to: "config/rmtop/config.toml")
    #expect(ConfigFile(environment: environment)?.remark(themes: themes)?.hasSuffix("got 1") == true)
    try folder.write("", to: "config/rmtop/config.toml")
    #expect(ConfigFile(environment: environment)?.remark(themes: themes) == nil)
  }
}
