import COpenBLAS
import Dispatch
import OfflineRouter
import RunEvents

/// `train/50k`: one epoch of the published head on 50,000 pairs of 2 × 768 numbers, five reward models, 128 wide.
///
/// Wall time, because two threads share the work. Beside it the same head in PyTorch where there is one, else the
/// epoch's matrix products alone.
enum TrainingBenchmark {
  static let pairs = 50_000
  static let length = 768
  static let batch = HeadOptions().batch

  static func row() throws -> BenchRow {
    let value = try timeOfEpoch()
    let torch = TorchPeer.timeOfEpoch(
      pairs: pairs, length: length, rewardModels: rewardModels.count, width: HeadOptions().width, batch: batch
    )
    let peer = torch ?? timeOfProducts()
    return BenchRow(
      name: "train/50k", value: value,
      peer: torch == nil
        ? "its matrix products alone, on two threads (no PyTorch here)"
        : "the same head in PyTorch, two threads",
      peerValue: peer, ratio: value / peer, aim: "≤ 20 s of wall time")
  }

  private static func timeOfEpoch() throws -> Double {
    let learned = try HeadData(judgedPairs(pairs), rewardModels: rewardModels)
    // A few pairs to validate on, so that all the others are learned from.
    let held = try HeadData(judgedPairs(64), rewardModels: rewardModels)
    var options = HeadOptions()
    options.epochs = 1
    let training = try HeadTraining(learned, validation: held, options: options)
    let start = wallClock()
    _ = try training.run()
    return wallClock() - start
  }

  private static let rewardModels = (0..<5).map { "rm-\($0)" }

  /// Pairs of embeddings out of a pool, so that only the features take memory.
  private static func judgedPairs(_ count: Int) -> [JudgedPair] {
    var numbers = SampleNumbers(seed: 31)
    let pool = (0..<256).map { _ in Embedding.single(numbers.context(length).map { Float($0) }) }
    return (0..<count).map { row in
      let labels = rewardModels.map { JudgedPair.Label(rewardModel: $0, isRight: numbers.next() > -0.5) }
      return JudgedPair(
        id: "\(row)", features: .embeddings(pool[row % 256], pool[row / 256 % 256]), labels: labels)
    }
  }

  /// For every batch, forwards and for the gradient, half of its rows on each of two threads.
  private static func timeOfProducts() -> Double {
    let (half, features, width) = (Int32(batch / 2), Int32(2 * length), Int32(HeadOptions().width))
    let batches = (pairs + batch - 1) / batch
    let start = wallClock()
    DispatchQueue.concurrentPerform(iterations: 2) { _ in
      let rows = Array(repeating: Float(0.01), count: Int(half * features))
      let weights = Array(repeating: Float(0.02), count: Int(width * features))
      var hidden = Array(repeating: Float(0), count: Int(half * width))
      var gradient = weights
      for _ in 0..<batches {
        cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, half, width, features, 1, rows, features, weights,
          features, 0,
          &hidden, width)
        cblas_sgemm(
          CblasRowMajor, CblasTrans, CblasNoTrans, width, features, half, 1, hidden, width, rows, features, 0,
          &gradient, features)
      }
    }
    return wallClock() - start
  }

  /// Microseconds of a clock that never goes back.
  private static func wallClock() -> Double {
    let time = ContinuousClock.now - epoch
    return Double(time.components.seconds) * 1e6 + Double(time.components.attoseconds) * 1e-12
  }

  private static let epoch = ContinuousClock.now
}
