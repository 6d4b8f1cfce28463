import ArgumentParser
import Foundation
import RunEvents

/// Where the program begins: what a bare `rmtop`, a file name or a mistyped word means, then the parser.
public enum CommandLineEntry {
  /// Runs the command that the arguments ask for and ends the process.
  public static func run(_ arguments: [String]) -> Never {
    let meaning = FirstWord.meaning(
      of: arguments, commands: Rmtop.commandNames, standardInputIsTerminal: isatty(STDIN_FILENO) == 1,
      fileExists: { FileManager.default.fileExists(atPath: $0) })
    switch meaning {
    case .arguments(let arguments):
      Rmtop.main(arguments)
      exit(0)
    case .introduction:
      print(FirstWord.introduction)
      exit(0)
    case .refused(let sentence):
      StandardError.write(sentence)
      exit(ExitStatus.usage.rawValue)
    }
  }
}
