import JSON
import RunEvents
import TestSupport
import Testing
import Wording

@testable import RunLog

@Suite struct FieldTableTests {
  private func check(_ row: FieldRow, _ json: String, _ outcome: FieldOutcome) {
    let decoder = EventDecoder()
    func decoded(_ json: String?) -> (content: String, left: [FieldRemark], fault: FaultReason?) {
      var left: [FieldRemark] = []
      var line = row.line(json)
      let content = line.withUTF8 { decoder.decode(UnsafeRawBufferPointer($0), leftOut: &left) }
      if case .fault(let reason) = content { return ("", left, reason) }
      return ("\(content)", left, nil)
    }
    let found = decoded(json)
    let line = row.line(json)
    switch outcome {
    case .absent:
      #expect(found.content == decoded(nil).content && found.left.isEmpty && found.fault == nil, "\(line)")
    case .taken(let meant):
      let expected = decoded(meant)
      #expect(expected.fault == nil && expected.left.isEmpty, "\(row.line(meant))")
      #expect(found.content == expected.content && found.left.isEmpty, "\(line): \(found)")
      #expect(expected.content != decoded(nil).content, "\(row.line(meant)) is that without the field")
    case .remark(let kind):
      #expect(found.fault == nil && found.content == decoded(nil).content, "\(line): \(found)")
      #expect(found.left.map(\.field) == [row.field], "\(line): \(found.left)")
      #expect(found.left.map(\.reason.kind) == [kind], "\(line)")
      let named = found.left.allSatisfy { $0.reason.message.contains("\(row.field)") }
      #expect(named && found.left.allSatisfy { $0.sentence == printableText($0.sentence) }, "\(found.left)")
    case .fault(let kind):
      #expect(found.fault?.kind == kind && found.left.isEmpty, "\(line): \(found)")
    }
  }

  @Test(arguments: FieldRow.all) func everyValueHasTheOutcomeOfItsRow(row: FieldRow) {
    for (json, outcome) in row.cases { check(row, json, outcome) }
  }

  /// What the encoder writes is what the decoder reads (they round-trip), so a new field is missed here.
  @Test func everyFieldHasARow() {
    let rows = Set(FieldRow.all.map(\.path))
    var generator = SeededGenerator(seed: 5)
    let encoder = EventEncoder()
    let reader = JSONReader()
    var missing: Set<String> = []
    for index in 0..<2000 {
      var line = encoder.encode(generator.timedEvent(), full: index % 2 == 0)
      line.withUTF8 { bytes in
        try? reader.read(UnsafeRawBufferPointer(bytes), refused: FaultReason.init) {
          (root) throws(FaultReason) in
          guard let object = JSONObject(root, .event("line"), LineRemarks()) else { return }
          let type = try object.requiredText("type")
          guard EventType(rawValue: type) != nil else { return }
          for path in paths(of: object, in: type) where !rows.contains(path) { missing.insert(path) }
        }
      }
    }
    #expect(missing.isEmpty, "without a row: \(missing.sorted())")
    #expect(rows.count > 120)
  }

  /// Names of fields; keys that are the log's own (RMs, metrics, tags) have the name that the table gives them.
  private func paths(of object: JSONObject, in path: String) -> [String] {
    var result: [String] = []
    for (key, value) in object.fields {
      guard let name = key.string, name != "type" else { continue }
      let full = "\(path).\(name)"
      switch full {
      case "decision.scores", "feedback.labels", "metrics.values":
        let entry = ["decision.scores": "c", "feedback.labels": "c", "metrics.values": "kl"][full] ?? ""
        result += [full] + inside(value, "\(full).\(entry)", isMap: true)
      case "run.rms":
        result.append(full)
        for element in value.elements { result += inside(element, "run.rms[0]", isMap: false) }
      case "run.router", "run.router.reward", "settings.reward":
        result += [full] + inside(value, full, isMap: false)
      default: result.append(full)
      }
    }
    return result
  }

  private func inside(_ value: JSONValue, _ path: String, isMap: Bool) -> [String] {
    guard let object = JSONObject(value, .event(""), LineRemarks()) else { return [] }
    if !isMap { return paths(of: object, in: path) }
    var result: [String] = []
    for (_, value) in object.fields { result += [path] + inside(value, path, isMap: false) }
    return result
  }
}
