import RunEvents
import Testing
import Wording

@Suite struct RemarkListTests {
  private func remark(_ field: String, _ kind: FaultReason.Kind = .illTypedField, count: Int = 1)
    -> FieldRemark
  {
    FieldRemark(field: field, reason: FaultReason(kind, "`\(field)` is odd"), count: count)
  }

  @Test func remarksAreCountedByFieldAndReason() {
    var list = RemarkList()
    #expect(list.record(remark("p"), line: 3) == (0, 1))
    #expect(list.record(remark("p"), line: 4) == (1, 2))
    #expect(list.record(remark("p", .outOfRange), line: 5) == (0, 1))
    #expect(list.record(remark("line", count: 7), line: 6) == (0, 7))
    #expect(list.total == 10)
    #expect(list.byField.map(\.field) == ["p", "p", "line"])
    #expect(list.byField.map(\.count) == [2, 1, 7])
    #expect(list.byField.map(\.first.line) == [3, 5, 6])
    #expect(list.listed.map(\.line) == [3, 4, 5, 6])
    #expect(list.first(of: "p")?.line == 3 && list.first(of: "q") == nil)
  }

  @Test func listAndFieldsAreBounded() {
    var list = RemarkList()
    for index in 0..<3000 { list.record(remark("values.m\(index)"), line: index) }
    #expect(list.total == 3000)
    #expect(list.listed.count == RemarkList.listedLimit)
    #expect(list.byField.count == RemarkList.fieldLimit + 1)
    #expect(list.byField.last?.field == "(other)")
    #expect(list.byField.last?.count == 3000 - RemarkList.fieldLimit)
    #expect(list.byField.reduce(0) { $0 + $1.count } == 3000)
  }

  @Test func whatComesFromTheLogIsPrintableAndShort() {
    let hostile = FieldRemark(
      field: "values.\u{1B}[2J\u{202E}" + String(repeating: "x", count: 500),
      reason: FaultReason(.illTypedField, "m"))
    #expect(hostile.field == printableText(hostile.field) && hostile.field.unicodeScalars.count == 81)
    #expect(hostile.sentence == "m; it is left out")
    let whole = FieldRemark(field: FieldRemark.wholeLine, reason: FaultReason(.sharedLine, "m"))
    #expect(whole.sentence == "m")
  }
}
