import Foundation
import TestSupport

/// The real binary, run to its end.
struct ProgramCall {
  var status: Int32
  var output: String
  var errors: String

  init(_ arguments: [String], program: String = BuiltProgram.path) throws {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = BuiltProgram.environment([:])
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    let end = try process.begin()
    // What it says on standard error fits into a pipe.
    self.output = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    self.errors = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    end.wait()
    status = process.terminationStatus
  }
}
