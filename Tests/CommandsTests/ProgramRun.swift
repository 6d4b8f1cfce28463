import Foundation
import TestSupport

/// The real binary, run to its end with pipes for its streams.
struct ProgramRun {
  var status: Int32
  var output: String
  var errors: String

  /// Runs `rmtop` in a folder; standard input is empty unless data is given. A signal counts as 128 + its number.
  init(
    _ arguments: [String], in folder: TemporaryFolder, input: Data = Data(),
    environment: [String: String] = [:], outputPath: String? = nil, program: String = BuiltProgram.path
  ) throws {
    let process = Self.process(arguments, in: folder, environment: environment)
    process.executableURL = URL(fileURLWithPath: program)
    let inputPath = folder.file("stdin")
    let outputPath = outputPath ?? folder.file("stdout")
    try input.write(to: URL(fileURLWithPath: inputPath))
    for name in ["stdout", "stderr"] { try Data().write(to: URL(fileURLWithPath: folder.file(name))) }
    process.standardInput = FileHandle(forReadingAtPath: inputPath)
    process.standardOutput = FileHandle(forWritingAtPath: outputPath)
    process.standardError = FileHandle(forWritingAtPath: folder.file("stderr"))
    try process.runToEnd()
    status = Self.status(of: process)
    output = try String(contentsOfFile: folder.file("stdout"), encoding: .utf8)
    errors = try String(contentsOfFile: folder.file("stderr"), encoding: .utf8)
  }

  /// The program, ready to run.
  static func process(
    _ arguments: [String], in folder: TemporaryFolder, environment extra: [String: String] = [:]
  ) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: BuiltProgram.path)
    process.arguments = arguments
    process.environment = BuiltProgram.environment(extra)
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    return process
  }

  static func status(of process: Process) -> Int32 {
    process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
  }
}
