import Foundation
import RunEvents
import RunLog
import Simulator
import Testing

/// The shipped logs are what the simulator makes today.
@Suite struct SampleLogsTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../sample-logs").standardizedFileURL

  /// Where `sample-logs/make` wants the logs.
  private static let target = ProcessInfo.processInfo.environment["RMTOP_SAMPLE_LOGS"]

  @Test(.enabled(if: target != nil), arguments: SampleLogs.all) func `write the sample logs`(
    settings: SimulationSettings
  ) throws {
    let folder = URL(filePath: try #require(Self.target))
    let bytes = try SampleLogs.bytes(settings)
    try Data(bytes).write(to: folder.appending(path: "\(settings.scenario.rawValue).jsonl"))
  }

  @Test(.enabled(if: target == nil), arguments: SampleLogs.all)
  func `shipped logs are made by this simulator`(
    settings: SimulationSettings
  ) throws {
    let made = SampleLogs.lines(try SampleLogs.bytes(settings))
    let shipped = try Self.shipped(settings.scenario)
    #expect(shipped.count == made.count)
    let differing = zip(shipped, made).filter { !Self.agree($0, $1) }
    let first = differing.first.map { "line \($0.number): shipped \($0.content), made now \($1.content)" }
    #expect(differing.isEmpty, "\(first ?? "")")
  }

  private static func agree(_ old: LogLine, _ new: LogLine) -> Bool {
    let (oldText, oldNumbers) = comparable(old.content)
    let (newText, newNumbers) = comparable(new.content)
    guard old.number == new.number, oldText == newText, oldNumbers.count == newNumbers.count else {
      return false
    }
    return zip(oldNumbers, newNumbers).allSatisfy { one, other in
      one == other || one.isNaN && other.isNaN || abs(one - other) < 1e-6
    }
  }

  @Test(.enabled(if: target == nil), arguments: Scenario.allCases)
  func `every scenario has a log well under a megabyte`(
    scenario: Scenario
  ) throws {
    let size = try Self.file(scenario).resourceValues(forKeys: [.fileSizeKey]).fileSize ?? .max
    #expect(size < 500_000)
  }

  private static func file(_ scenario: Scenario) -> URL {
    let plain = folder.appending(path: "\(scenario.rawValue).jsonl")
    return FileManager.default.fileExists(atPath: plain.path) ? plain : plain.appendingPathExtension("gz")
  }

  private static func shipped(_ scenario: Scenario) throws -> [LogLine] {
    let reader = try LogReader(.file(path: file(scenario).path, follow: false))
    var lines: [LogLine] = []
    while true {
      let result = try reader.read(into: &lines, maximumBytes: 1 << 20, maximumLines: 10_000)
      #expect(result.notices.isEmpty)
      if result.reachedEnd { return lines }
    }
  }

  /// A line's content as text without what depends on the last bits of a BLAS kernel, and those numbers.
  private static func comparable(_ content: LineContent) -> (text: String, numbers: [Double]) {
    guard case .event(let timed) = content, case .decision(var decision) = timed.event else {
      return ("\(content)", [])
    }
    var numbers: [Double] = []
    if let propensity = decision.propensity { numbers.append(propensity) }
    decision.propensity = nil
    for place in decision.scores.indices {
      let score = decision.scores[place]
      numbers += [score.mean, score.standardDeviation, score.draw].map { $0 ?? -1e300 }
      decision.scores[place] = LoggedScore(rewardModel: score.rewardModel)
    }
    return ("\(TimedEvent(time: timed.time, .decision(decision)))", numbers)
  }
}
