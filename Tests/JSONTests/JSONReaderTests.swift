import Testing

@testable import JSON

@Suite struct JSONReaderTests {
  private func read(_ bytes: [UInt8], takesPython: Bool = true) throws -> String {
    try JSONReader(takesPython: takesPython).read(bytes[...], refused: \.self) { (value) throws(JSONFault) in
      value.jsonText
    }
  }

  @Test(arguments: [
    "[NaN]", "[-Infinity]", "1e400", "99999999999999999999", #""\ud83d""#, #"{"a":[1,{"b":Infinity}]}"#,
  ])
  func pythonsNumbersAreTakenWhereTheyAreWanted(text: String) throws {
    #expect(throws: Never.self) { try read(Array(text.utf8)) }
    #expect(throws: JSONFault.self) { try read(Array(text.utf8), takesPython: false) }
  }

  @Test(arguments: [
    (Array("[1,".utf8), JSONFault(.notJSON, "the line ends where a value is expected")),
    (Array("[1;2]".utf8), JSONFault(.notJSON, "at byte 3 stands “;2]” where “,” or “]” is expected")),
    ([], JSONFault(.notJSON, "the line ends where a value is expected")),
    ([0x22, 0xFF, 0x22], JSONFault(.notUTF8, "byte 2 of the line is no UTF-8")),
    ([0xEF, 0xBB, 0xBF, 0x31], JSONFault(.notJSON, "at byte 1 stands “1” where a value is expected")),
  ])
  func faultsNameTheByteWhateverIsTaken(bytes: [UInt8], fault: JSONFault) {
    for takesPython in [true, false] {
      #expect(throws: fault) { try read(bytes, takesPython: takesPython) }
    }
  }

  @Test func aReaderIsUsedAgainAndAgain() throws {
    let reader = JSONReader()
    for text in [#"{"a":1}"#, "[", #"{"a":NaN}"#, #"{"b":2,"a":{"a":3},"a":4}"#] {
      let found = try? reader.read(Array(text.utf8)[...], refused: \.self) { (value) throws(JSONFault) in
        (value.field("a")?.jsonText, value.field("b")?.jsonText, value.count)
      }
      switch text.count {
      case 1: #expect(found == nil)
      case 7: #expect(found?.0 == "1" && found?.1 == nil && found?.2 == 1)
      case 9: #expect(found?.0 == "NaN" && found?.2 == 1)
      default: #expect(found?.0 == #"{"a":3}"# && found?.1 == "2" && found?.2 == 3)
      }
    }
  }
}
