import ArgumentParser
import COpenBLAS
import Foundation

/// Times the engine beside what it is compared with. Exit status 0 also where an aim is missed: a machine is not wrong.
@main
struct Main: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rmtop-bench",
    abstract: "Times rmtop's engine, each row beside its peer, on one core.")

  @Flag(help: "Print one JSON object and nothing else.") var json = false
  @Option(help: ArgumentHelp("Only rows whose name begins so.", valueName: "prefix")) var only = ""

  @Option(
    help: ArgumentHelp(
      "OpenBLAS's kernels, by their name in OPENBLAS_CORETYPE; without it the best that the processor has.",
      valueName: "name"))
  var kernel: String?
  @Flag(help: "Print the table of docs/speed.md: with the kernels of Prescott, and with the best.")
  var table = false

  func run() throws {
    if table {
      print(
        Report.table(
          try Kernels.report(kernels: "Prescott", only: only), try Kernels.report(kernels: kernel, only: only)
        ))
      return
    }
    Kernels.take(kernel)
    openblas_set_num_threads(1)
    let wanted = Benchmarks.all.filter { $0.name.hasPrefix(only) }
    guard !wanted.isEmpty else { throw ValidationError("no row has a name that begins with \(only)") }
    let rows = try wanted.map { benchmark in
      let row = try benchmark.run()
      if !json { print(Self.line(row)) }
      return row
    }
    guard json else { return print("on \(Self.machine)") }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    print(String(decoding: try encoder.encode(Report(machine: Self.machine, rows: rows)), as: UTF8.self))
  }

  private static func line(_ row: BenchRow) -> String {
    var text = String(
      format: "%-18@ %12.2f %@   ratio %10.3f (%@)", row.name as NSString, row.value, row.unit as NSString,
      row.ratio, row.aim as NSString)
    text += String(format: "   %@: %.2f %@", row.peer as NSString, row.peerValue, row.unit as NSString)
    if let bound = row.bound, let value = row.boundValue {
      text += String(format: "   %@: %.3g", bound as NSString, value)
    }
    return text
  }

  /// The processor and the linear algebra kernels in use.
  static var machine: String {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = lines.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = model?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    let own = Kernels.pickedByItself.map { " (asked for: by itself it takes \($0))" } ?? ""
    return "\(name ?? "unknown processor"), OpenBLAS \(Kernels.inUse)\(own), one core"
  }
}
