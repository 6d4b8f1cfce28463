import COpenBLAS
import Foundation

/// The kernels that OpenBLAS takes, for the peers as for the engine.
///
/// The library picks them while it is loaded: by OPENBLAS_CORETYPE, else by the processor, of which an older library may
/// not know; peers are only fair with the best kernels that the processor has. So another choice takes another start.
enum Kernels {
  private static let variable = "OPENBLAS_CORETYPE"
  /// What the first start would have taken, for the second.
  private static let note = "RMTOP_BENCH_PICKED"

  /// What the library has taken.
  static var inUse: String { openblas_get_corename().map { String(cString: $0) } ?? "unknown" }

  /// What it had taken by itself, where that was something else.
  static var pickedByItself: String? {
    ProcessInfo.processInfo.environment[note].flatMap { $0 == inUse ? nil : $0 }
  }

  /// Starts the program again where other kernels are wanted.
  ///
  /// - Parameter wanted: a name as OPENBLAS_CORETYPE has them; `nil`: OPENBLAS_CORETYPE as it is set, else the best.
  static func take(_ wanted: String?) {
    let environment = ProcessInfo.processInfo.environment
    // The second start, or somebody's own choice.
    guard environment[note] == nil, wanted != nil || environment[variable] == nil else { return }
    guard let kernels = wanted ?? best(of: processorFlags), kernels.lowercased() != inUse.lowercased() else {
      return
    }
    setenv(note, inUse, 1)
    setenv(variable, kernels, 1)
    let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    execv(program ?? CommandLine.arguments[0], CommandLine.unsafeArgv)
  }

  /// The best kernels for a processor with these flags (as /proc/cpuinfo has them); `nil` where the library is to know.
  static func best(of flags: Set<String>) -> String? {
    if flags.contains("avx512_bf16") { return "Cooperlake" }
    if flags.isSuperset(of: ["avx512f", "avx512dq", "avx512bw", "avx512vl"]) { return "SkylakeX" }
    if flags.isSuperset(of: ["avx2", "fma"]) { return "Haswell" }
    return nil
  }

  private static var processorFlags: Set<String> {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let flags = lines.split(separator: "\n").first { $0.hasPrefix("flags") }
    return Set((flags ?? "").split(separator: " ").map(String.init))
  }

  /// The rows that this program reports with some kernels; `nil`: the best.
  static func report(kernels: String?, only: String) throws -> Report {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["--json", "--only", only] + (kernels.map { ["--kernel", $0] } ?? [])
    var environment = ProcessInfo.processInfo.environment
    environment[note] = nil
    environment[variable] = nil
    process.environment = environment
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode(Report.self, from: data)
  }
}
