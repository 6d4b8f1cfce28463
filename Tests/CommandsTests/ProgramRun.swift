import Foundation

/// The real binary, run to its end with pipes for its streams.
struct ProgramRun {
  var status: Int32
  var output: String
  var errors: String

  /// Runs `rmtop` in a folder; standard input is empty unless data is given. A signal counts as 128 + its number.
  init(
    _ arguments: [String], in folder: TemporaryFolder, input: Data = Data(),
    environment: [String: String] = [:], outputPath: String? = nil
  ) throws {
    let process = Self.process(arguments, in: folder, environment: environment)
    let inputPath = folder.file("stdin")
    let outputPath = outputPath ?? folder.file("stdout")
    try input.write(to: URL(fileURLWithPath: inputPath))
    for name in ["stdout", "stderr"] { try Data().write(to: URL(fileURLWithPath: folder.file(name))) }
    process.standardInput = FileHandle(forReadingAtPath: inputPath)
    process.standardOutput = FileHandle(forWritingAtPath: outputPath)
    process.standardError = FileHandle(forWritingAtPath: folder.file("stderr"))
    try process.run()
    process.waitUntilExit()
    status = Self.status(of: process)
    output = try String(contentsOfFile: folder.file("stdout"), encoding: .utf8)
    errors = try String(contentsOfFile: folder.file("stderr"), encoding: .utf8)
  }

  /// The program, ready to run.
  static func process(
    _ arguments: [String], in folder: TemporaryFolder, environment extra: [String: String] = [:]
  ) -> Process {
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_BACKTRACE"] = "enable=no"
    environment.merge(extra) { _, new in new }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    return process
  }

  static func status(of process: Process) -> Int32 {
    process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
  }

  /// Beside the test bundle.
  private static var binary: String {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let bundles = Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
    for folder in [tests.deletingLastPathComponent()] + bundles {
      let path = folder.appendingPathComponent("rmtop").path
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    return "rmtop"
  }
}

/// A folder that is removed with its owner.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/rmtop-commands-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: file(name), atomically: false, encoding: .utf8)
  }

  func text(_ name: String) throws -> String { try String(contentsOfFile: file(name), encoding: .utf8) }
}
