/// The rows, in the order of the report: one file per half of the method.
enum Benchmarks {
  static var all: [Benchmark] { engine + ingest + offline + service + screen }
}
