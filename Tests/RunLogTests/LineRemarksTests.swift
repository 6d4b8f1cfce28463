import RunEvents
import Testing

@testable import RunLog

@Suite struct LineRemarksTests {
  private func left(_ line: String) -> [FieldRemark] {
    var line = line
    var left: [FieldRemark] = []
    _ = line.withUTF8 { EventDecoder().decode(UnsafeRawBufferPointer($0), leftOut: &left) }
    return left
  }

  @Test func severalFieldsOfALineAreAllNamed() {
    let left = left(
      #"{"type":"decision","id":"a","rm":"b","t":"noon","step":-1,"p":33.3,"by":[],"scores":{"b":{"sd":"wide"},"c":1}}"#
    )
    #expect(left.map(\.field) == ["t", "step", "by", "p", "scores.b.sd", "scores.c"])
    #expect(left[3].reason.message == "p is 33.3: in percent? A propensity is a number above 0 and up to 1")
  }

  @Test func aLineWithVeryManyIsCountedToItsEnd() {
    let values = (0..<500).map { #""m\#($0)":"x""# }.joined(separator: ",")
    let left = left(#"{"type":"metrics","step":1,"values":{\#(values)}}"#)
    #expect(left.count == LineRemarks.listedLimit + 1)
    #expect(left.reduce(0) { $0 + $1.count } == 500)
    #expect(left.last?.field == FieldRemark.wholeLine)
    #expect(left.last?.reason.message.contains("`values.m64`: expected a number, got the text “x”") == true)
  }

  @Test func aFaultHasNoRemarks() {
    #expect(left(#"{"type":"decision","id":"a","t":"noon","step":-1}"#).isEmpty)
  }
}
