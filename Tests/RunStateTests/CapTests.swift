import RunEvents
import Testing
import Wording

@testable import RunState

/// Rule 8 of the fold: what grows no further, and that it is said once.
@Suite struct RunStateCapsTests {
  private func caps(_ state: RunState) -> Int { state.journal.filter { $0.subject == .cap }.count }

  @Test func categories() {
    let state = folded { log in
      log.run()
      for index in 0..<300 { log.decide("\(index)", "a", step: 1, category: "c\(index)") }
    }
    #expect(state.categories.count == 257)
    #expect(state.categories[256].name == "(other)")
    #expect(state.categories[256].decisions == 44)
    #expect(caps(state) == 1)
    #expect(state.latestDecision?.category == "c299")
  }

  @Test func metricNames() {
    let state = folded { log in
      log.run()
      for index in 0..<2100 { log.metrics(1, ("m\(index)", 1)) }
      log.metrics(2, (String(repeating: "m", count: 300), 1))
      log.metrics(2, ("m0", 3))
    }
    #expect(state.metrics.count == 2048)
    #expect(state.metrics[0].last == 3)
    #expect(caps(state) == 2)
  }

  @Test func rewardModelsOfTheRunLine() {
    let state = folded { log in
      log.run(rms: (0..<70).map { "rm\($0)" })
      log.decide("1", "rm63", step: 1)
      log.decide("2", "rm64", step: 1)
    }
    #expect(state.rewardModels.count == 64)
    #expect(state.faults.total == 1)
    #expect(caps(state) == 1)
  }

  @Test func markersAreThinnedByKind() {
    let state = folded { log in
      log.run()
      log.control("s-1", .ban, "a")
      for index in 0..<10_000 { log.add(.note(NoteEvent(level: .info, text: "\(index)"))) }
    }
    let notes = state.markers.filter { $0.kind == .note }
    #expect(notes.count < MarkerThinning.limit && notes.count > MarkerThinning.limit / 2 - 2)
    #expect(state.markers.filter { $0.kind == .control }.count == 1)
    #expect(notes.first?.text == "0")
    #expect(notes.map(\.event) == notes.map(\.event).sorted())
    #expect(Set(zip(notes, notes.dropFirst()).map { $1.event - $0.event }).count == 1)
  }

  @Test func theJournal() {
    let state = folded { log in
      log.run()
      for index in 0..<25_000 { log.add(.note(NoteEvent(level: .info, text: "\(index)"))) }
    }
    #expect(state.journal.count <= 10_000 && state.journal.count >= 9000)
    #expect(state.journal.last?.text == "24999")
    #expect(state.journal.capsSaid.contains(.journal))
  }

  @Test func everythingIsPrintable() {
    let evil = "\u{1B}]0;x\u{7}\u{202E}abc\u{9B}2J\n"
    let state = folded { log in
      log.run(evil, rms: ["a" + evil, "b"])
      log.pair("1", step: 1, category: evil)
      log.decide(evil, "a" + evil, category: evil)
      log.control("s-1", .ban, "a" + evil, category: evil, by: evil, reason: evil)
      log.applied("s-1", error: evil)
      log.control("s-2", .ban, "a" + evil, category: evil, by: evil, reason: evil)
      log.applied("s-2")
      log.decide("5", "a" + evil, step: 9, category: evil)
      log.decide("7", evil)
      log.add(.note(NoteEvent(level: .error, text: evil)))
      log.add(.unknown(type: evil))
      log.add(.settings(SettingsEvent(reason: evil)))
      log.add(.end(EndEvent(reason: evil)))
    }
    let texts =
      state.journal.map(\.text) + state.markers.map(\.text) + state.faults.listed.map(\.reason.message)
    #expect(texts.count > 15)
    for text in texts { #expect(text == printableText(text), "\(text.debugDescription)") }
  }
}
