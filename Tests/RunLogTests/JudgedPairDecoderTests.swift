import RunEvents
import Testing

@testable import RunLog

@Suite struct JudgedPairDecoderTests {
  private let decoder = JudgedPairDecoder()

  private func pair(_ fields: String, number: Int = 7) throws -> JudgedPair {
    try decoder.decode(#"{"type":"judged",\#(fields)}"#, number: number)
  }

  private func fault(_ fields: String) -> FaultReason? {
    do throws(FaultReason) {
      _ = try decoder.decode(fields.hasPrefix("{") ? fields : #"{"type":"judged",\#(fields)}"#, number: 7)
      return nil
    } catch {
      return error
    }
  }

  @Test func everyFieldIsRead() throws {
    #expect(
      try pair(
        #""id":12,"group":"g","category":"math","a":[1,2],"b_f32":"AACAPwAAAEA=","labels":{"r":1,"s":0,"t":null},"#
          + #""scores":{"r":[1,2]},"cost":{"r":"anything"},"other":[]"#)
        == JudgedPair(
          id: "12", group: "g", category: "math", features: .embeddings(.double([1, 2]), .single([1, 2])),
          labels: [
            .init(rewardModel: "r", isRight: true), .init(rewardModel: "s", isRight: false),
            .init(rewardModel: "t", isRight: nil),
          ]))
  }

  @Test func whatMayBeAbsentIs() throws {
    let bare = try pair(#""x":[0.5],"labels":{"r":0},"group":null"#, number: 41)
    #expect(bare.id == "41" && bare.group == nil && bare.category == nil)
    #expect(bare.features == .context(.double([0.5])))
  }

  @Test func embeddingsGoBeforeAContextAndTheFirstOfTwoKeysCounts() throws {
    #expect(
      try pair(#""x":[9],"a":[1],"b":[2],"labels":{"r":0,"r":1}"#)
        == JudgedPair(
          id: "7", features: .embeddings(.double([1]), .double([2])),
          labels: [.init(rewardModel: "r", isRight: false)]))
  }

  @Test(arguments: [
    (#""a":[1],"labels":{"r":1}"#, FaultReason.Kind.missingField, "`b`"),
    (#""b_f32":"AACAPw==","labels":{"r":1}"#, .missingField, "`a`"),
    (#""labels":{"r":1}"#, .missingField, "both embeddings, or a context"),
    (#""x":[1]"#, .missingField, "`labels`"),
    (#""x":[1],"labels":{}"#, .missingField, "empty"),
    (#""x":[1],"labels":{"r":2}"#, .outOfRange, "`labels.r`: expected 0, 1, true or false, got 2"),
    (#""x":[1],"labels":{"r":0.5}"#, .outOfRange, "`labels.r`: expected 0, 1, true or false, got 0.5"),
    (#""x":[1],"labels":[1]"#, .illTypedField, "`labels`"),
    (#""x":[],"labels":{"r":1}"#, .badContext, "empty"),
    (#""x":[NaN],"labels":{"r":1}"#, .badContext, "NaN"),
    (#""x_f32":"AADAfw==","labels":{"r":1}"#, .badContext, "NaN"),
    (#""a":[1,2],"b":[1],"labels":{"r":1}"#, .badContext, "`a` has 2 numbers and `b` has 1"),
    (#""a":[1],"a_f32":"AACAPw==","b":[1],"labels":{"r":1}"#, .badContext, "both"),
    (#""x":[1],"labels":{"r":1},"group":{}"#, .illTypedField, "`group`"),
    (#"{"type":"pair","id":"1"}"#, .outOfRange, "“pair”"),
    (#"{"x":[1],"labels":{"r":1}}"#, .missingField, "`type`"),
    ("{\"type\":\"judged\",", .invalidJSON, "the line ends"),
  ]) func aFaultSaysWhatIsAccepted(_ fields: String, _ kind: FaultReason.Kind, _ words: String) {
    let fault = fault(fields)
    #expect(fault?.kind == kind, "\(fault?.message ?? "none")")
    #expect(fault?.message.contains(words) == true, "\(fault?.message ?? "none")")
  }

  @Test func anEntryThatCannotBeReadIsNotKnown() throws {
    var left: [FieldRemark] = []
    let pair = try decoder.decode(
      #"{"type":"judged","x":[1],"labels":{"r":true,"s":"yes","t":0.5,"u":"0"},"category":7,"id":{}}"#,
      number: 3,
      leftOut: &left)
    #expect(
      pair
        == JudgedPair(
          id: "3", category: "7", features: .context(.double([1])),
          labels: [
            .init(rewardModel: "r", isRight: true), .init(rewardModel: "s", isRight: nil),
            .init(rewardModel: "t", isRight: nil), .init(rewardModel: "u", isRight: false),
          ]))
    #expect(left.map(\.field) == ["id", "labels.s", "labels.t"])
    #expect(left.map(\.reason.kind) == [.illTypedField, .illTypedField, .outOfRange])
    // The next line begins with none.
    _ = try decoder.decode(#"{"type":"judged","x":[1],"labels":{"r":null}}"#, number: 4, leftOut: &left)
    #expect(left.isEmpty)
  }

  @Test func anIdThatNobodyWouldWriteIsRefusedAndOddNamesDoNotDraw() {
    let long = String(repeating: "r", count: 257)
    #expect(fault(#""x":[1],"labels":{"\#(long)":1}"#)?.kind == .outOfRange)
    #expect(fault(#""x":[1],"labels":{"\u001b[2J":7}"#)?.message.contains("labels.[2J") == true)
  }

  @Test func packedAndListedNumbersAreTheSame() throws {
    let values: [Double] = [0.5, -3, 1e-20, 65504]
    let list = values.map { "\($0)" }.joined(separator: ",")
    let exact = values.map { Double(Float($0)) }
    let text = try #require(Base64.text(of: exact))
    let packed = try pair(#""x_f32":"\#(text)","labels":{"r":1}"#)
    let listed = try pair(#""x":[\#(list)],"labels":{"r":1}"#)
    guard case .context(let one) = packed.features, case .context(let other) = listed.features else {
      Issue.record("no context")
      return
    }
    #expect(one == .single(values.map { Float($0) }))
    #expect(one.values == exact && other == .double(values))
  }
}
