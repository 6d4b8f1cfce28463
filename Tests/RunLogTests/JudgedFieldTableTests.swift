import RunEvents
import Testing

@testable import RunLog

/// The same table for judged pairs.
@Suite struct JudgedFieldTableTests {
  private static let whole = #"{§"type":"judged","x":[1],"labels":{"r":1}}"#

  private static let rows: [FieldRow] =
    [
      FieldRow(
        path: "judged.id", template: whole, wrongType: .remark(.illTypedField), null: .absent,
        bool: .remark(.illTypedField), numberAsText: .taken("12"), outOfRange: .remark(.illTypedField),
        outOfRangeJSON: "3.5"),
      // Its pairs would be split.
      .strict(
        "judged.group", whole, null: .absent, text: .taken("12"), outOfRange: ("3.5", .fault(.illTypedField))),
      FieldRow(
        path: "judged.category", template: whole, wrongType: .remark(.illTypedField), null: .absent,
        bool: .remark(.illTypedField), numberAsText: .taken("12.0"), outOfRange: .remark(.illTypedField),
        outOfRangeJSON: "3.5"),
      .strict(
        "judged.labels", #"{§"type":"judged","x":[1]}"#, text: .fault(.illTypedField),
        outOfRange: ("{}", .fault(.missingField)), wrongType: ("[1]", .fault(.illTypedField))),
      FieldRow(
        path: "judged.labels.r", template: #"{"type":"judged","x":[1],"labels":{§"s":1}}"#,
        wrongType: .remark(.illTypedField), null: .taken("null"), bool: .taken("1"),
        numberAsText: .taken("0"),
        outOfRange: .remark(.outOfRange), textJSON: #""0""#, outOfRangeJSON: "2"),
    ] + vectors

  private static let vectors = ["x", "a", "b"].flatMap { name -> [FieldRow] in
    let other = ["a": #""b":[1],"#, "b": #""a":[1],"#][name] ?? ""
    let template = #"{§\#(other)"type":"judged","labels":{"r":1}}"#
    return [
      .strict(
        "judged.\(name)", template, text: .fault(.illTypedField), outOfRange: ("[NaN]", .fault(.badContext))),
      .strict(
        "judged.\(name)_f32", template, text: .fault(.badContext),
        outOfRange: (#""AADAfw==""#, .fault(.badContext))),
    ]
  }

  @Test(arguments: rows) func everyValueHasTheOutcomeOfItsRow(row: FieldRow) {
    let decoder = JudgedPairDecoder()
    func decoded(_ json: String?) -> (pair: JudgedPair?, left: [FieldRemark], fault: FaultReason?) {
      var left: [FieldRemark] = []
      do throws(FaultReason) {
        return (try decoder.decode(row.line(json), number: 7, leftOut: &left), left, nil)
      } catch {
        return (nil, left, error)
      }
    }
    // An entry that cannot be read stands for an RM that was not judged.
    let absent = row.field == "labels.r" ? "null" : nil
    for (json, outcome) in row.cases {
      let found = decoded(json)
      switch outcome {
      case .absent: #expect(found.pair == decoded(nil).pair && found.pair != nil && found.left.isEmpty)
      case .taken(let meant):
        #expect(found.pair == decoded(meant).pair && found.pair != nil && found.left.isEmpty)
      case .remark(let kind):
        #expect(found.pair == decoded(absent).pair && found.pair != nil, "\(row.line(json))")
        #expect(
          found.left.map(\.field) == [row.field] && found.left.map(\.reason.kind) == [kind], "\(found.left)")
      case .fault(let kind): #expect(found.fault?.kind == kind, "\(row.line(json)): \(found)")
      }
    }
  }
}
