import Router
import RouterEngine
import RunEvents
import Testing

@testable import RunState

/// Lines that are well-formed and cannot be of this run: skipped whole.
@Suite struct RunStateFaultTests {
  @Test func anUnknownRewardModelIsAFaultWithASuggestion() {
    let state = folded { log in
      log.run(rms: ["skywork", "gemma"])
      log.decide("1", "skywerk", step: 9, x: [1, 2])
      log.control("s-1", .ban, "other\u{1B}[31m")
      log.control("s-2", .ban, nil)
    }
    #expect(state.faults.total == 3)
    #expect(state.faults.listed[0].reason.kind == .unknownRewardModel)
    #expect(state.faults.listed[0].reason.message.contains("did you mean “skywork”"))
    #expect(!state.faults.listed[1].reason.message.contains("\u{1B}"))
    #expect(state.faults.listed[2].reason.kind == .missingField)
    #expect(state.counts.events == 1)
    #expect(state.counts.decisions == 0)
    #expect(state.progress.routingStep == nil)
    #expect(state.controls.isEmpty)
    #expect(state.faults.last?.line == 4)
  }

  @Test func aContextOfAnotherLengthIsAFaultOfThatLineAlone() {
    let state = folded { log in
      log.run(dim: nil)
      log.pair("0", step: 0, x: [])
      log.pair("1", step: 1, x: [1, 2])
      log.pair("2", step: 5, x: [1, 2, 3])
      log.decide("1", "a", x: [1])
      log.pair("3", step: 5, x: [1, .nan])
      log.decide("1", "a")
    }
    #expect(state.faults.total == 4)
    #expect(state.faults.byKind == [FaultList.KindCount(kind: .badContext, count: 4)])
    #expect(state.progress.routingStep == 1)
    #expect(state.counts.decisions == 1)
    #expect(state.dimension == 2)
  }

  @Test func aForeignLogTakes64RewardModelsByFirstAppearance() {
    let state = folded { log in
      for id in 0..<70 { log.decide("\(id)", "rm\(id)", step: 1, x: [1]) }
      log.control("s-1", .ban, "rm3")
      log.applied("s-1")
      log.decide("x", "rm2", step: 1)
    }
    #expect(state.rewardModels.map(\.info.id) == (0..<64).map { "rm\($0)" })
    #expect(state.faults.total == 6)
    #expect(state.counts.decisions == 65)
    #expect(state.counts.pairs == 0)
    #expect(state.allowed.isBanned(3, category: nil))
    #expect(state.summary.run == nil)
    guard case .unavailable(let sentence) = state.posterior else {
      Issue.record("available")
      return
    }
    #expect(sentence.contains("run line"))
  }

  @Test func faultsAreCountedListedAndSaidByPowersOfTen() {
    let state = folded { log in
      log.run()
      for _ in 0..<1500 { log.fault(.invalidJSON) }
      log.fault(.invalidUTF8)
    }
    #expect(state.faults.total == 1501)
    #expect(state.faults.listed.count == 1000)
    #expect(state.faults.byKind.map(\.kind) == [.invalidUTF8, .invalidJSON])
    #expect(state.faults.byKind.map(\.count) == [1, 1500])
    #expect(state.journal.filter { $0.subject == .fault }.count == 5)
    #expect(state.journal.filter { $0.subject == .cap }.count == 1)
  }

  @Test func anEventOfAnUnknownTypeIsCountedOnly() {
    let state = folded { log in
      log.run()
      for _ in 0..<3 { log.add(.unknown(type: "hologram")) }
    }
    #expect(state.counts.unknownTypes == 3)
    #expect(state.faults.total == 0)
    #expect(state.journal.filter { $0.text.contains("hologram") }.count == 1)
  }
}
