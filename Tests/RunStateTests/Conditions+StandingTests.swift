import RunEvents
import Testing

@testable import RunState

@Suite struct RunStateConditionsTests {
  @Test func aDriftOfTheOthersIsANoteAndNoAlarm() {
    for kind in HealthCondition.Kind.allCases {
      var state = RunState()
      state.conditions.hold(
        HealthCondition(kind: kind, subject: "grm", detail: .text("lower")), at: state.progress.moment)
      state.tellConditions()
      let isNote = kind == .relativeDrift
      #expect(state.conditions.first?.isAlarm == !isNote)
      #expect(state.journal.last?.subject == (isNote ? .note : .alarm), "\(kind)")
      #expect(state.journal.last?.severity == (isNote ? .info : .warning))
      #expect(state.markers.isEmpty == isNote)
      state.conditions.clear(kind)
      state.tellConditions()
      #expect(state.conditions.isEmpty)
      #expect(state.journal.last?.severity == (isNote ? .info : .good))
      #expect(state.markers.isEmpty == isNote)
    }
  }
}
