import Foundation
import Testing

@testable import RouterEngine

@Suite struct KeyedRandomTests {
  struct Golden: Sendable {
    var seed: UInt64
    var decision: String
    var rewardModel: String
    var words: [UInt32]
    var normal: Double
    var uniform: Double
  }

  /// Made by an independent Python program from the papers.
  static let golden: [Golden] = [
    Golden(
      seed: 0, decision: "", rewardModel: "",
      words: [0xF6B4_12B5, 0x1985_9A28, 0xC1FC_F63B, 0x3EF0_63C9],
      normal: 0.05591235592234104, uniform: 0.6069791626860982),
    Golden(
      seed: 0, decision: "a", rewardModel: "b",
      words: [0x7CCC_1DF7, 0x485A_59B3, 0x290E_9B3F, 0xE476_C1C3],
      normal: 1.2402809843345142, uniform: 0.31564935687516626),
    Golden(
      seed: 7, decision: "000000:rewardmath-332-2", rewardModel: "ArmoRM",
      words: [0x8C15_D83D, 0x7C75_1449, 0x1684_82B7, 0xB442_D27E],
      normal: -0.3412651908457727, uniform: 0.17405793747184595),
    Golden(
      seed: 7, decision: "000000:rewardmath-332-2", rewardModel: "Eurus-RM",
      words: [0x3084_0D18, 0x861C_1E1C, 0x8514_573F, 0xF6D8_C4F4],
      normal: 1.1085432288009127, uniform: 0.8448454773734045),
    Golden(
      seed: .max, decision: "paire-é-漢", rewardModel: "rm",
      words: [0xA5A7_2AE6, 0x3FE0_C170, 0x66C1_0B1D, 0x0DCB_5832],
      normal: 1.5716665111376007, uniform: 0.3250597721456857),
  ]

  @Test(arguments: golden)
  func equalsPinnedValues(golden: Golden) {
    let random = KeyedRandom(seed: golden.seed, decision: golden.decision, rewardModel: golden.rewardModel)
    let words = random.words(block: 0)
    #expect([words.0, words.1, words.2, words.3] == golden.words)
    #expect(abs(random.standardNormal - golden.normal) < 1e-14)
    #expect(random.uniform == golden.uniform)
  }

  @Test func choicesEqualPinnedValues() {
    let choice = KeyedRandom(seed: 7, decision: "000000:rewardmath-332-2")
    #expect(choice.uniform == 0.05149924306686515)
    #expect((2...9).map { choice.index(below: $0) } == [0, 0, 1, 1, 1, 2, 2, 2])
    #expect(choice.index(below: 0) == 0)
    #expect(choice.index(below: 1) == 0)
  }

  @Test func idsDoNotRunIntoEachOther() {
    let one = KeyedRandom(seed: 1, decision: "ab", rewardModel: "c").words(block: 0)
    let other = KeyedRandom(seed: 1, decision: "a", rewardModel: "bc").words(block: 0)
    #expect(one != other)
  }

  /// 20,000 neighbouring keys; bounds at about five standard errors.
  @Test func normalsHaveTheirMoments() {
    let normals = (0..<20_000).map {
      KeyedRandom(seed: 3, decision: String($0), rewardModel: "a").standardNormal
    }
    let count = Double(normals.count)
    let mean = normals.reduce(0, +) / count
    let square = normals.reduce(0) { $0 + $1 * $1 } / count
    let fourth = normals.reduce(0) { $0 + $1 * $1 * $1 * $1 } / count
    #expect(abs(mean) < 5 / count.squareRoot())
    #expect(abs(square - 1) < 5 * (2 / count).squareRoot())
    #expect(abs(fourth - 3) < 5 * (96 / count).squareRoot())
    let neighbours = zip(normals, normals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / count
    #expect(abs(neighbours) < 5 / count.squareRoot())
    let others = (0..<20_000).map {
      KeyedRandom(seed: 3, decision: String($0), rewardModel: "b").standardNormal
    }
    #expect(abs(zip(normals, others).reduce(0) { $0 + $1.0 * $1.1 } / count) < 5 / count.squareRoot())
  }
}
