import RunEvents
import Testing

@testable import Commands

@Suite struct RemarkTextTests {
  private static func remark(_ field: String, count: Int = 1) -> FieldRemark {
    FieldRemark(field: field, reason: FaultReason(.illTypedField, "`\(field)` is a list"), count: count)
  }

  @Test func nothingIsSaidOfNothing() {
    let text = RemarkText(RemarkList(), of: "events")
    #expect(text.head == nil && text.first.isEmpty && text.rest == 0)
  }

  /// One remark may stand for several fields of its line: what is left is what no line tells of.
  @Test func theRestIsCountedByFields() {
    var remarks = RemarkList()
    remarks.record(Self.remark("t"), line: 1)
    remarks.record(Self.remark("labels.a", count: 5), line: 2)
    remarks.record(Self.remark("t"), line: 3)
    remarks.record(Self.remark("t"), line: 4)
    let text = RemarkText(remarks, of: "run.jsonl", most: 2)
    #expect(text.head?.hasPrefix("8 remarks on fields of run.jsonl: 3 t (") == true)
    #expect(text.first.map { String($0.prefix(7)) } == ["line 1:", "line 2:"])
    #expect(text.rest == 2)
    #expect(RemarkText(remarks, of: "events").rest == 0)
  }
}
