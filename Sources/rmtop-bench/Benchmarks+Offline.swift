/// What the offline half costs: training, fitting, evaluating. Rows stand here in the order of the report.
extension Benchmarks {
  static var offline: [Benchmark] {
    [Benchmark(name: "train/50k", run: TrainingBenchmark.row)] + evaluation
  }
}
