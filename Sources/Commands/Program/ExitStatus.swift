import ArgumentParser

/// The exit codes, as the help documents them (64… as in sysexits.h).
enum ExitStatus: Int32, CaseIterable {
  case success = 0
  /// `check` or `config --check` found faults.
  case faultsFound = 1
  case usage = 64
  /// The data cannot be used for what was asked (no reward model in the log, posteriors unavailable).
  case unusableData = 65
  case noInput = 66
  case noTerminal = 69
  /// OpenBLAS computes wrong results on this processor, whatever kernels it is told to take.
  case wrongArithmetic = 70
  case noResources = 71
  case cannotCreate = 73
  case inputOutput = 74
  case unanswered = 75
  /// `ctl --log`: by the router.
  case refused = 77

  var meaning: String {
    switch self {
    case .success: "it worked"
    case .faultsFound: "check or config --check found faults"
    case .usage: "the command line is wrong"
    case .unusableData: "the data cannot answer what was asked"
    case .noInput: "the source cannot be read"
    case .noTerminal: "there is no usable terminal"
    case .wrongArithmetic: "the linear algebra library computes wrong results"
    case .noResources: "the system gives too little memory or too few files"
    case .cannotCreate: "a file cannot be created or opened for writing"
    case .inputOutput: "reading or writing failed"
    case .unanswered: "no answer to a control came in time"
    case .refused: "the router refused a control"
    }
  }

  /// The paragraph of the help.
  static var documentation: String {
    let rows = allCases.map { status in
      let number = String(status.rawValue)
      return String(repeating: " ", count: 5 - number.count) + number + "  " + status.meaning
    }
    return (["EXIT CODES:"] + rows + ["  129, 130, 131, 141, 143  ended by HUP, INT, QUIT, PIPE, TERM"])
      .joined(separator: "\n")
  }
}

/// Ends a command with a sentence on standard error and one of the documented codes.
struct CommandFailure: Error {
  var status: ExitStatus
  var sentence: String

  init(_ status: ExitStatus, _ sentence: String) {
    self.status = status
    self.sentence = sentence
  }
}

extension ParsableCommand {
  /// Runs a body and turns a failure into its sentence and exit code.
  func reportingFailures(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let failure as CommandFailure {
      StandardError.write("rmtop: \(failure.sentence)")
      throw ExitCode(failure.status.rawValue)
    }
  }
}
