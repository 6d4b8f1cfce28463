import Foundation
import RunEvents
import TerminalCells
import TestSupport
import Testing

@testable import Commands
@testable import OfflineRouter

/// `rmtop evaluate` as a user meets it.
@Suite struct EvaluateCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(["evaluate"] + arguments, in: folder)
  }

  /// `left` is right where the first number is negative, `right` where it is positive, `both, mostly` on two of three.
  private func pairs(_ count: Int, isContext: Bool = true, rewardModels: Int = 3) -> String {
    (0..<count).map { row in
      let sign = row * 7 % 11 < 5 ? -1.0 : 1.0
      let numbers = [sign * (1 + Double(row % 5)), Double(row * 13 % 17) - 8]
      let list = numbers.map { "\($0)" }.joined(separator: ",")
      let features = isContext ? "\"x\":[\(list)]" : "\"a\":[\(list)],\"b\":[\(list)]"
      let labels = zip(["left", "right", "both, mostly"], [sign < 0, sign > 0, row % 3 != 0]).prefix(
        rewardModels
      )
      .map { "\"\($0)\":\($1 ? 1 : 0)" }.joined(separator: ",")
      let category = row % 2 == 0 ? "even" : "odd"
      return "{\"type\":\"judged\",\"group\":\"g\(row / 3)\",\"category\":\"\(category)\",\(features),"
        + "\"labels\":{\(labels)}}\n"
    }.joined()
  }

  private struct Output: Decodable {
    struct Interval: Decodable {
      var mean: Double
      var low: Double
      var high: Double
    }

    struct Policy: Decodable {
      var name: String
      var accuracy: Double
      var low: Double
      var high: Double
      var solvableAccuracy: Double
      var regret: Double
      var difference: Interval
    }

    var policies: [Policy]
    var solvableShare: Double
    var seeds: Int
    var pairs: Int
  }

  private func decode(_ text: String) throws -> Output {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Output.self, from: Data(text.utf8))
  }

  @Test func theJSONHasTheDocumentedShape() throws {
    try folder.write(pairs(240, isContext: false), to: "pairs.jsonl")
    let result = try run("pairs.jsonl", "--seeds", "3", "--json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasSuffix("}\n") && result.output.filter { $0 == "\n" }.count == 1)
    let output = try decode(result.output)
    #expect(
      output.policies.map(\.name) == [
        "hybrid", "hybrid-published", "hybrid-thompson", "online", "offline", "best-single",
        "best-per-category", "single:left", "single:right", "single:both, mostly", "majority", "random",
        "round-robin", "laser", "laser-tuned", "linucb", "beta", "oracle",
      ])
    #expect(output.seeds == 3 && output.pairs == 240)
    let named = Dictionary(uniqueKeysWithValues: output.policies.map { ($0.name, $0) })
    let hybrid = try #require(named["hybrid"])
    let single = try #require(named["best-single"])
    #expect(hybrid.accuracy > 0.9 && hybrid.difference.low > 0.1)
    #expect((hybrid.difference.mean - (hybrid.accuracy - single.accuracy)).magnitude < 1e-12)
    #expect(single.difference.low == 0 && single.difference.high == 0)
    #expect(named["oracle"]?.accuracy == output.solvableShare && named["oracle"]?.regret == 0)
    #expect(output.solvableShare == 1)
    for policy in output.policies {
      #expect(policy.low <= policy.accuracy && policy.accuracy <= policy.high)
      #expect(policy.solvableAccuracy <= 1 && policy.regret >= 0)
    }
    // The same again: no clock, no order of threads.
    #expect(try run("pairs.jsonl", "--seeds", "3", "--json").output == result.output)
  }

  @Test func theTextHasATableCategoriesAndCurves() throws {
    try folder.write(pairs(240), to: "pairs.jsonl")
    let result = try run("pairs.jsonl", "--seeds", "2")
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.output.components(separatedBy: "\n")
    #expect(
      lines[0].hasPrefix(
        "240 pairs of 80 groups, 3 RMs; 2 splits: about 144 pairs to learn from, 96 streamed"))
    #expect(result.output.contains("the gate was open in 2 of 2 splits"))
    #expect(
      result.errors.contains("the policies of the published head, which takes embeddings, are left out"))
    #expect(!result.output.contains("hybrid-published"))
    #expect(lines.contains { $0.hasPrefix("single:both, mostly") && $0.contains("●") })
    #expect(lines.contains { $0.hasPrefix("even") } && lines.contains { $0.hasPrefix("odd") })
    #expect(result.output.contains("regret: pairs that an RM has right"))
    #expect(lines.allSatisfy { $0.unicodeScalars.count <= 100 && !$0.hasSuffix(" ") })
  }

  /// 80 columns: no line is broken by the terminal. ASCII: nothing that such a terminal cannot show.
  @Test func theTextFitsNarrowAndPlainTerminals() throws {
    let judged = (0..<60).map { row -> JudgedPair in
      let numbers = [Double(row * 7 % 11), Double(row % 5)]
      let score = row * 5 % 7
      return JudgedPair(
        id: "\(row)", group: "g\(row / 2)", category: row % 2 == 0 ? "even" : nil,
        features: .context(.double(numbers)),
        labels: [
          JudgedPair.Label(rewardModel: "left", isRight: score > 2),
          JudgedPair.Label(rewardModel: "right", isRight: score > 3),
        ])
    }
    let pairs = try PairDataset(judged)
    let policies = EvaluationPolicy.all(rewardModels: pairs.rewardModels).filter { !$0.needsHead }
    var settings = EvaluationSettings(policies: policies)
    settings.seeds = 2
    let ran = try Evaluation.run(pairs, settings: settings, head: nil)
    let report = try #require(ran)
    for width in [80, 120] {
      let lines = EvaluationText(report, width: width, glyphs: .ascii).text.components(separatedBy: "\n")
      for line in lines { #expect(line.count <= width && line.utf8.count == line.count, "\(line)") }
      #expect(lines.contains { $0.hasPrefix("best-single") && $0.contains(" +- ") })
    }
  }

  @Test func policiesAreChosenByNameAndNearNamesOffered() throws {
    try folder.write(pairs(90), to: "pairs.jsonl")
    let some = try run(
      "pairs.jsonl", "--seeds", "1", "--json", "--policies", "oracle,single:both, mostly,hybrid")
    let output = try decode(some.output)
    #expect(output.policies.map(\.name) == ["hybrid", "single:both, mostly", "oracle"])
    let wrong = try run("pairs.jsonl", "--policies", "hybird")
    #expect(wrong.status == 64)
    #expect(wrong.errors == "rmtop: there is no policy “hybird” (did you mean “hybrid”?)\n")
    let head = try run("pairs.jsonl", "--policies", "laser")
    #expect(head.status == 65 && head.output.isEmpty && head.errors.contains("embeddings"))
  }

  @Test func whatCannotBeEvaluatedIsASentence() throws {
    try folder.write(pairs(90), to: "pairs.jsonl")
    try folder.write(pairs(90, rewardModels: 1), to: "one.jsonl")
    try folder.write(pairs(3), to: "group.jsonl")
    func failure(_ arguments: String...) throws -> String {
      let result = try ProgramRun(["evaluate"] + arguments, in: folder)
      #expect(result.output.isEmpty)
      return "\(result.status) \(result.errors.split(separator: "\n").last ?? "")"
    }
    #expect(
      try failure("pairs.jsonl", "--offline-fraction", "1.5")
        == "64 rmtop: offline fraction 1.5 is out of range (between 0 and 1)")
    #expect(try failure("nowhere.jsonl", "--noise", "-1") == "64 rmtop: noise -1.0 is out of range (0 to 1)")
    #expect(try failure("pairs.jsonl", "--seeds", "0") == "64 rmtop: 0 seeds are out of range (1 to 10000)")
    #expect(
      try failure("one.jsonl", "--policies", "hybrid")
        == "65 rmtop: only one reward model is labelled: routing needs at least 2")
    #expect(
      try failure("group.jsonl", "--policies", "hybrid")
        == "65 rmtop: the pairs are of 1 group: a split by group needs at least 2")
    #expect(try failure("missing.jsonl").hasPrefix("66 rmtop: "))
  }

  @Test func noiseAndProxyLossesChangeWhatIsLearned() throws {
    try folder.write(pairs(240), to: "pairs.jsonl")
    func hybrid(_ arguments: String...) throws -> Output.Policy {
      let result = try ProgramRun(
        ["evaluate", "pairs.jsonl", "--seeds", "2", "--json", "--policies", "linucb"] + arguments, in: folder)
      return try decode(result.output).policies[0]
    }
    let plain = try hybrid()
    #expect(try hybrid("--noise", "1").accuracy < plain.accuracy - 0.2)
    #expect(try hybrid("--reward", "proxy-loss").accuracy != plain.accuracy)
  }
}
