import Files
import Foundation
import RunEvents
import Safetensors
import TestSupport
import Testing

@testable import Commands
@testable import OfflineRouter

/// `rmtop train` as a user meets it.
struct TrainCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(["train"] + arguments, in: folder)
  }

  private func prior(_ name: String) throws -> PriorFile {
    try PriorFile(SafetensorsFile(bytes: FileBytes.read(path: folder.file(name))))
  }

  /// Reward model r is right where the first number is positive, s where it is negative, and t on a third of them.
  private func pairs(
    _ count: Int, isContext: Bool = false, names: [String] = ["r", "s", "t"], shift: Int = 0
  ) -> String {
    (0..<count).map { row in
      let sign = (row + shift) * 7 % 11 < 6 ? 1.0 : -1.0
      let numbers = [sign * (1 + Double(row % 5)), Double(row * 13 % 17) - 8, Double(row * 5 % 7) - 3]
      let list = numbers.map { "\($0)" }.joined(separator: ",")
      let features = isContext ? "\"x\":[\(list)]" : "\"a\":[\(list)],\"b\":[\(list)]"
      let right = [sign > 0, sign < 0, row % 3 == 0]
      let labels = zip(names, right).map { "\"\($0)\":\($1 ? 1 : 0)" }.joined(separator: ",")
      return "{\"type\":\"judged\",\"group\":\"g\(row / 3)\",\(features),\"labels\":{\(labels)}}\n"
    }.joined()
  }

  @Test func theCalibratedFitIsWrittenAndSaysWhatItsGateMeans() throws {
    try folder.write(pairs(300, isContext: true), to: "pairs.jsonl")
    let result = try run("pairs.jsonl", "-o", "prior.safetensors")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("300 judged pairs in 100 groups, 3 reward models"))
    #expect(result.output.contains("gate open: cross-validated gain over the best single reward model +"))
    #expect(result.output.contains("routes by it (policy thompson, exploration 0)"))
    #expect(result.output.hasSuffix("written: prior.safetensors\n"))
    let prior = try prior("prior.safetensors")
    #expect(prior.method == "calibrated" && prior.gate == .open && prior.rewardModels == ["r", "s", "t"])
    #expect(prior.hasIntercept && prior.pairs == 300 && prior.groups == 100)
  }

  @Test func contextsThatTellNothingCloseTheGate() throws {
    let lines = (0..<200).map { row in
      let labels = "{\"r\":1,\"s\":\(row % 4 == 0 ? 1 : 0)}"
      return "{\"type\":\"judged\",\"x\":[\(row * 37 % 101),\(row * 53 % 89)],\"labels\":\(labels)}\n"
    }
    try folder.write(lines.joined(), to: "pairs.jsonl")
    let result = try run("pairs.jsonl", "-o", "p")
    #expect(result.status == 0 && result.output.contains("gate closed"))
    #expect(result.output.contains("uses the best reward model") && result.output.contains("policy cautious"))
    #expect(try prior("p").gate == .closed)
  }

  @Test func theHeadIsWrittenAndTheSameSeedMakesTheSameFile() throws {
    try folder.write(pairs(120), to: "pairs.jsonl")
    func train(_ name: String, seed: String) throws -> Data {
      let result = try run(
        "pairs.jsonl", "-o", name, "--method", "bayesian-router", "--dim", "8", "--epochs", "4", "--seed",
        seed)
      #expect(result.status == 0, "\(result.errors)")
      let lines = result.errors.split(separator: "\n")
      #expect(lines.count == 4 && lines[0].hasPrefix("epoch 1/4  loss 0.") && lines[0].contains("  valid 0."))
      #expect(result.output.contains("trained 4 epochs") && result.output.contains("validation pairs"))
      return try Data(contentsOf: URL(fileURLWithPath: folder.file(name)))
    }
    let first = try train("one", seed: "3")
    #expect(try train("two", seed: "3") == first)
    #expect(try train("three", seed: "4") != first)
    let prior = try prior("one")
    #expect(prior.method == "bayesian-router" && prior.dimension == 8 && !prior.hasIntercept)
    #expect(prior.means.allSatisfy { ($0.reduce(0) { $0 + $1 * $1 } - 1).magnitude < 1e-12 })
    #expect(prior.classifier?.bias.count == 3)
    guard case .head(let head)? = prior.transform else {
      Issue.record("no head")
      return
    }
    #expect(head.weight.count == 8 * 6)
  }

  @Test func aSignalKeepsTheBestSoFar() throws {
    try folder.write(pairs(400), to: "pairs.jsonl")
    let process = ProgramRun.process(
      [
        "train", "pairs.jsonl", "-o", "best", "--method", "bayesian-router", "--epochs", "100000",
        "--patience",
        "100000",
      ], in: folder)
    let errors = Pipe()
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    try errors.fileHandleForWriting.close()
    try output.fileHandleForWriting.close()
    // The first epoch's line is out.
    #expect(try errors.fileHandleForReading.read(upToCount: 1)?.count == 1)
    kill(process.processIdentifier, SIGINT)
    _ = try errors.fileHandleForReading.readToEnd()
    let said = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(ProgramRun.status(of: process) == 130)
    #expect(said.contains("stopped after") && said.contains("the best so far is kept"))
    #expect(try prior("best").rewardModels == ["r", "s", "t"])
  }

  @Test func oneObjectOfJSON() throws {
    struct Report: Decodable {
      var method: String
      var pairs: Int
      var gate: String?
      var lambda: Double?
      var bestEpoch: Int?

      enum CodingKeys: String, CodingKey {
        case method, pairs, gate, lambda
        case bestEpoch = "best_epoch"
      }
    }
    try folder.write(pairs(90), to: "pairs.jsonl")
    func report(_ arguments: String...) throws -> Report {
      let result = try ProgramRun(["train", "pairs.jsonl", "-o", "p", "--json"] + arguments, in: folder)
      return try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    }
    let calibrated = try report()
    #expect(calibrated.method == "calibrated" && calibrated.pairs == 90 && calibrated.gate != nil)
    let head = try report("--method", "bayesian-router", "--epochs", "2", "--dim", "4")
    #expect(head.method == "bayesian-router" && head.bestEpoch != nil && head.gate == nil)
  }

  @Test func pairsSetAsideAreNotLearnedFrom() throws {
    try folder.write(pairs(90), to: "pairs.jsonl")
    try folder.write(pairs(30, shift: 1), to: "valid.jsonl")
    let calibrated = try run("pairs.jsonl", "-o", "p", "--split", "0.3")
    #expect(calibrated.output.contains("63 judged pairs in 21 groups"))
    #expect(calibrated.output.contains("held out: routing by E·x is right on"))
    #expect(try run("pairs.jsonl", "-o", "p", "--valid", "valid.jsonl").output.contains("of 30 pairs"))
    let head = try run(
      "pairs.jsonl", "-o", "p", "--valid", "valid.jsonl", "--method", "bayesian-router", "--epochs", "1",
      "--dim", "4")
    #expect(head.output.contains("of the 30 validation pairs"))
    #expect(try run("pairs.jsonl", "-o", "p", "--valid", "valid.jsonl", "--split", "0.1").status == 64)
    try folder.write(pairs(30, names: ["u", "v", "R"]), to: "other.jsonl")
    let other = try run("pairs.jsonl", "-o", "p", "--valid", "other.jsonl")
    #expect(other.status == 65 && other.errors.contains("judge none of the reward models"))
  }

  @Test func refusalsAreSentencesAndLeaveTheOldFile() throws {
    try folder.write(pairs(30), to: "pairs.jsonl")
    try folder.write(pairs(30, isContext: true), to: "contexts.jsonl")
    try folder.write(String(repeating: "rubbish\n", count: 5), to: "bad.jsonl")
    try folder.write("{\"type\":\"judged\",\"x\":[1],\"labels\":{\"r\":1,\"s\":1}}\n", to: "equal.jsonl")
    try folder.write("old", to: "p")
    let head = ["--method", "bayesian-router"]
    let cases: [([String], Int32, String)] = [
      (["pair.jsonl"], 66, "pairs.jsonl”?)"),
      (["bad.jsonl"], 65, "has no usable judged pair; line 1:"),
      (["equal.jsonl"], 65, "no pair has one reward model right and another wrong"),
      (["contexts.jsonl"] + head, 65, "--method calibrated"),
      (["pairs.jsonl", "--dim", "1"] + head, 64, "expected a whole number from 2 to 4096, got 1"),
      (["pairs.jsonl", "--rate", "-1"] + head, 64, "the learning rate: expected a number above 0"),
      (["pairs.jsonl", "--split", "1"], 64, "but not including, 1, got 1"),
      (["pairs.jsonl", "--split", "1"] + head, 64, "but not including, 1, got 1"),
      (["pairs.jsonl", "--method", "calibrate"], 64, "did you mean “calibrated”?"),
      (["pairs.jsonl", "-o", "none/p"], 73, "the folder of none/p does not exist"),
      (["pairs.jsonl", "-o", "."], 73, "is a folder"),
      (["pairs.jsonl", "-o", "./pairs.jsonl"], 64, "the same file"),
    ]
    for (arguments, status, words) in cases {
      let result = try ProgramRun(
        ["train"] + arguments + (arguments.contains("-o") ? [] : ["-o", "p"]), in: folder)
      #expect(result.status == status, "\(arguments): \(result.errors)")
      #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
      #expect(result.output.isEmpty)
    }
    #expect(try folder.text("p") == "old")
    #expect(try folder.text("pairs.jsonl") == pairs(30))
  }

  @Test func linesThatCannotBeUsedAreSaidAndSettingsThatDoNothingToo() throws {
    try folder.write(pairs(30) + "x\ny\nz\n{}\n", to: "pairs.jsonl")
    let result = try run("pairs.jsonl", "-o", "p", "--dim", "9", "--balance")
    #expect(result.status == 0)
    #expect(result.errors.contains("4 lines of pairs.jsonl left out: 3 invalid JSON, 1 missing field"))
    #expect(result.errors.contains("line 31: ") && result.errors.contains("and 1 more"))
    #expect(result.errors.contains("not used: --dim, --balance"))
  }

  @Test func theProgressLineFits80Columns() {
    let epoch = HeadEpoch(
      number: 100_000, trainingLoss: 12_345.6789, validationLoss: 0.5, accuracy: 0.741, isBest: true)
    let bar = TrainProgress.bar(epoch: 100_000, of: 100_000, share: 0.5, last: epoch)
    #expect(bar.count <= 79 && bar.hasPrefix("epoch 100000/100000 [##########..........]"))
    #expect(
      TrainProgress.line(
        HeadEpoch(number: 3, trainingLoss: 0.6123, validationLoss: 0.6087, accuracy: 0.741, isBest: true),
        of: 40)
        == "epoch 3/40  loss 0.6123  valid 0.6087  routing 74.1% *")
    #expect(TrainProgress.bar(epoch: 1, of: 9, share: 0, last: nil) == "epoch 1/9 [....................]")
    #expect(TrainProgress.bar(epoch: 1, of: 9, share: 7, last: nil) == "epoch 1/9 [####################]")
  }
}
