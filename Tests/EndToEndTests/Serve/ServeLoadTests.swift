import Foundation
import TestSupport
import Testing

/// A trainer, someone who steers, and screens that come and go, all at once.
struct ServeLoadTests {
  @Test func everyDecisionObeysWhatStandsBeforeItInTheLog() throws {
    let serve = try ServeProcess(in: TemporaryFolder())
    let path = serve.socket
    let meeting = Meeting()
    let people: [@Sendable () throws -> Void] = [
      { try Self.train(path, meeting) }, { try Self.steer(path, meeting) }, { try Self.look(path) },
    ]
    let done = DispatchSemaphore(value: 0)
    for person in people {
      // Threads of their own: a busy machine's pool may have one alone, and they would never meet.
      Thread {
        do { try person() } catch { Issue.record(error) }
        done.signal()
      }.start()
    }
    for _ in people { done.wait() }
    let run = try serve.expectLogIsState()
    var controls: [String: Reply] = [:]
    var banned: Set<String> = []
    var counts = (decisions: 0, underBan: 0, refused: 0)
    for line in run.lines.map(Reply.init) {
      switch line.type {
      case "control": controls[try #require(line["seq"])] = line
      case "applied":
        let control = try #require(controls[line["seq"] ?? ""], "an answer before its control")
        let name = try #require(control["rm"])
        if line.flag("ok") != true {
          counts.refused += 1
          let isLast = control["action"] == "ban" && banned.union([name]).count == 3
          let isFree = control["action"] == "unban" && !banned.contains(name)
          #expect(isLast || isFree, "\(line.text)")
        } else if control["action"] == "ban" {
          banned.insert(name)
        } else {
          banned.remove(name)
        }
      case "decision":
        counts.decisions += 1
        if !banned.isEmpty { counts.underBan += 1 }
        #expect(!banned.contains(try #require(line["rm"])), "\(line.text)")
      default: break
      }
    }
    #expect(counts.decisions == 900 && controls.count == 120)
    #expect(counts.underBan > 0 && counts.refused > 0, "the two never met")
  }

  /// Who steers stays within a burst of who trains.
  private struct Meeting {
    let decided = DispatchSemaphore(value: 0)
    let steered = DispatchSemaphore(value: 1)

    static func wait(for event: DispatchSemaphore) throws {
      try #require(event.wait(timeout: .now() + 60) == .success, "the other one is gone")
    }
  }

  private static func train(_ path: String, _ meeting: Meeting) throws {
    let client = try ServeClient(path: path)
    var random = SeededGenerator(seed: 5)
    for burst in 0..<60 {
      let ids = (0..<15).map { "p\(burst)-\($0)" }
      try client.send(ids.map { Lines.pair($0, step: burst, random.vector(2)) })
      #expect(try client.next(15).map { Reply($0).id } == ids)
      try client.send(ids.map { Lines.feedback($0, loss: random.uniform()) })
      meeting.decided.signal()
      try Meeting.wait(for: meeting.steered)
    }
    // The answer says that all feedback is in the log.
    _ = try client.ask(Lines.status)
  }

  private static func steer(_ path: String, _ meeting: Meeting) throws {
    let client = try ServeClient(path: path)
    var random = SeededGenerator(seed: 6)
    for number in 0..<120 {
      if number % 2 == 0 { try Meeting.wait(for: meeting.decided) }
      let action = random.element(["ban", "ban", "unban"])
      let reply = try client.ask(Lines.control("s-\(number)", action, random.element(["a", "b", "c"])))
      #expect(reply.type == "applied" && reply["seq"] == "s-\(number)")
      if number % 2 == 1 { meeting.steered.signal() }
    }
  }

  /// Each reads the whole log as it is, and something of what is added.
  private static func look(_ path: String) throws {
    for number in 0..<30 {
      let client = try ServeClient(path: path)
      let end = try #require(try client.ask(#"{"type":"subscribe","from":0}"#).number("end"))
      _ = try client.bytes(end)
      if number % 3 == 0 {
        try client.send([Lines.note("screen \(number)")])
        while try client.next(1)[0].contains("\"screen \(number)\"") == false {}
      }
    }
  }
}
