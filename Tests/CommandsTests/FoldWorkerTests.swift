import Foundation
import RunEvents
import RunState
import Synchronization
import Testing

@testable import Commands
@testable import Dashboard

@Suite struct FoldWorkerTests {
  private func lines() -> [LogLine] {
    let models = ["a", "b"].map { RewardModelInfo(id: $0) }
    var events: [RunEvent] = [.run(RunHeader(name: "t", rewardModels: models, dimension: 64))]
    for step in 0..<3 {
      for place in 0..<4 {
        let id = "\(step).\(place)"
        let x = (0..<64).map { Double(($0 * 7 + step * 3 + place) % 11) / 11 }
        events.append(
          .decision(
            DecisionEvent(
              id: id, rewardModel: models[place % 2].id, step: step,
              description: PairDescription(features: .context(x)))))
        events.append(.feedback(FeedbackEvent(id: id, outcome: .loss(Double(place) / 4))))
      }
    }
    return events.enumerated().map {
      LogLine(number: $0 + 1, offset: $0, length: 1, content: .event(TimedEvent($1)))
    }
  }

  @Test func foldsOnItsThreadAndHandsTheStateBack() throws {
    let lines = lines()
    let done = DispatchSemaphore(value: 0)
    let back = Mutex<[HeavyFold]>([])
    let worker = FoldWorker { fold in
      back.withLock { $0.append(fold) }
      done.signal()
    }
    worker.start()
    defer { worker.stop() }
    var state = RunState()
    for (index, line) in lines.enumerated() {
      worker.start(HeavyFold(ticket: index, line: line, run: state.lend()))
      #expect(done.wait(timeout: .now() + 60) == .success)
      let fold = try #require(back.withLock { $0.popLast() })
      #expect(fold.ticket == index)
      state = fold.run
    }
    var expected = RunState()
    for line in lines { expected.fold(line) }
    #expect(state.digest == expected.digest)
    #expect(expected.progress.closes == 2)
    #expect(!FoldWorker.isAnyBusy)
  }

  /// One that has not begun gives way to the next: nobody waits for it any more.
  @Test func onlyTheLastOneWaits() throws {
    let done = DispatchSemaphore(value: 0)
    let tickets = Mutex<[Int]>([])
    let worker = FoldWorker { fold in
      tickets.withLock { $0.append(fold.ticket) }
      done.signal()
    }
    let line = try #require(lines().first)
    for ticket in 0..<5 { worker.start(HeavyFold(ticket: ticket, line: line, run: RunState())) }
    worker.start()
    #expect(done.wait(timeout: .now() + 60) == .success)
    worker.stop()
    #expect(tickets.withLock { $0 } == [4])
  }
}
