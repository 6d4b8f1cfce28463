import Foundation
import TestSupport
import Testing

/// A router that is killed while a trainer is at it, again and again, on one log.
struct ServeKillTests {
  /// 20 kills, or 100 with RMTOP_LONG_TESTS set.
  private static let rounds = ProcessInfo.processInfo.environment["RMTOP_LONG_TESTS"] == nil ? 20 : 100

  /// A trainer that sends again what was not answered, as the protocol wants it.
  private struct Trainer {
    var random = SeededGenerator(seed: 11)
    /// Pairs that have no answer yet, in order.
    var open: [(id: String, line: String)] = []
    /// Feedback since the last answer.
    var unsure: [String] = []
    /// The first answer to each pair.
    var answers: [String: String] = [:]
    /// Answered, and without feedback.
    var unfed: [String] = []
    var made = 0

    mutating func newPair() {
      let id = "p\(made)"
      let category = random.chance(50) ? #","category":"math"}"# : "}"
      let line = Lines.pair(id, step: made / 8, random.vector(3)).dropLast() + category
      open.append((id, String(line)))
      made += 1
    }
  }

  @Test func killedAtAnyMomentItGoesOnWithTheSameRun() throws {
    let folder = try TemporaryFolder()
    var trainer = Trainer()
    for _ in 0..<Self.rounds {
      let serve = try ServeProcess(in: folder)
      try train(&trainer, serve)
    }
    let serve = try ServeProcess(in: folder)
    let client = try ServeClient(serve)
    try client.send(trainer.unsure + trainer.open.map(\.line))
    for (pair, text) in zip(trainer.open, try client.next(trainer.open.count)) {
      take(Reply(text), for: pair.id, &trainer)
    }
    let run = try serve.expectLogIsState()
    let decisions = run.lines(ofType: "decision")
    #expect(trainer.made > Self.rounds && decisions.count == trainer.made)
    for (id, lines) in decisions {
      #expect(lines == [trainer.answers[id]], "one decision of \(id), as answered")
    }
    #expect(run.lines(ofType: "pair").allSatisfy { $0.value.count == 1 })
    #expect(run.lines(ofType: "feedback").allSatisfy { $0.value.count == 1 })
    try serve.end()
    #expect(try RecordedRun(folder).lines == run.lines)
  }

  /// One life of the router: it is killed after a random number of answers, with lines still under way.
  private func train(_ trainer: inout Trainer, _ serve: ServeProcess) throws {
    let client = try ServeClient(serve)
    for _ in 0..<(4 + trainer.random.below(40)) { trainer.newPair() }
    let pairs = trainer.open
    var sent = trainer.unsure
    /// How many lines of feedback go before the answer to each pair.
    var feedbackBefore: [Int] = []
    var feedback = trainer.unsure
    for pair in pairs {
      sent.append(pair.line)
      feedbackBefore.append(feedback.count)
      // Feedback of what was answered in an earlier life goes between the pairs.
      if trainer.random.chance(60), let id = trainer.unfed.popLast() {
        feedback.append(Lines.feedback(id, loss: trainer.random.uniform()))
        sent.append(feedback.last ?? "")
      }
    }
    let awaited = trainer.random.below(pairs.count + 1)
    try client.send(sent)
    var replies = try client.next(awaited)
    try serve.crash()
    // What was under way when it died counts as said too.
    replies += try client.rest()
    let logged = Set(
      try serve.folder.text("run.jsonl").split(separator: "\n").map(String.init))
    for (pair, text) in zip(pairs, replies) {
      let reply = Reply(text)
      take(reply, for: pair.id, &trainer)
      #expect(logged.contains(reply.original), "answered, and not in the log: \(text)")
    }
    let surelyLogged = replies.isEmpty ? 0 : feedbackBefore[replies.count - 1]
    let ids = Set(logged.compactMap { $0.contains(#""type":"feedback""#) ? Reply($0).id : nil })
    for line in feedback.prefix(surelyLogged) {
      #expect(
        ids.contains(Reply(line).id ?? ""), "an answer came behind it, and it is not in the log: \(line)")
    }
    trainer.unsure = Array(feedback.dropFirst(surelyLogged))
    trainer.open.removeFirst(replies.count)
  }

  private func take(_ reply: Reply, for id: String, _ trainer: inout Trainer) {
    #expect(reply.type == "decision" && reply.id == id, "\(reply.text)")
    trainer.answers[id] = reply.original
    trainer.unfed.append(id)
  }
}
