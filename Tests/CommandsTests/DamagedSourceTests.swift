import Foundation
import TestSupport
import Testing

/// Packed sources that are cut or no packed data at all, for every command that reads one.
struct DamagedSourceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    #expect(
      try ProgramRun(["simulate", "--steps", "40", "-o", "m.jsonl"], in: folder)
        .status == 0)
    try shell("gzip -k m.jsonl && head -c 20000 m.jsonl.gz > cut.gz && head -c 12 m.jsonl.gz > nothing.gz")
    try shell("head -c 3 m.jsonl.gz > stub.gz && : > empty.gz")
    try shell("(printf '\\037\\213\\010'; head -c 4000 m.jsonl) > noise.gz")
  }

  private func shell(_ command: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try process.runToEnd()
    try #require(process.terminationStatus == 0)
  }

  @Test func whatCannotBeUnpackedAtAllIsNoInput() throws {
    for source in ["nothing.gz", "stub.gz", "empty.gz", "noise.gz"] {
      for command in ["summary", "check", "posterior", "whatif", "snapshot", "replay", "watch", "evaluate"] {
        let run = try ProgramRun([command, source], in: folder)
        #expect(run.status == 66, "\(command) \(source): \(run.errors)")
        #expect(run.errors.contains(source), "\(command) \(source): \(run.errors)")
        #expect(!run.output.contains("no faults"))
      }
      let train = try ProgramRun(["train", source, "-o", "prior.st"], in: folder)
      #expect(train.status == 66, "\(source): \(train.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("prior.st")))
  }

  @Test func aCutLogIsReadAsFarAsItGoesAndSaid() throws {
    for (command, status) in [
      ("summary", 74), ("check", 1), ("posterior", 74), ("whatif", 74), ("snapshot", 74), ("replay", 74),
      ("watch", 74),
    ] {
      let run = try ProgramRun([command, "cut.gz"], in: folder)
      #expect(run.status == Int32(status), "\(command): \(run.status) \(run.errors)")
      #expect(!run.output.isEmpty, "\(command)")
      #expect((run.output + run.errors).contains("ends in the middle of its compressed data"), "\(command)")
      #expect(try ProgramRun([command, "m.jsonl.gz"], in: folder).status == 0, "\(command)")
    }
    let piped = try Data(contentsOf: URL(fileURLWithPath: folder.file("cut.gz")))
    #expect(try ProgramRun(["summary", "-"], in: folder, input: piped).status == 74)
  }

  @Test func aPriorOfPartOfTheDataIsWrittenOnlyWhereItIsWanted() throws {
    var run = try ProgramRun(["posterior", "cut.gz", "-o", "post.st"], in: folder)
    #expect(run.status == 74 && run.errors.contains("--partial"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("post.st")))
    run = try ProgramRun(["posterior", "cut.gz", "-o", "post.st", "--partial"], in: folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(FileManager.default.fileExists(atPath: folder.file("post.st")))

    var generator = SeededGenerator(seed: 3)
    let pairs = (0..<300).map { index in
      let x = (0..<3).map { _ in String(Double.random(in: -1...1, using: &generator)) }.joined(separator: ",")
      let labels = "{\"a\":\(index % 2),\"b\":\(Int.random(in: 0...1, using: &generator))}"
      return "{\"type\":\"judged\",\"x\":[\(x)],\"labels\":\(labels)}\n"
    }
    try pairs.joined().write(toFile: folder.file("p.jsonl"), atomically: true, encoding: .utf8)
    try shell("gzip -k p.jsonl && head -c $(($(wc -c < p.jsonl.gz) / 2)) p.jsonl.gz > cutpairs.gz")
    for command in [
      ["train", "cutpairs.gz", "-o", "prior.st"], ["evaluate", "cutpairs.gz", "--seeds", "1"],
    ] {
      run = try ProgramRun(command, in: folder)
      #expect(run.status == 74 && run.errors.contains("--partial"), "\(command): \(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.file("prior.st")))
      run = try ProgramRun(command + ["--partial"], in: folder)
      #expect(run.status == 0, "\(command): \(run.errors)")
      let wrote = FileManager.default.fileExists(atPath: folder.file("prior.st"))
      #expect(wrote == (command[0] == "train"))
      if wrote { try FileManager.default.removeItem(atPath: folder.file("prior.st")) }
    }
  }
}
