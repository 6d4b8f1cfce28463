import Testing

@testable import Importers

@Suite struct TrainerStateImporterTests {
  private static let state = #"""
    {
      "best_metric": null,
      "epoch": 1.0,
      "global_step": 4,
      "log_history": [
        {
          "epoch": 0.5,
          "grad_norm": NaN,
          "loss": 0.69,
          "step": 2
        },
        {
          "eval_loss": 0.5,
          "note": "a ] } \" in a text",
          "step": 4
        }
      ],
      "max_steps": 4,
      "stateful_callbacks": {}
    }

    """#

  @Test func theHistoryBecomesMetricsAndTheLastStepTheEnd() {
    #expect(
      imported(Self.state, as: .trainerState) == [
        #"{"type":"metrics","step":2,"values":{"epoch":0.5,"grad_norm":NaN,"loss":0.69}}"#,
        #"{"type":"metrics","step":4,"values":{"eval_loss":0.5}}"#,
        #"{"type":"end","reason":"the trainer has done its 4 steps"}"#, "",
      ])
    #expect(
      !imported(Self.state.replacing("\"max_steps\": 4", with: "\"max_steps\": 9"), as: .trainerState)
        .contains { $0.contains("end") })
  }

  @Test func theHistoryMayStandOnItsOwn() {
    #expect(
      imported(#"[{"loss": 1, "step": 1}, 5, {"loss": 2}]"#, as: .trainerState).map { fault($0) ?? $0 } == [
        #"{"type":"metrics","step":1,"values":{"loss":1}}"#,
        "ill-typed field: `log_history[1]` is 5: expected an object",
        #"{"type":"metrics","values":{"loss":2}}"#, "",
      ])
    #expect(imported("[]", as: .trainerState) == [""])
  }

  @Test(arguments: [
    (#"{"epoch":1}"#, "missing field: `log_history` is missing: expected an array of objects"),
    (
      #"{"log_history":{}}"#,
      "missing field: `log_history` is missing: expected an array of objects, got an object"
    ),
    ("[1,2]", "ill-typed field: `log_history` is an array of numbers: expected one of objects"),
    (#"{"log_history":[}"#, "invalid JSON: "), (#"{"log_history":[{"step":1"#, "invalid JSON: "),
    (#"{"log_history":[]} x"#, "invalid JSON: something stands behind the document: it is left out"),
  ])
  func whatIsNoHistoryIsOneFault(text: String, sentence: String) {
    let faults = imported(text, as: .trainerState).compactMap(fault)
    #expect(faults.count == 1 && faults[0].hasPrefix(sentence), "\(faults)")
  }

  @Test func aDocumentThatIsTooLongIsNotHeld() {
    var importer = ImportFormat.trainerState.makeImporter()
    var log = ImportedLines()
    let chunk = [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)
    for _ in 0...(TrainerStateImporter.longest >> 20) {
      chunk.withUnsafeBytes { importer.append($0, to: &log) }
    }
    importer.finish(to: &log)
    let lines = String(decoding: log.take(), as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(
      lines.compactMap(fault) == [
        "line too long: the document has more than the 67108864 bytes that are read"
      ])
  }

  @Test func itIsKnownByItsFirstField() {
    func recognised(_ text: String) -> Recognition {
      Array(text.utf8).withUnsafeBytes { Recognition(beginning: $0, isAll: false) }
    }
    #expect(recognised(String(Self.state.prefix(20))) == .foreign(.trainerState))
    #expect(recognised(#"{"best_global_step": 5"#) == .foreign(.trainerState))
    #expect(recognised(#"[{"loss": 1"#) == .foreign(.trainerState))
    #expect(recognised("[") == .undecided && recognised("[1") == .runLog)
    #expect(recognised(#"{"epoch":1,"log_history":[]}"# + "\n") == .foreign(.trainerState))
  }

  @Test func linesDoNotDependOnThePieces() {
    expectTheSameInAnyPieces(Array(Self.state.utf8), as: .trainerState)
    expectTheSameInAnyPieces(Array((Self.state + "{}").utf8), as: .trainerState)
    expectTheSameInAnyPieces(Array("\u{FEFF}[{\"step\":1,\"é\":2}]".utf8), as: .trainerState)
  }
}
