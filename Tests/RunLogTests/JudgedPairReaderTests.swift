import Files
import RunEvents
import TestSupport
import Testing

@testable import RunLog

@Suite struct JudgedPairReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func line(_ number: Int, labels: String = #"{"r":1,"s":0}"#, dimension: Int = 3) -> String {
    let values = Array(repeating: "\(number)", count: dimension).joined(separator: ",")
    return
      #"{"type":"judged","group":"g\#(number / 2)","a":[\#(values)],"b":[\#(values)],"labels":\#(labels)}"#
      + "\n"
  }

  private func read(_ bytes: [UInt8]) throws -> JudgedPairs {
    try JudgedPairReader(.file(path: try folder.write("pairs", bytes), follow: false)).read()
  }

  private func read(_ text: String) throws -> JudgedPairs { try read(Array(text.utf8)) }

  @Test func plainGzipAndZstdAreOneToTheReader() throws {
    let text = (0..<50).map { line($0) }.joined()
    let plain = try read(text)
    #expect(plain.pairs.count == 50 && plain.faultTotal == 0 && plain.notices.isEmpty)
    #expect(plain.pairs[49].id == "50" && plain.pairs[49].group == "g24")
    #expect(try read(packed(text)) == plain)
    #expect(try read(zstdPacked(text)) == plain)
    let pipe = try Pipe()
    try pipe.write(zstdPacked(text))
    pipe.end()
    #expect(try JudgedPairReader(.standardInput, standardInput: pipe.reading.raw).read() == plain)
  }

  @Test func blankLinesCountAndALastLineNeedsNoEnd() throws {
    let pairs = try read("\u{FEFF}" + line(0) + "\n  \r\n" + line(3).dropLast())
    #expect(pairs.pairs.map(\.id) == ["1", "4"] && pairs.faultTotal == 0)
  }

  @Test func rewardModelsStandInTheOrderOfTheirFirstAppearance() throws {
    let pairs = try read(
      line(0, labels: #"{"b":1}"#) + line(1, labels: #"{"a":null,"b":0}"#)
        + line(2, labels: #"{"c":1,"a":1}"#))
    #expect(pairs.rewardModels == ["b", "a", "c"])
    #expect(pairs.pairs[2].labels.map(\.rewardModel) == ["c", "a"])
  }

  @Test func faultsAreCountedByReasonAndListedByLineAndNotFatal() throws {
    let pairs = try read(
      line(0) + "rubbish\n" + line(2, dimension: 4) + line(3) + #"{"type":"judged","x":[1],"labels":{"r":1}}"#
        + "\n" + line(5, labels: #"{"r":7}"#) + "{\n")
    #expect(pairs.pairs.map(\.id) == ["1", "4"])
    #expect(pairs.faultTotal == 5 && pairs.faults.map(\.line) == [2, 3, 5, 6, 7])
    #expect(
      pairs.faultCounts == [
        .init(kind: .invalidJSON, count: 2), .init(kind: .outOfRange, count: 1),
        .init(kind: .badContext, count: 2),
      ])
    #expect(pairs.faults[1].reason.message.contains("have 4 numbers, and those of the first pair 3"))
    #expect(pairs.faults[2].reason.message.contains("the pair has `x`"))
  }

  @Test func theFirstUsableLineFixesTheKindAndAFaultyLineNamesNoRewardModel() throws {
    let context = #"{"type":"judged","x":[1],"labels":{"q":1}}"# + "\n"
    let pairs = try read(line(0, labels: #"{"bad":9}"#) + context + line(2) + context)
    #expect(
      pairs.pairs.map(\.id) == ["2", "4"] && pairs.rewardModels == ["q"]
        && pairs.faults.map(\.line) == [1, 3])
  }

  @Test func the65thRewardModelIsAFaultOfItsLine() throws {
    let text = (0..<64).map { line($0, labels: "{\"r\($0)\":1}") }.joined()
    let pairs = try read(text + line(64, labels: #"{"r3":0,"new":1}"#) + line(65, labels: #"{"r63":0}"#))
    #expect(pairs.rewardModels.count == 64 && pairs.pairs.count == 65)
    #expect(pairs.faults.map(\.line) == [65] && pairs.faultCounts.map(\.kind) == [.unknownRewardModel])
    #expect(pairs.faults[0].reason.message.contains("“new” would be reward model 65"))
  }

  @Test func onlyAThousandFaultsAreListed() throws {
    let pairs = try read(String(repeating: "x\n", count: 1500))
    #expect(pairs.pairs.isEmpty && pairs.faultTotal == 1500 && pairs.faults.count == 1000)
    #expect(pairs.faultCounts == [.init(kind: .invalidJSON, count: 1500)])
  }

  @Test func aCutFileSaysSo() throws {
    let bytes = try zstdPacked((0..<50).map { line($0) }.joined())
    #expect(try read(Array(bytes.dropLast(9))).notices.count == 1)
  }
}
