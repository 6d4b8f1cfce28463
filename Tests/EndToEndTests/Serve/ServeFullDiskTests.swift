import Foundation
import TestSupport
import Testing

/// A log that cannot grow, as on a full disk: by a limit on the size of files, which is raised later.
struct ServeFullDiskTests {
  private static let limit = 40_000
  private static let prlimit = "/usr/bin/prlimit"

  @Test func nothingIsDecidedThatCannotBeRecorded() throws {
    let serve = try ServeProcess(
      in: TemporaryFolder(), launcher: [Self.prlimit, "--fsize=\(Self.limit):unlimited"])
    var trainer = Trainer(client: try ServeClient(serve))
    let sent = try fill(serve, &trainer)

    // Everything is as the log has it, and what needs no line is answered.
    let status = try trainer.client.ask(Lines.status)
    #expect(status.flag("writable") == false && status["trouble"] == "the file size limit is reached")
    let refused = [
      Lines.pair("new"), Lines.control("s-1", "ban", "a"), Lines.note("x"), Lines.feedback("p0-1"),
    ]
    #expect(try trainer.send(refused).map(\.code) == Array(repeating: "log_unwritable", count: 4))
    let full = try serve.expectLogIsState()
    let known = try #require(full.lines(ofType: "decision").first { $0.key.hasPrefix("p0-") })
    let repeated = try trainer.client.ask(Lines.pair(known.key))
    #expect(repeated.isRepeated && repeated.original == known.value[0])
    #expect(try ServeClient(serve).ask(Lines.hello).type == "hello")
    let logged = Set(full.lines.map { Reply($0).name })
    for line in sent.taken { #expect(logged.contains(line), "not refused, and not in the log: \(line)") }
    for line in sent.refused { #expect(!logged.contains(line), "refused, and in the log: \(line)") }

    let raised = try ProgramCall(["--pid", "\(serve.pid)", "--fsize=unlimited"], program: Self.prlimit)
    #expect(raised.status == 0, "\(raised.errors)")
    try serve.wait(for: "a decision") {
      try trainer.send([Lines.pair("new")]).first?.type == "decision"
    }
    #expect(try trainer.client.ask(Lines.status).flag("writable") == true)
    try serve.waitForErrors("the log could not be written for")
    let run = try serve.expectLogIsState()
    #expect(run.lines.starts(with: full.lines))
    // Each time that it could be written again a note says how much was refused.
    let counts = run.lines.compactMap { line in
      line.firstMatch(of: #/the log could not be written for .*; ([\d,]+) lines? of clients refused/#)
        .flatMap { Int($0.1.filter(\.isNumber)) }
    }
    #expect(!counts.isEmpty && counts.reduce(0, +) == trainer.refusals, "\(counts)")
    try serve.end()
  }

  private struct Trainer {
    let client: ServeClient
    /// Lines that were refused because the log cannot be written.
    var refusals = 0

    /// Sends lines together.
    ///
    /// - Returns: what they are answered with.
    mutating func send(_ lines: [String]) throws -> [Reply] {
      try client.send(lines)
      try client.send([Lines.status])
      var replies = [Reply(try client.next(1)[0])]
      while replies.last?.type != "status" { replies.append(Reply(try client.next(1)[0])) }
      replies.removeLast()
      refusals += replies.count { $0.code == "log_unwritable" }
      return replies
    }
  }

  private struct Sent {
    /// Lines that were answered, or had no refusal, as "type id".
    var taken: Set<String> = []
    var refused: Set<String> = []
  }

  /// Fills the log to the last bytes: first in bursts, the last of which does not fit, then with small lines.
  private func fill(_ serve: ServeProcess, _ trainer: inout Trainer) throws -> Sent {
    var sent = Sent()
    var burst = 0
    while sent.refused.isEmpty {
      var lines = (0..<8).map { Lines.pair("p\(burst)-\($0)") }
      // Lines without answers come last. The pairs of the first burst have no feedback.
      if burst > 1 { lines += (0..<8).map { Lines.feedback("p\(burst - 1)-\($0)") } }
      let refusals = try trainer.send(lines).filter { $0.type == "error" }
      #expect(refusals.allSatisfy { $0.code == "log_unwritable" })
      let numbers = refusals.compactMap { $0.number("line") }
      #expect(numbers == numbers.sorted() && numbers.count == refusals.count)
      sent.refused = Set(refusals.map { "\($0["of"] ?? "") \($0.id ?? "")" })
      sent.taken.formUnion(lines.map { Reply($0).name })
      sent.taken.subtract(sent.refused)
      burst += 1
    }
    // So that not even the note fits that the router tries to write.
    while try Self.limit - serve.folder.text("run.jsonl").utf8.count > 100 {
      _ = try trainer.send([Lines.note("x")])
    }
    try serve.wait(for: "a line that is refused") {
      try trainer.send([Lines.note("x")]).first?.code == "log_unwritable"
    }
    return sent
  }
}

extension Reply {
  fileprivate var name: String { "\(type ?? "") \(id ?? "")" }
}
