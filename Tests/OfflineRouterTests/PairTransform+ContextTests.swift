import Foundation
import RunEvents
import TestSupport
import Testing

@testable import OfflineRouter

@Suite struct PairTransformContextTests {
  private struct Head: Decodable {
    var h1: [[Double]]
    var h2: [[Double]]
    var weight: [[Double]]
    var bias: [Double]
    var gamma: [Double]
    var beta: [Double]
    var features: [[Double]]
    var context: [[Double]]

    enum CodingKeys: String, CodingKey {
      case h1, h2, features, context
      case weight = "linear_weight_out_by_in"
      case bias = "linear_bias"
      case gamma = "ln_gamma"
      case beta = "ln_beta"
    }
  }

  /// Values of an independent program, checked against PyTorch.
  @Test func theHeadsContextsAreThoseOfAnIndependentProgram() throws {
    let url = try #require(
      Bundle.module.url(forResource: "offline_head", withExtension: "json", subdirectory: "Golden"))
    let golden = try JSONDecoder().decode(Head.self, from: Data(contentsOf: url))
    let transform = PairTransform.head(
      HeadTransform(
        weight: golden.weight.flatMap { $0 }, bias: golden.bias,
        layerNormWeight: golden.gamma, layerNormBias: golden.beta))
    #expect(transform.dimension == 4 && transform.inputLength == 10)
    for index in golden.h1.indices {
      let features = JudgedPair.Features.embeddings(.double(golden.h1[index]), .double(golden.h2[index]))
      let context = try #require(transform.context(for: features, category: "any"))
      #expect(context == golden.context[index].map { Double(Float($0)) }, "pair \(index)")
      #expect(isNear(pairFeatures(features), golden.features[index], 1e-15))
    }
    let all = transform.contexts(
      of: golden.features, categories: Array(repeating: nil, count: golden.features.count))
    #expect(all == golden.context.map { $0.map { Double(Float($0)) } })
  }

  private func isNear(_ one: [Double], _ other: [Double], _ tolerance: Double) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { ($0 - $1).magnitude <= tolerance }
  }

  /// The formula written out, over many sizes.
  @Test func theLinearContextIsTheFormula() throws {
    var numbers = SeededGenerator(seed: 3)
    for (length, columns, categories) in [(2, 1, 0), (6, 3, 2), (20, 7, 1), (64, 12, 5), (4, 0, 2)] {
      let names = (0..<categories).map { "c\($0)" }
      let linear = LinearTransform(
        center: numbers.vector(length), basis: numbers.vector(length * columns),
        mean: numbers.vector(categories + columns), scale: 1.7, categories: names)
      for category in [nil, "c0", "c1", "unknown"] {
        let feature = numbers.vector(length)
        var expected = linear.mean.map { -$0 }
        if let place = category.flatMap({ names.firstIndex(of: $0) }) { expected[place] += 1 }
        for column in 0..<columns {
          for row in 0..<length {
            expected[categories + column] +=
              (feature[row] - linear.center[row]) * linear.basis[row * columns + column] / 1.7
          }
        }
        let context = try #require(
          PairTransform.linear(linear).context(for: .context(.double(feature)), category: category))
        #expect(isNear(context, expected, 1e-6))
        #expect(context.allSatisfy { Double(Float($0)) == $0 })
      }
    }
  }

  /// A pair's numbers do not depend on the pairs beside it.
  @Test func manyAreAsOneByOne() throws {
    var numbers = SeededGenerator(seed: 4)
    let linear = LinearTransform(
      center: numbers.vector(30), basis: numbers.vector(30 * 9), mean: numbers.vector(11), scale: 0.3,
      categories: ["x", "y"])
    let transform = PairTransform.linear(linear)
    let features = (0..<23).map { _ in numbers.vector(30) }
    let categories = (0..<23).map { ["x", "y", nil][$0 % 3] }
    let all = try #require(transform.contexts(of: features, categories: categories))
    for index in features.indices {
      #expect(all[index] == transform.contexts(of: [features[index]], categories: [categories[index]])?[0])
    }
  }

  @Test func whatDoesNotFitHasNoContext() {
    let transform = PairTransform.linear(
      LinearTransform(center: [0, 0], basis: [1, 1], mean: [0], scale: 1e-300, categories: []))
    #expect(transform.context(for: .embeddings(.double([1]), .double([1, 2])), category: nil) == nil)
    #expect(transform.context(for: .embeddings(.double([1, 2]), .double([1, 2])), category: nil) == nil)
    #expect(transform.context(for: .context(.double([1])), category: nil) == nil)
    #expect(transform.context(for: .context(.double([1, 1])), category: nil) == nil, "beyond float32")
    #expect(transform.contexts(of: [[0, 0]], categories: []) == nil)
    #expect(transform.context(for: .embeddings(.single([0]), .single([0])), category: nil) == [0])
  }

  @Test func aDeadHeadIsZero() {
    let head = HeadTransform(weight: [1, 1], bias: [-100], layerNormWeight: [1], layerNormBias: [0])
    #expect(PairTransform.head(head).context(for: .context(.double([1, 1])), category: nil) == [0])
  }
}
