import RunEvents
import RunLog
import Testing

/// What values plainly mean, seen through the fields that take them.
@Suite struct JSONValueMeaningTests {
  private func loss(_ json: String) -> Double? {
    guard case .event(let timed) = EventDecoder().decode(#"{"type":"feedback","id":"a","loss":\#(json)}"#),
      case .feedback(let feedback) = timed.event, case .loss(let loss) = feedback.outcome
    else { return nil }
    return loss
  }

  private func prompt(_ json: String) -> String? {
    guard case .event(let timed) = EventDecoder().decode(#"{"type":"pair","id":"a","prompt":\#(json)}"#),
      case .pair(let pair) = timed.event
    else { return nil }
    return pair.description.prompt
  }

  private func id(_ json: String) -> String? {
    guard case .event(let timed) = EventDecoder().decode(#"{"type":"pair","id":\#(json)}"#),
      case .pair(let pair) = timed.event
    else { return nil }
    return pair.id
  }

  @Test(arguments: [
    (#""0.5""#, 0.5), (#"" -1e-3\n""#, -1e-3), (#""+7""#, 7), (#""1e400""#, .infinity),
    (#""inf""#, .infinity),
    (#""-Infinity""#, -.infinity), (#""+INF""#, .infinity), (#""0.1""#, 0.1),
    (#""123456789012345678901""#, 1.2345678901234568e20),
  ])
  func textsAreTheNumbersThatTheyWrite(json: String, expected: Double) {
    #expect(loss(json) == expected)
  }

  @Test(arguments: [#""NaN""#, #""nan""#, #""-NaN""#, "null", "NaN"]) func notANumberInEveryDress(
    json: String
  ) {
    #expect(loss(json)?.isNaN == true)
  }

  @Test(arguments: [
    #""""#, #"" ""#, #""low""#, #""0x10""#, #""1,5""#, #""1 2""#, #""5ms""#, #""33%""#, #""--1""#, #""1e""#,
    #""nan(1)""#,
    #""infinit""#, #""１""#, "[0.5]",
  ])
  func otherTextsAreNone(json: String) {
    #expect(loss(json) == nil)
  }

  @Test(arguments: [
    ("3.0", "3"), ("-0.0", "0"), ("1e3", "1000"), ("9007199254740992.0", "9007199254740992"), ("3", "3"),
    (#""3.0""#, "3.0"),
  ])
  func wholeNumbersAreIds(json: String, expected: String) {
    #expect(id(json) == expected)
  }

  @Test(arguments: ["3.5", "NaN", "1e300", "1e17", "true"]) func otherNumbersAreNoIds(json: String) {
    #expect(id(json) == nil)
  }

  @Test(arguments: [
    (#""2+2?""#, "2+2?"), (#"[{"role":"user","content":"2+2?"}]"#, "2+2?"),
    (#"[{"role":"system","content":"Be brief."},{"role":"user","content":"2+2?"}]"#, "Be brief.\n2+2?"),
    (#"{"role":"user","content":"2+2?"}"#, "2+2?"), (#"["one","two"]"#, "one\ntwo"),
    (
      #"[{"content":[{"type":"image"},{"type":"text","text":"What is it?"},"a"]},{"content":null},7]"#,
      "What is it?\na"
    ),
    (#""""#, ""),
  ])
  func aPromptIsTextOrChatMessages(json: String, expected: String) {
    #expect(prompt(json) == expected)
  }

  @Test(arguments: [
    "[]", "7", "[1,2]", #"[{"role":"user"}]"#, #"[[{"content":"deep"}]]"#, #"{"content":{"text":"x"}}"#,
  ])
  func otherPromptsAreLeftOut(json: String) {
    #expect(prompt(json) == nil)
  }
}
