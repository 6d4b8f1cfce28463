import Files
import Foundation
import OfflineRouter
import Router
import RouterEngine
import RunEvents
import RunLog
import RunState
import Safetensors
import TestSupport
import Testing

@testable import Commands

/// `rmtop simulate --prior`.
@Suite struct SimulateCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// d = 5 (two categories and three columns) with an intercept, embeddings of length 4.
  private func linear(gate: PriorFile.Gate?) -> PriorFile {
    var matrix: [Double] = Array(repeating: 0.5, count: 36)
    for index in 0..<6 { matrix[index * 7] = 40 }
    let means: [[Double]] = [
      [0.1, -0.2, 0.3, 0.05, -0.15, 0.2], [-0.1, 0.25, 0, 0.15, 0.1, 0.1], [0.3, 0, -0.2, -0.1, 0.05, 0.15],
    ]
    var file = PriorFile(
      rewardModels: ["x", "y", "z"], means: means, precision: .shared(matrix), hasIntercept: true)
    file.noiseVariance = 0.4
    file.baseline = SharedBaseline(weights: [0.1, -0.1, 0.2, 0, -0.3], level: 0.7, gain: 0.45)
    file.gate = gate
    var basis = Array(repeating: 0.0, count: 24)
    for column in 0..<3 { basis[(column * 2 + 1) * 3 + column] = 1 }
    file.transform = .linear(
      LinearTransform(
        center: [0.1, -0.2, 0.3, 0, 1, 2, 1, 1], basis: basis, mean: [0.4, 0.1, 0, 0.05, 0], scale: 0.8,
        categories: ["math", "code"]))
    return file
  }

  private func head() -> PriorFile {
    let weight: [Double] = (0..<24).map { Double($0 * 7 % 13) / 6 - 1 }
    var file = PriorFile(
      rewardModels: ["x", "y"], means: [[0.5, -0.5, 0.1], [-0.2, 0.4, 0.3]], hasIntercept: false)
    file.transform = .head(
      HeadTransform(
        weight: weight, bias: [0.1, 0.2, -0.1],
        layerNormWeight: [1, 1, 1], layerNormBias: [0, 0, 0]))
    return file
  }

  private func write(_ file: PriorFile, to name: String) throws {
    try FileBytes.write(#require(file.safetensors()).encoded(), path: folder.file(name))
  }

  private func simulate(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(["simulate"] + arguments, in: folder)
  }

  /// The log folds without a fault, and every logged score is that of the fold.
  private func checkRun(_ log: String, policy: PolicyName, exploration: Double, dimension: Int) throws {
    let (state, _) = try LogInput.fold(folder.file(log))
    #expect(state.posterior == .available)
    #expect(state.counts.differingScores == 0)
    #expect(state.counts.decisions > 0)
    #expect(state.settings.policy == policy && state.settings.exploration == exploration)
    #expect(state.dimension == dimension)
    #expect(
      try FileBytes.read(path: folder.file(log + ".prior.safetensors"))
        == FileBytes.read(path: folder.file("p.safetensors")))
    #expect(
      state.header?.router.prior
        == .file(
          name: log + ".prior.safetensors",
          sha256: SHA256.hexDigest(of: try FileBytes.read(path: folder.file("p.safetensors")))))
  }

  @Test func everyKindOfFileRoutes() throws {
    let matrices: [[Double]] = [[4, 0, 0, 0, 4, 0, 0, 0, 4], [9, 1, 0, 1, 9, 0, 0, 0, 9]]
    var posterior = PriorFile(
      rewardModels: nil, means: [[1, 0, 0], [0, 1, 0]], precision: .perArm(matrices), hasIntercept: false)
    posterior.noiseVariance = 0.5
    let cases: [(file: PriorFile, policy: PolicyName, exploration: Double, dimension: Int)] = [
      (linear(gate: .open), .thompson, 0, 5), (linear(gate: .closed), .cautious, 1, 5),
      (linear(gate: nil), .thompson, 1, 5), (head(), .thompson, 1, 3), (posterior, .thompson, 1, 3),
    ]
    for (file, policy, exploration, dimension) in cases {
      try write(file, to: "p.safetensors")
      let run = try simulate("--prior", "p.safetensors", "-o", "run.jsonl", "--steps", "12")
      #expect(run.status == 0, "\(run.errors)")
      try checkRun("run.jsonl", policy: policy, exploration: exploration, dimension: dimension)
      let (state, _) = try LogInput.fold(folder.file("run.jsonl"))
      #expect(state.faults.total == 0)
      #expect(
        state.rewardModels.map(\.info.id) == file.rewardModels ?? ["skywork-qwen3-0.6b", "grm-llama3.2-3b"])
    }
  }

  /// Contexts that are missing, late feedback, repetitions: the baseline's means are over the same rewards on both sides.
  @Test func theMessDoesNotPartRouterAndFold() throws {
    try write(linear(gate: .open), to: "p.safetensors")
    let run = try simulate(
      "--scenario", "messy", "--prior", "p.safetensors", "-o", "run.jsonl", "--steps", "40")
    #expect(run.status == 0)
    try checkRun("run.jsonl", policy: .thompson, exploration: 0, dimension: 5)
    let (state, _) = try LogInput.fold(folder.file("run.jsonl"))
    #expect(state.counts.rewardsWithoutContext > 0)
  }

  /// φ finds the world's numbers again, as far as distances allow.
  @Test func theTransformFitsTheWorld() throws {
    let file = linear(gate: .open)
    let features = SimulatedFeatures(file)
    #expect(features.worldDimension == 3)
    let context = try #require(features.context([0.25, -0.5, 0.125], category: "code"))
    #expect(zip(context, [-0.4, 0.9, 0.25, -0.55, 0.125]).allSatisfy { abs($0 - $1) < 1e-6 }, "\(context)")
  }

  @Test func whatDoesNotFitIsRefused() throws {
    try write(linear(gate: .open), to: "p.safetensors")
    try folder.write("{}", to: "text")
    var cautious = head()
    cautious.policy = "cautious"
    try write(cautious, to: "cautious")
    cautious.policy = "greedy"
    try write(cautious, to: "greedy")
    var bad = linear(gate: .open)
    bad.precision = .shared(Array(repeating: 1, count: 36))
    try write(bad, to: "flat")
    bad.precision = .identity
    bad.means[1][2] = 1e70
    try write(bad, to: "far")
    bad = linear(gate: .open)
    bad.noiseVariance = 1e-70
    try write(bad, to: "silent")
    let cases: [([String], Int32, String)] = [
      (["--prior", "p.safetensors"], 64, "--prior needs --output"),
      (["--prior", "p.safetensors", "-o", "x", "--rms", "3"], 64, "--rms and --dim cannot be used"),
      (["--prior", "none", "-o", "x"], 66, "the prior file “none” cannot be read: there is no such file"),
      (
        ["--prior", "text", "-o", "x"], 65,
        "the prior file “text” cannot be used: 2 bytes are no safetensors file"
      ),
      (
        ["--prior", "cautious", "-o", "x"], 65,
        "the policy of the prior file “cautious” is cautious, which needs an intercept"
      ),
      (["--prior", "greedy", "-o", "x"], 65, "the policy of the prior file “greedy” is greedy"),
      (
        ["--prior", "flat", "-o", "x"], 65,
        "the prior file “flat”: the prior matrix of reward model 1 is not symmetric and positive definite\n"
      ),
      (
        ["--prior", "far", "-o", "x"], 65,
        "the prior file “far”: the prior mean of reward model 2 has a number that is not finite or beyond 1e60\n"
      ),
      (
        ["--prior", "silent", "-o", "x"], 65,
        "the prior file “silent”: noise_variance 1e-70 is out of range (1e-60 to 1e+60)"
      ),
      (
        ["--prior", "p.safetensors", "-o", "x", "--set", "intercept=false"], 64,
        "the prior file “p.safetensors” has rows of 6 numbers, and contexts of 5 without an intercept take 5\n"
      ),
      (
        ["--prior", "p.safetensors", "-o", "x", "--set", "noise_variance=1e-70"], 64, "rmtop: noise_variance"
      ),
      (["--prior", "p.safetensors", "-o", "no/x"], 73, "cannot be written: there is no such file or folder"),
    ]
    for (arguments, status, words) in cases {
      let run = try ProgramRun(["simulate"] + arguments, in: folder)
      #expect(run.status == status && run.errors.contains(words), "\(arguments): \(run.status) \(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1 && run.output.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: folder.file("x")))
      #expect(!FileManager.default.fileExists(atPath: folder.file("x.prior.safetensors")))
    }
  }
}
