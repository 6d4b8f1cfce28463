import Files
import Foundation
import OfflineRouter
import RunLog
import RunState
import Safetensors
import TestSupport
import Testing

@testable import Commands

/// `rmtop posterior` on logs that start from prior files.
@Suite struct PosteriorCommandTests {
  private struct Report: Decodable {
    struct RewardModel: Decodable {
      var id: String
      var observations: Int
      var mean: [Double]
      var variance: [Double]
    }

    var dim: Int
    var rms: [RewardModel]
  }

  /// What `posterior --json` prints of a log.
  private static func report(_ log: String) throws -> Report {
    var (state, _) = try LogInput.fold(log)
    let report = state.posteriorReport()
    return try JSONDecoder().decode(
      Report.self, from: Data(PosteriorCommand.json(try #require(report)).utf8))
  }

  private static func golden(_ name: String) throws -> String {
    let folder = try #require(Bundle.module.url(forResource: "Golden/Priors", withExtension: nil))
    return folder.appendingPathComponent(name).path
  }

  private static func expectNear(
    _ one: Report, _ other: Report, _ tolerance: Double, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(one.dim == other.dim && one.rms.map(\.id) == other.rms.map(\.id), sourceLocation: location)
    for (one, other) in zip(one.rms, other.rms) {
      #expect(one.mean.count == other.mean.count, sourceLocation: location)
      for (value, wanted) in zip(one.mean + one.variance, other.mean + other.variance) {
        #expect(abs(value - wanted) <= tolerance * max(1, abs(wanted)), sourceLocation: location)
      }
    }
  }

  /// Logs, prior files and values of an independent program in numpy (`make.py` beside them): M shared and per reward
  /// model, intercept, scale, forgetting, a baseline with both rules, late and missing feedback, ties, small batches, a
  /// reward model that the file does not know, vectors alone, prior off.
  @Test(arguments: [
    "shared-batch", "shared-none", "per-batch", "per-unnamed", "per-none-aged", "no-matrix", "vectors", "off",
  ])
  func equalsAnIndependentProgram(name: String) throws {
    let wanted = try JSONDecoder().decode(
      Report.self, from: Data(contentsOf: URL(fileURLWithPath: Self.golden(name + ".expected.json"))))
    let report = try Self.report(Self.golden(name + ".jsonl"))
    #expect(report.rms.map(\.observations) == wanted.rms.map(\.observations))
    Self.expectNear(report, wanted, 1e-9)
  }

  /// `posterior -o`: a run that starts from it has the posteriors before its first reward.
  @Test(arguments: ["shared-batch", "per-none-aged", "vectors"]) func theWrittenFileGivesThemBack(
    name: String
  ) throws {
    let folder = try TemporaryFolder()
    let log = try Self.golden(name + ".jsonl")
    let run = try ProgramRun(["posterior", "--json", log, "-o", "next.prior.safetensors"], in: folder)
    #expect(run.status == 0 && run.errors == "")
    let bytes = try FileBytes.read(path: folder.file("next.prior.safetensors"))
    let file = try PriorFile(SafetensorsFile(bytes: bytes))
    #expect(file.method == "posterior" && file.policy == "thompson")
    #expect((file.baseline != nil) == (name != "vectors"))
    let rms = (file.rewardModels ?? []).map { "{\"id\":\"\($0)\"}" }.joined(separator: ",")
    try folder.write(
      """
      {"type":"run","version":1,"run":"next","dim":\(file.dimension),"rms":[\(rms)],"router":{\
      "intercept":\(file.hasIntercept),"noise_variance":\(file.noiseVariance ?? .nan),\
      "prior":"next.prior.safetensors","prior_sha256":"\(SHA256.hexDigest(of: bytes))"}}

      """, to: "next.jsonl")
    Self.expectNear(
      try Self.report(folder.file("next.jsonl")),
      try JSONDecoder().decode(Report.self, from: Data(run.output.utf8)), 1e-12)
  }

  @Test func aMissingOrOtherFileShowsNoPosteriorAndEverythingElse() throws {
    let folder = try TemporaryFolder()
    let log = try String(contentsOfFile: Self.golden("shared-batch.jsonl"), encoding: .utf8)
    try folder.write(log, to: "run.jsonl")
    for (words, prepare) in [
      ("cannot be read: there is no such file or folder", {}),
      (
        "is another one: its SHA-256 begins with",
        { try folder.write("else", to: "shared-batch.prior.safetensors") }
      ),
    ] as [(String, () throws -> Void)] {
      try prepare()
      for command in ["summary", "check", "posterior", "snapshot", "watch", "replay"] {
        let run = try ProgramRun([command, "run.jsonl"], in: folder)
        #expect(run.status == (command == "posterior" ? 65 : 0), "\(command): \(run.errors)")
        if command == "posterior" || command == "check" {
          #expect((run.output + run.errors).contains(words), "\(command)")
        }
        if command == "summary" { #expect(run.output.contains("80 decisions")) }
      }
    }
  }

  /// A log on standard input has its prior file in the working folder.
  @Test func standardInputLooksIntoTheWorkingFolder() throws {
    let folder = try TemporaryFolder()
    let file = "vectors.prior.safetensors"
    try FileManager.default.copyItem(atPath: Self.golden(file), toPath: folder.file(file))
    let log = try Data(contentsOf: URL(fileURLWithPath: Self.golden("vectors.jsonl")))
    for command in ["summary", "watch"] {
      let run = try ProgramRun([command, "-"], in: folder, input: log)
      #expect(run.status == 0)
      #expect(run.output.contains("best") && !run.output.contains("no posteriors"), "\(run.output)")
    }
    #expect(try ProgramRun(["posterior", "-"], in: folder, input: log).status == 0)
  }
}
