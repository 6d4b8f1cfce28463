import Foundation
import TestSupport
import Testing

/// `watch` and `replay` with `--headless`: the numbers of every step as lines, JSON and CSV.
@Suite struct HeadlessTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func simulate(_ name: String, _ options: String...) throws {
    let made = try ProgramRun(
      ["simulate", "--steps", "12", "--rms", "3", "--dim", "4", "--seed", "7", "-o", name] + options,
      in: folder)
    #expect(made.status == 0, "\(made.errors)")
  }

  private func run(_ arguments: String...) throws -> ProgramRun {
    let run = try ProgramRun(arguments, in: folder)
    #expect(run.status == 0, "\(arguments): \(run.errors)")
    return run
  }

  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func rows(_ text: String) -> [[String]] {
    text.split(separator: "\r\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The last record is what `summary` says of the same log, and every other what it says of the log up to there.
  @Test func recordsAreTheNumbersOfTheSummary() throws {
    try simulate("run.jsonl", "--scenario", "hacking")
    let records = try objects(run("replay", "run.jsonl", "--headless", "--json").output)
    #expect(records.compactMap { $0["step"] as? Int } == Array(0..<12))
    let lines = try folder.text("run.jsonl").split(separator: "\n")
    for step in [4, 11] {
      let next =
        step == 11
        ? nil : lines.firstIndex { $0.contains(#""type":"pair""#) && $0.contains("\"step\":\(step + 1),") }
      try folder.write(lines[..<(next ?? lines.count)].joined(separator: "\n") + "\n", to: "part.jsonl")
      let summary = try #require(try objects(run("summary", "part.jsonl", "--json").output).first)
      let record = records[step]
      for field in ["decisions", "not_finite", "faults"] {
        #expect(record[field] as? Int == summary[field] as? Int, "\(field) of step \(step)")
      }
      let models = try #require(record["rms"] as? [[String: Any]])
      let others = try #require(summary["rms"] as? [[String: Any]])
      #expect(models.count == 3 && others.count == 3)
      for (model, other) in zip(models, others) {
        for (field, value) in model {
          #expect(
            NSObject.same(value, other[field]),
            "\(field) of step \(step): \(value), \(String(describing: other[field]))")
        }
      }
    }
  }

  /// Followed through a pipe or replayed from a file: the same bytes.
  @Test(arguments: [[], ["--json"], ["--csv"]] as [[String]])
  func recordsAreAFunctionOfTheLog(format: [String]) throws {
    try simulate("run.jsonl", "--scenario", "messy")
    let replayed = try ProgramRun(["replay", "run.jsonl", "--headless"] + format, in: folder)
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.file("run.jsonl")))
    let piped = try ProgramRun(["watch", "-", "--headless"] + format, in: folder, input: data)
    #expect(replayed.status == 0 && piped.status == 0)
    #expect(replayed.output == piped.output && replayed.output.contains("8"))
    #expect(replayed.errors.isEmpty, "\(replayed.errors)")
  }

  @Test func everyRowOfTheTableHasTheColumnsOfItsHeader() throws {
    try simulate("run.jsonl")
    let table = rows(try run("replay", "run.jsonl", "--headless", "--csv").output)
    #expect(table.count == 1 + 12 * 3)
    #expect(table.allSatisfy { $0.count == table[0].count })
    let (step, model, share) = (
      try #require(table[0].firstIndex(of: "step")), try #require(table[0].firstIndex(of: "rm")),
      try #require(table[0].firstIndex(of: "recent_share"))
    )
    for place in 0..<12 {
      let group = table[(1 + 3 * place)..<(4 + 3 * place)]
      #expect(Set(group.map { $0[step] }) == [String(place)] && Set(group.map { $0[model] }).count == 3)
      #expect(abs(group.reduce(0) { $0 + (Double($1[share]) ?? .nan) } - 1) < 1e-9)
    }
  }

  /// The header does not depend on the log, not even on whether there is anything in it.
  @Test func theHeaderIsThatOfEveryLog() throws {
    try folder.write("", to: "empty.jsonl")
    try simulate("run.jsonl")
    let empty = try run("replay", "empty.jsonl", "--headless", "--csv").output
    #expect(try run("replay", "run.jsonl", "--headless", "--csv").output.hasPrefix(empty))
    #expect(empty.hasPrefix("run,step,") && empty.hasSuffix("\r\n") && rows(empty).count == 1)
  }

  @Test func hostileNamesAreCells() throws {
    try folder.write(
      """
      {"type":"run","version":1,"run":"=HYPERLINK(1)","rms":[{"id":"a,\\"b\\""},{"id":"@x\\u001b[31m"},{"id":"a\\u200b"},{"id":"a"}]}
      {"type":"decision","id":"1","rm":"a","step":0}

      """, to: "names.jsonl")
    let table = try run("replay", "names.jsonl", "--headless", "--csv").output
    #expect(table.contains("\r\n'=HYPERLINK(1),0,"))
    #expect(table.contains(",\"a,\"\"b\"\"\",") && table.contains(",'@x[31m,"))
    // Two ids that look alike are two rows that can be told apart.
    #expect(table.contains("ok,a…3,0,") && table.contains("ok,a…4,1,"), "\(table)")
  }

  /// A step that a line repeats has no second record, and a restart begins again.
  @Test func repetitionsAndRestartsHaveTheirRecords() throws {
    try folder.write(
      """
      {"type":"run","version":1,"run":"r","rms":[{"id":"a"}],"router":{"step_slack":2}}
      {"type":"decision","id":"1","rm":"a","step":5}
      {"type":"decision","id":"1","rm":"a","step":6}
      {"type":"decision","id":"2","rm":"a","step":5}
      {"type":"decision","id":"3","rm":"a","step":9}
      {"type":"decision","id":"4","rm":"a","step":1}

      """, to: "steps.jsonl")
    let records = try objects(run("replay", "steps.jsonl", "--headless", "--json").output)
    #expect(records.compactMap { $0["step"] as? Int } == [5, 9, 1])
    #expect(records.compactMap { $0["decisions"] as? Int } == [2, 3, 4])
  }

  @Test func withoutStepsEveryBatchIsOne() throws {
    let pairs = (1...5).map {
      "{\"type\":\"decision\",\"id\":\"\($0)\",\"rm\":\"a\"}\n{\"type\":\"feedback\",\"id\":\"\($0)\",\"loss\":1}\n"
    }
    try folder.write(
      #"{"type":"run","version":1,"run":"r","rms":[{"id":"a"}],"router":{"group":2}}"# + "\n"
        + pairs.joined(),
      to: "bare.jsonl")
    let records = try objects(run("replay", "bare.jsonl", "--headless", "--json").output)
    #expect(records.compactMap { $0["decisions"] as? Int } == [2, 4, 5])
    #expect(records.allSatisfy { $0["step"] is NSNull && $0["reward"] as? Double == -1 })
  }

  @Test func stepsInBetweenAreLeftOut() throws {
    try simulate("run.jsonl")
    let thinned = try objects(run("replay", "run.jsonl", "--headless", "--json", "--every", "5").output)
    #expect(thinned.compactMap { $0["step"] as? Int } == [0, 5, 10, 11])
    let later = try objects(run("replay", "run.jsonl", "--headless", "--json", "--from", "9").output)
    #expect(later.compactMap { $0["step"] as? Int } == [9, 10, 11])
  }

  @Test(arguments: [
    (["watch", "r", "--csv"], "--csv applies to --headless only"),
    (["watch", "r", "--every", "2"], "--every applies to --headless only"),
    (["replay", "r", "--headless", "--every", "0"], "--every: expected a number of steps from 1, got 0"),
    (["replay", "r", "--headless", "--csv", "--json"], "--json and --csv exclude each other"),
    (["replay", "r", "--headless", "--speed", "2"], "--speed is for the screen"),
    (["watch", "r", "--headless", "--control", "c"], "--control is for the screen"),
  ]) func whatDoesNotGoTogetherIsRefused(arguments: [String], words: String) throws {
    let run = try ProgramRun(arguments, in: folder)
    #expect(run.status == 64 && run.output.isEmpty && run.errors.contains(words), "\(run.errors)")
  }

  /// Who expected a screen learns of the option.
  @Test func withoutATerminalTheOptionIsNamed() throws {
    try simulate("run.jsonl")
    #expect(try run("watch", "run.jsonl").errors.contains("--headless prints the numbers of every step"))
    #expect(try run("watch", "run.jsonl", "--json").errors.isEmpty)
  }

  /// Ctrl-C is how a watch ends: with the numbers of where the run stands, and success. TERM is somebody else's wish.
  @Test(arguments: [(SIGINT, 0), (SIGTERM, 143)] as [(Int32, Int32)]) func aSignalEndsItWithTheLastRecord(
    number: Int32, status: Int32
  ) throws {
    try folder.write(
      """
      {"type":"run","version":1,"run":"r","rms":[{"id":"a"}]}
      {"type":"decision","id":"1","rm":"a","step":0}
      {"type":"decision","id":"2","rm":"a","step":1}

      """, to: "live.jsonl")
    let process = ProgramRun.process(["watch", "live.jsonl", "--headless"], in: folder)
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    try process.run()
    try output.fileHandleForWriting.close()
    // The first record is there: the program follows the file.
    let first = try output.fileHandleForReading.read(upToCount: 1) ?? Data()
    kill(process.processIdentifier, number)
    let rest = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(ProgramRun.status(of: process) == status)
    let lines = String(decoding: first + rest, as: UTF8.self).split(separator: "\n")
    #expect(lines.map { $0.prefix(9) } == ["step 0 · ", "step 1 · "])
  }

  /// Nobody reads any more: no word about it.
  @Test func aReaderThatLeavesEndsItQuietly() throws {
    try simulate("run.jsonl")
    let run = try ProgramRun(["replay", "run.jsonl", "--headless", "--csv"], in: folder)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-o", "pipefail", "-c", "\"$0\" replay run.jsonl --headless --csv | head -1", BuiltProgram.path,
    ]
    process.environment = BuiltProgram.environment([:])
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    try output.fileHandleForWriting.close()
    try errors.fileHandleForWriting.close()
    let first = try output.fileHandleForReading.readToEnd() ?? Data()
    #expect(run.output.hasPrefix(String(decoding: first, as: UTF8.self)) && !first.isEmpty)
    #expect(try errors.fileHandleForReading.readToEnd() ?? Data() == Data())
    process.waitUntilExit()
    #expect([0, 141].contains(ProgramRun.status(of: process)))
  }
}

extension NSObject {
  /// Whether two values of JSON are the same, whatever they are.
  fileprivate static func same(_ one: Any, _ other: Any?) -> Bool {
    guard let one = one as? NSObject, let other = other as? NSObject else { return false }
    return one == other
  }
}
