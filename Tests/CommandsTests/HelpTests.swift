import ArgumentParser
import Simulator
import Testing

@testable import Commands

@Suite struct HelpTests {
  /// `rmtop --help` and that of every subcommand.
  private static var texts: [String: String] {
    var texts = ["": Rmtop.helpMessage(columns: 80)]
    for command in Rmtop.configuration.subcommands {
      texts[command.configuration.commandName ?? "?"] = Rmtop.helpMessage(for: command, columns: 80)
    }
    return texts
  }

  @Test(arguments: texts.keys.sorted()) func helpFitsEightyColumns(command: String) throws {
    let text = try #require(Self.texts[command])
    #expect(text.split(separator: "\n").filter { $0.count > 80 } == [])
  }

  /// What the exit codes are stands in one place, and every command is listed once.
  @Test func theRootNamesEverything() throws {
    let text = try #require(Self.texts[""])
    for status in ExitStatus.allCases { #expect(text.contains("\(status.rawValue)  \(status.meaning)")) }
    let lines = text.split(separator: "\n")
    #expect(Rmtop.commandNames.count == 17)
    for name in Rmtop.commandNames {
      #expect(lines.filter { $0.hasPrefix("  \(name) ") }.count == 1, "\(name)")
    }
  }

  /// The parser wraps lines too: what it is given already fits.
  @Test func listsStandInTheHelpAsTheyAre() throws {
    let list = HelpList.text(Scenario.allCases.map { ($0.rawValue, $0.summary) })
    #expect(try #require(Self.texts["simulate"]).contains(list))
  }

  /// Those that read a log all say so in the same words.
  @Test func sourcesAreDescribedAlike() {
    for name in ["replay", "check", "summary", "posterior", "whatif", "snapshot", "report"] {
      #expect(
        Self.texts[name]?.contains("A run log, plain, .gz or .zst; - for standard input.") == true, "\(name)")
    }
  }

  @Test func listsWrapWithinTheirColumn() {
    let long = Array(repeating: "word", count: 20).joined(separator: " ")
    let lines = HelpList.text([("a", "first"), ("name", long)]).split(separator: "\n")
    #expect(lines[0] == "  a     first")
    #expect(lines[1].hasPrefix("  name  word word"))
    #expect(lines[2].hasPrefix("        word"))
    #expect(lines.allSatisfy { $0.count < 80 })
    #expect(lines.joined(separator: " ").split(separator: " ").filter { $0 == "word" }.count == 20)
  }

  @Test(arguments: CompletionShell.allCases) func completionKnowsEveryCommand(shell: CompletionShell) {
    let script = Rmtop.completionScript(for: shell)
    for name in Rmtop.commandNames { #expect(script.contains(name), "\(name) in \(shell)") }
  }

  /// The parser's refusals look like all others.
  @Test(arguments: [
    (["train"], "rmtop: missing expected argument '<pairs>'"),
    (["check", "a", "b"], "rmtop: unexpected argument 'b'"),
    (["demo", "--bogus"], "rmtop: unknown option '--bogus'"),
  ]) func refusalsBeginWithTheProgramsName(arguments: [String], beginning: String) throws {
    let error = try #require(throws: (any Error).self) { try Rmtop.parseAsRoot(arguments) }
    let sentence = try #require(CommandLineEntry.sentence(for: error))
    #expect(sentence.hasPrefix(beginning), "\(sentence)")
    #expect(sentence.contains("Usage: rmtop \(arguments[0])"))
  }

  @Test func helpAndPlainExitCodesAreNoRefusals() throws {
    let help = try #require(throws: (any Error).self) {
      var command = try Rmtop.parseAsRoot(["train", "--help"])
      try command.run()
    }
    #expect(CommandLineEntry.sentence(for: help) == nil)
    #expect(CommandLineEntry.sentence(for: ExitCode(65)) == nil)
  }
}
