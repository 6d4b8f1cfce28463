import ArgumentParser
import Foundation
import NcursesTerminal
import RunEvents

/// Where the program begins: what a bare `rmtop`, a file name or a mistyped word means, then the parser.
public enum CommandLineEntry {
  /// Runs the command that the arguments ask for and ends the process.
  public static func run(_ arguments: [String]) -> Never {
    ProcessStart.prepare()
    let meaning = FirstWord.meaning(
      of: arguments, commands: Rmtop.commandNames, standardInputIsTerminal: isatty(STDIN_FILENO) == 1,
      fileExists: { FileManager.default.fileExists(atPath: $0) })
    switch meaning {
    case .arguments(let arguments):
      run(parsing: arguments)
    case .introduction:
      print(FirstWord.introduction)
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
      if FoldWorker.isAnyBusy, let code = error as? ExitCode { endAtOnce(code.rawValue) }
      if let sentence = sentence(for: error) {
        StandardError.write(sentence)
        exit(Rmtop.exitCode(for: error).rawValue)
      }
      Rmtop.exit(withError: error)
    }
  }

  /// What the parser says of a wrong command line, in the form of all other refusals; `nil` for what is none.
  static func sentence(for error: any Error) -> String? {
    let text = Rmtop.fullMessage(for: error)
    let mark = "Error: "
    guard !(error is ExitCode), !Rmtop.exitCode(for: error).isSuccess, text.hasPrefix(mark) else {
      return nil
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
