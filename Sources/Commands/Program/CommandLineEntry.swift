import ArgumentParser
import Files
import NcursesTerminal
import Wording

/// Where the program begins: what a bare `rmtop`, a file name or a mistyped word means, then the parser.
package enum CommandLineEntry {
  /// Runs the command that the arguments ask for and ends the process.
  package static func run(_ arguments: [String]) -> Never {
    ProcessStart.prepare()
    let meaning = FirstWord.meaning(
      of: arguments, commands: Rmtop.commandNames, standardInputIsTerminal: isatty(STDIN_FILENO) == 1,
      fileExists: { (try? FileFacts(at: $0)) != nil })
    switch meaning {
    case .arguments(let arguments):
      run(parsing: arguments)
    case .introduction:
      StandardOutput.writeRaw(FirstWord.introduction + "\n")
      exit(0)
    case .refused(let sentence):
      StandardError.write(sentence)
      exit(ExitStatus.usage.rawValue)
    }
  }

  private static func run(parsing arguments: [String]) -> Never {
    do {
      var command = try Rmtop.parseAsRoot(arguments)
      try command.reportingFailures { try StartNeeds.check(before: command) }
      try command.run()
      if FoldWorker.isAnyBusy { endAtOnce(0) }
      exit(0)
    } catch {
      if let code = error as? ExitCode {
        if FoldWorker.isAnyBusy { endAtOnce(code.rawValue) }
        exit(code.rawValue)
      }
      let status = Rmtop.exitCode(for: error)
      if status.isSuccess {
        // Help, version, a completion script: nothing of it comes from outside.
        StandardOutput.writeRaw(Rmtop.fullMessage(for: error) + "\n")
      } else {
        StandardError.write(sentence(for: error, arguments: arguments) ?? Rmtop.fullMessage(for: error))
      }
      exit(status.rawValue)
    }
  }

  /// What the parser says of a wrong command line, in the form of all other refusals; `nil` for what is none.
  static func sentence(for error: any Error, arguments: [String] = []) -> String? {
    var text = Rmtop.fullMessage(for: error)
    let mark = "Error: "
    guard !(error is ExitCode), !Rmtop.exitCode(for: error).isSuccess, text.hasPrefix(mark) else {
      return nil
    }
    // An argument with a line end in it must not look like a line of ours.
    for argument in arguments where argument.contains(where: \.isNewline) {
      for part in [argument[...]] + argument.split(separator: "=", maxSplits: 1).dropFirst() {
        text = text.replacing(part, with: printableText(String(part)))
      }
    }
    let words = text.dropFirst(mark.count)
    return "rmtop: " + words.prefix(1).lowercased() + words.dropFirst()
  }

  /// A worker is inside of the linear algebra, whose library takes its memory away at the end of a process that ends
  /// in the usual way.
  private static func endAtOnce(_ status: Int32) -> Never {
    fflush(nil)
    _exit(status)
  }
}
