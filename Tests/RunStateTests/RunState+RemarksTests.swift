import RunEvents
import Testing

@testable import RunState

@Suite struct RunStateRemarkTests {
  private func remark(_ field: String, _ kind: FaultReason.Kind = .illTypedField) -> FieldRemark {
    FieldRemark(field: field, reason: FaultReason(kind, "`\(field)` is odd"))
  }

  @Test func remarksAreCountedSaidByPowersOfTenAndOutliveARun() {
    var log = LogBuilder()
    log.run("one")
    for index in 0..<1200 { log.metrics(index, ("loss", 1)) }
    log.run("two")
    var lines = log.lines
    for index in lines.indices.dropFirst().dropLast() { lines[index].remarks = [remark("values.stage")] }
    lines[40].remarks.append(remark("t"))
    let state = fold(lines)
    #expect(state.remarks.total == 1201 && state.faults.total == 0 && state.counts.events == 1202)
    #expect(state.remarks.byField.map(\.field) == ["values.stage", "t"])
    #expect(state.remarks.listed.count == 1000)
    let said = state.journal.filter { $0.subject == .remark }.map(\.text)
    #expect(
      said == [
        "line 2: `values.stage` is odd; it is left out", "10 remarks so far on values.stage, ill-typed field",
        "line 41: `t` is odd; it is left out", "100 remarks so far on values.stage, ill-typed field",
        "1000 remarks so far on values.stage, ill-typed field",
      ])
    #expect(state.journal.count { $0.subject == .cap } == 1)
    #expect(state.summary.remarks == 1201 && state.summary.remarksByField == state.remarks.byField)
  }

  @Test func aLineThatIsSkippedHasNoRemarks() {
    var log = LogBuilder()
    log.run()
    log.decide("1", "unknown", step: 1)
    var lines = log.lines
    lines[1].remarks = [remark("p")]
    let state = fold(lines)
    #expect(state.faults.total == 1 && state.remarks.total == 0)
  }

  @Test func theNextLineIsKnownInTheMiddleOfOne() {
    var log = LogBuilder()
    log.run()
    log.decide("1", "a", step: 1)
    var lines = log.lines
    lines[0].isContinued = true
    lines[1].number = 1
    #expect(fold(lines.prefix(1)).progress.nextLine == 1)
    #expect(fold(lines).progress.nextLine == 2)
  }
}
