import Testing

@testable import Importers

@Suite struct MetricsLineImporterTests {
  @Test func aLineOfVerlIsALineOfMetricsUnderTheSameNames() {
    let lines = imported(
      #"""
      {"step": 1, "data": {"actor/entropy": 0.25, "critic/kl": NaN, "val-core/a/acc": null}}
      {"data": {"b": -Infinity, "a": 3, "text": "x", "flag": true, "list": [1]}, "elapsed_seconds": 9, "step": 2}

      """#, as: .verl)
    #expect(
      lines == [
        #"{"type":"metrics","step":1,"values":{"actor/entropy":0.25,"critic/kl":NaN,"val-core/a/acc":NaN}}"#,
        #"{"type":"metrics","step":2,"values":{"b":-Infinity,"a":3}}"#, "",
      ])
  }

  @Test func aLineOfLLaMAFactoryHasItsMetricsBesideTheStep() {
    let line = #"""
      {"current_steps": 5, "total_steps": 40, "loss": 1.5, "lr": 1e-05, "epoch": 0.25, "percentage": 12.5, \#
      "elapsed_time": "0:00:09"}
      """#
    #expect(
      imported(line + "\n", as: .llamaFactory) == [
        #"{"type":"metrics","step":5,"values":{"loss":1.5,"lr":1e-05,"epoch":0.25}}"#, "",
      ])
  }

  /// Each line of the source is one line, so that a fault has the number of the line in the file.
  @Test func whatIsNoMetricsStandsInItsPlace() {
    let lines = imported(
      "\u{FEFF}\n  \nnot JSON\n[1]\n"
        + #"{"type":"decision","id":"1","rm":"a","step":3}"# + "\r\n"
        + #"{"step": "x", "data": {}}"# + "\n" + #"{"data": {"a": 1}}"# + "\n" + #"{"step": 1, "data": 5}"#
        + "\n"
        + "\u{15}invalid JSON\u{1F}a sentence of somebody else\n", as: .verl)
    #expect(lines.count == 10)
    #expect(lines[0...3] == ["", "  ", "not JSON", "[1]"])
    #expect(lines[4] == #"{"type":"decision","id":"1","rm":"a","step":3}"# + "\r")
    #expect(lines[5] == #"{"type":"metrics","step":"x","values":{}}"#)
    #expect(lines[6] == #"{"type":"metrics","values":{"a":1}}"#)
    #expect(
      fault(lines[7])
        == "missing field: a line of verl has the metrics in `data`: expected an object, got 5")
    #expect(fault(lines[8]) == nil && lines[8].hasPrefix(" \u{15}"))
  }

  @Test func aLastLineWithoutLineEndingStaysWithoutOne() {
    let whole = #"{"step":1,"data":{"a":1}}"#
    #expect(imported(whole, as: .verl) == [#"{"type":"metrics","step":1,"values":{"a":1}}"#])
    #expect(imported(String(whole.dropLast(4)), as: .verl) == [String(whole.dropLast(4))])
  }

  @Test func aLineThatIsTooLongIsAFaultAndIsNotHeld() {
    let long = #"{"step":1,"data":{"a":1},"x":""# + String(repeating: "x", count: TextLines.longest) + "\"}"
    let lines = imported(long + "\n" + #"{"step":2,"data":{"a":1}}"# + "\n", as: .verl)
    #expect(
      fault(lines[0])
        == "line too long: the line has \(long.utf8.count) bytes: \(TextLines.longest) are the most")
    #expect(lines[1] == #"{"type":"metrics","step":2,"values":{"a":1}}"#)
  }

  @Test func linesDoNotDependOnThePieces() {
    let text = (0..<40).map { #"{"step":\#($0),"data":{"loss":\#(Double($0) / 7),"é":NaN}}"# }
    expectTheSameInAnyPieces(Array((text.joined(separator: "\r\n") + "\n{\"step\":").utf8), as: .verl)
  }

  @Test func afterALostPartialLineReadingGoesOnAtItsBeginning() {
    var importer = ImportFormat.verl.makeImporter()
    var log = ImportedLines()
    let first = #"{"step":1,"data":{"a":1}}"# + "\n"
    for text in [first, #"{"step":2,"da"#] {
      Array(text.utf8).withUnsafeBytes { importer.append($0, to: &log) }
    }
    #expect(importer.endOfWholeRecords == first.utf8.count)
    importer.dropPartial()
    Array((#"{"step":3,"data":{}}"# + "\n").utf8).withUnsafeBytes { importer.append($0, to: &log) }
    #expect(
      String(decoding: log.take(), as: UTF8.self) == #"""
        {"type":"metrics","step":1,"values":{"a":1}}
        {"type":"metrics","step":3,"values":{}}

        """#)
  }
}
