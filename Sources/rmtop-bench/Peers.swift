import COpenBLAS
import Foundation
import RouterEngine

/// What the field does, timed in the same run on the same machine.
enum Peers {
  /// One symmetric eigendecomposition with vectors, of a d × d covariance.
  static func eigendecomposition(_ dimension: Int) -> Double {
    var numbers = SampleNumbers(seed: 3)
    var source = Array(repeating: 0.0, count: dimension * dimension)
    for _ in 0..<64 {
      let row = numbers.context(dimension)
      cblas_dsyr(CblasColMajor, CblasLower, Int32(dimension), 1, row, 1, &source, Int32(dimension))
    }
    for index in 0..<dimension { source[index * (dimension + 1)] += 1 }
    var order = Int32(dimension)
    var info: Int32 = 0
    var values = Array(repeating: 0.0, count: dimension)
    var lwork: Int32 = 1 + 6 * order + 2 * order * order
    var liwork: Int32 = 3 + 5 * order
    var work = Array(repeating: 0.0, count: Int(lwork))
    var iwork = Array(repeating: Int32(0), count: Int(liwork))
    return Stopwatch.median(budget: 1e6) {
      var matrix = source
      var leading = order
      dsyevd_("V", "L", &order, &matrix, &leading, &values, &work, &lwork, &iwork, &liwork, &info)
    }
  }

  /// One product of a d × d matrix and a vector: a draw of a weight vector with the decomposition at hand. Draws go
  /// round K matrices, as those of a decision do: few of them stay in a cache.
  static func matrixVector(_ dimension: Int, count: Int) -> Double {
    let matrices = (0..<count).map { _ in Array(repeating: 0.5, count: dimension * dimension) }
    let vector = Array(repeating: 0.25, count: dimension)
    var result = vector
    let order = Int32(dimension)
    return Stopwatch.median(budget: 3e5) {
      for matrix in matrices {
        cblas_dgemv(CblasColMajor, CblasNoTrans, order, order, 1, matrix, order, vector, 1, 0, &result, 1)
      }
    } / Double(count)
  }

  /// Decide among K and update one, each posterior kept as a dense covariance: K dsymv, one more scaling, one dsyr.
  static func shermanMorrison(_ dimension: Int, count: Int) -> Double {
    let order = Int32(dimension)
    var numbers = SampleNumbers(seed: 5)
    var covariances = (0..<count).map { _ in
      var matrix = Array(repeating: 0.0, count: dimension * dimension)
      for index in 0..<dimension { matrix[index * (dimension + 1)] = 1 }
      return matrix
    }
    var means = Array(repeating: Array(repeating: 0.0, count: dimension), count: count)
    let contexts = (0..<64).map { _ in numbers.context(dimension) }
    var turn = 0
    var product = means[0]
    return Stopwatch.median {
      let context = contexts[turn % 64]
      var best = (arm: 0, value: -Double.infinity)
      var gain = product
      var variance = 0.0
      for arm in 0..<count {
        cblas_dsymv(
          CblasColMajor, CblasLower, order, 1, covariances[arm], order, context, 1, 0, &product, 1)
        let spread = cblas_ddot(order, context, 1, product, 1)
        let value = cblas_ddot(order, context, 1, means[arm], 1) + spread.squareRoot() * numbers.next()
        if value > best.value {
          best = (arm, value)
          swap(&gain, &product)
          variance = spread
        }
      }
      let error = 0.5 - cblas_ddot(order, context, 1, means[best.arm], 1)
      cblas_daxpy(order, error / (1 + variance), gain, 1, &means[best.arm], 1)
      cblas_dsyr(
        CblasColMajor, CblasLower, order, -1 / (1 + variance), gain, 1, &covariances[best.arm], order)
      turn += 1
    }
  }

  /// 10⁵ draws of all scores, and a count of who wins.
  static func monteCarlo(_ scores: [ScoreDistribution]) -> Double {
    var numbers = SampleNumbers(seed: 11)
    var wins = Array(repeating: 0, count: scores.count)
    return Stopwatch.median(budget: 2e5) {
      for _ in 0..<100_000 {
        var best = 0
        var bestValue = -Double.infinity
        for index in scores.indices {
          let value = scores[index].mean + scores[index].standardDeviation * numbers.next()
          if value > bestValue {
            bestValue = value
            best = index
          }
        }
        wins[best] += 1
      }
    }
  }

  /// P(best) from the standard library's erfc, by 20,000 nodes over all m ± 12 s: shares no code with the engine.
  static func fineProbabilities(_ scores: [ScoreDistribution]) -> [Double] {
    let low = scores.map { $0.mean - 12 * $0.standardDeviation }.min() ?? 0
    let high = scores.map { $0.mean + 12 * $0.standardDeviation }.max() ?? 0
    let width = (high - low) / 20_000
    var sums = Array(repeating: 0.0, count: scores.count)
    for node in 0...20_000 {
      let t = low + width * Double(node)
      let places = scores.map { (t - $0.mean) / $0.standardDeviation }
      let below = places.map { erfc(-$0 / 2.0.squareRoot()) / 2 }
      for (arm, place) in places.enumerated() {
        var product = exp(-place * place / 2) / (scores[arm].standardDeviation * (2 * Double.pi).squareRoot())
        for (other, value) in below.enumerated() where other != arm { product *= value }
        sums[arm] += product * width
      }
    }
    return sums
  }

  /// `dsyrk` of the rows of one batch into each of K matrices.
  static func rankUpdates(_ dimension: Int, count: Int, rows: Int) -> Double {
    let order = Int32(dimension)
    let contexts = Array(repeating: 0.01, count: dimension * rows)
    var matrices = Array(
      repeating: Array(repeating: 0.0, count: dimension * dimension), count: count)
    return Stopwatch.median {
      for arm in 0..<count {
        cblas_dsyrk(
          CblasColMajor, CblasUpper, CblasNoTrans, order, Int32(rows), 1, contexts, order, 1,
          &matrices[arm], order)
      }
    }
  }

  /// One product of two d × d matrices.
  static func product(_ dimension: Int) -> Double {
    let order = Int32(dimension)
    let square = Array(repeating: 0.5, count: dimension * dimension)
    var result = square
    return Stopwatch.median(budget: 3e5) {
      cblas_dgemm(
        CblasColMajor, CblasNoTrans, CblasNoTrans, order, order, order, 1, square, order, square, order, 0,
        &result, order)
    }
  }

  /// Reading as many doubles as K triangles have, at the bandwidth that this much memory has.
  static func readTriangles(_ dimension: Int, count: Int) -> Double {
    let numbers = Array(repeating: 0.5, count: count * dimension * (dimension + 1) / 2)
    return Stopwatch.median(budget: 5e5) { _ = cblas_ddot(Int32(numbers.count), numbers, 1, numbers, 1) }
  }
}
