import Testing

@testable import Importers

@Suite struct RecognitionTests {
  private func recognised(_ text: String, isAll: Bool = true) -> Recognition {
    Array(text.utf8).withUnsafeBytes { Recognition(beginning: $0, isAll: isAll) }
  }

  @Test(arguments: [
    #"{"type":"run","version":1"#, #"{"t":1.5,"type":"metrics""#, " \n" + #"{ "type" : "note"}"#,
    "{'loss': 0.5}",
    "step:4 - actor/entropy:0.2", "12", "{1}", "\u{0}\u{1}\u{2}", #"{"id":"a","type":"decision"}"# + "\n",
    #"{"step":1,"loss":0.5}"# + "\n", #"{"step":1,"data":[1]}"# + "\n",
    #"{"step":1,"data":{},"type":"x"}"# + "\n",
    #"{"step":1,"data"# + "\n", #"{"current_steps":1}"# + "\n",
  ])
  func everythingElseIsForTheRunLogsDecoder(text: String) {
    #expect(recognised(text, isAll: false) == .runLog)
    #expect(recognised(text) == .runLog)
  }

  @Test(arguments: [
    (#"{"step": 1, "data": {"a": 1}}"# + "\n", ImportFormat.verl),
    ("\u{FEFF}\n\n{\"data\":{},\"step\":0}\n", .verl),
    (#"{"step":1,"data":{"a":NaN}}"# + "\r\n", .verl),
    (#"{"current_steps": 5, "total_steps": 40, "loss": 1.5}"# + "\n", .llamaFactory),
  ])
  func aFormatIsKnownByItsFirstLine(text: String, format: ImportFormat) {
    #expect(recognised(text + "more", isAll: false) == .foreign(format))
    // As long as the line may go on, nothing is decided; where nothing more comes, it counts as it is.
    let cut = String(text.dropLast(text.hasSuffix("\r\n") ? 1 : 1))
    #expect(recognised(cut, isAll: false) == .undecided)
    #expect(recognised(cut) == .foreign(format))
  }

  @Test(arguments: ["", " \n", "{", "{\"ste", "{\"step\":1,\"data\":{\"a\""])
  func tooFewBytesDecideNothing(text: String) {
    #expect(recognised(text, isAll: false) == .undecided)
    #expect(recognised(text) == .runLog)
  }

  @Test func afterSoManyBytesALineCountsAsNone() {
    let long = #"{"step":1,"data":{"a":1},"x":""# + String(repeating: "x", count: Recognition.mostBytes)
    #expect(recognised(long, isAll: false) == .runLog)
  }
}
