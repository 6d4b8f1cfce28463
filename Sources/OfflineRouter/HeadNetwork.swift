import Dispatch
import LinearAlgebra
import RouterEngine
import Synchronization

/// The parameters of a head, and the arithmetic over batches: forward, loss, gradient.
///
///     x = h/‖h‖,  h = LayerNorm(ReLU(W f + bias));   s = Ê_bt x,   z = Ê_cls x + bias_cls,   Ê: rows of unit length
///
/// A batch is always cut in two halves, each with buffers of its own, whose gradients are added in a fixed order; so
/// the numbers are the same whether the halves are computed by two threads or one after the other.
///
/// Tested by `HeadNetworkTests`: golden forward values, gradients against finite differences.
final class HeadNetwork<Real: HeadScalar> {
  /// Half a batch's buffers, lent to one thread at a time.
  private final class Half: Sendable {
    let buffers: Mutex<HeadHalf<Real>>

    init(_ shape: HeadShape, capacity: Int) { buffers = Mutex(HeadHalf(shape, capacity: capacity)) }
  }

  let shape: HeadShape
  /// Greatest number of rows of a half.
  private let capacity: Int
  /// All parameters, by the ranges of `shape`; ``refreshHeads()`` is needed after a change.
  var weights: [Real]
  /// The gradient of the last batch, likewise.
  private(set) var gradient: [Real]
  /// Ê, 2K × h, and the inverse lengths of the rows of E.
  private var unit: [Real]
  private var inverse: [Double]
  private let halves: [Half]
  private let threads: Int

  /// - Parameters:
  ///   - batch: greatest number of rows given at once.
  ///   - threads: 1 or 2.
  init(_ shape: HeadShape, batch: Int, threads: Int) {
    self.shape = shape
    self.threads = threads
    let capacity = max(1, (batch + 1) / 2)
    self.capacity = capacity
    weights = Array(repeating: 0, count: shape.count)
    gradient = weights
    unit = Array(repeating: 0, count: shape.heads.count)
    inverse = Array(repeating: 0, count: 2 * shape.arms)
    halves = (0..<2).map { _ in Half(shape, capacity: capacity) }
  }

  /// Computes Ê from E.
  func refreshHeads() {
    weights.withUnsafeBufferPointer { weights in
      unit.withUnsafeMutableBufferPointer { unit in
        guard let weights = weights.baseAddress, let unit = unit.baseAddress else { return }
        Real.unitRows(
          rows: 2 * shape.arms, width: shape.width, weights + shape.heads.lowerBound, to: unit,
          inverse: &inverse)
      }
    }
  }

  /// Loss of one batch, and its gradient into ``gradient``.
  ///
  /// - Parameter rows: at most the batch that the network was made for.
  /// - Complexity: O(rows · features · width).
  func learn(_ rows: ArraySlice<Int32>, of data: HeadData, _ loss: HeadLoss) -> HeadLoss.Sums {
    let sums = pass(rows, of: data, loss, wantsGradient: true)
    let parts = halves.map { half in half.buffers.withLock { $0.gradient } }
    gradient = parts[0]
    gradient.withUnsafeMutableBufferPointer { gradient in
      guard let gradient = gradient.baseAddress else { return }
      Real.add(parts[1], count: shape.count, to: gradient)
      // What the halves have is the gradient by the unit rows.
      Real.unitRowsBackward(
        rows: 2 * shape.arms, width: shape.width, unit: unit, inverse: inverse,
        d: gradient + shape.heads.lowerBound)
    }
    return sums
  }

  /// Moves the weights against the gradient of the last batch.
  ///
  /// - Parameters:
  ///   - first, second: the moments, of `shape.count` numbers.
  func descend(_ step: AdamStep, first: inout [Real], second: inout [Real]) {
    Real.adamStep(
      count: shape.count, weights: &weights, gradient: gradient, first: &first, second: &second, step)
    refreshHeads()
  }

  /// Loss of any number of rows.
  func evaluate(_ rows: [Int32], of data: HeadData, _ loss: HeadLoss) -> HeadLoss.Sums {
    var sums = HeadLoss.Sums()
    for start in stride(from: 0, to: rows.count, by: 2 * capacity) {
      sums += pass(rows[start..<min(start + 2 * capacity, rows.count)], of: data, loss, wantsGradient: false)
    }
    return sums
  }

  /// x of some rows, row-major, handed over half by half in order.
  func contexts(_ rows: [Int32], of data: HeadData, _ take: ([Real]) -> Void) {
    for start in stride(from: 0, to: rows.count, by: 2 * capacity) {
      let parts = Self.cut(rows[start..<min(start + 2 * capacity, rows.count)])
      inParallel { [halves, shape, weights] part in
        halves[part].buffers.withLock { half in
          half.gather(parts[part], of: data, shape)
          half.forward(shape, weights)
        }
      }
      for half in halves { take(half.buffers.withLock { [shape] in $0.lastContexts(shape) }) }
    }
  }

  /// x, and s then z, of features that stand in no data set: at most half a batch of rows.
  func outcome(of features: [Real]) -> (contexts: [Real], scores: [Double]) {
    halves[0].buffers.withLock { [shape, weights, unit] half in
      half.take(features, shape)
      half.forward(shape, weights)
      half.score(shape, weights, unit)
      return (half.lastContexts(shape), half.lastScores)
    }
  }

  private func pass(
    _ rows: ArraySlice<Int32>, of data: HeadData, _ loss: HeadLoss, wantsGradient: Bool
  ) -> HeadLoss.Sums {
    let parts = Self.cut(rows)
    var labels = 0
    for row in rows {
      for arm in 0..<shape.arms where data.labels[Int(row) * shape.arms + arm] != HeadData.Mark.unknown {
        labels += 1
      }
    }
    let batch = (samples: rows.count, labels: labels)
    inParallel { [halves, shape, weights, unit] part in
      halves[part].buffers.withLock { half in
        half.gather(parts[part], of: data, shape)
        half.forward(shape, weights)
        half.score(shape, weights, unit)
        half.judge(parts[part], of: data, shape, loss, batch: batch, wantsGradient: wantsGradient)
        if wantsGradient { half.backward(shape, weights, unit) }
      }
    }
    var sums = halves[0].buffers.withLock { $0.sums }
    sums += halves[1].buffers.withLock { $0.sums }
    return sums
  }

  private func inParallel(_ body: @Sendable (Int) -> Void) {
    if threads > 1 {
      DispatchQueue.concurrentPerform(iterations: 2, execute: body)
    } else {
      body(0)
      body(1)
    }
  }

  private static func cut(_ rows: ArraySlice<Int32>) -> [ArraySlice<Int32>] {
    let middle = rows.startIndex + (rows.count + 1) / 2
    return [rows[rows.startIndex..<middle], rows[middle..<rows.endIndex]]
  }
}
