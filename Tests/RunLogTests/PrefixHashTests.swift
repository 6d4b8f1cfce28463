import TestSupport
import Testing

@testable import RunLog

@Suite struct PrefixHashTests {
  private func hash(_ bytes: [UInt8]) -> PrefixHash {
    var hash = PrefixHash()
    bytes.withUnsafeBytes { hash.append($0) }
    return hash
  }

  /// The published values of XXH64 with seed 0.
  @Test func theHashIsXXH64() {
    #expect(hash([]).value == 0xEF46_DB37_51D8_E999)
    #expect(hash(Array("a".utf8)).value == 0xD24E_C4F1_A98C_6E5B)
    #expect(hash(Array("abc".utf8)).value == 0x44BC_2CF5_AD77_0999)
    #expect(
      hash(Array("Nobody inspects the spammish repetition".utf8)).value == 0xFBCE_A83C_8A37_8BF1)
  }

  @Test func piecesGiveTheHashOfTheWhole() {
    var generator = SeededGenerator(seed: 1)
    let bytes = (0..<500).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for _ in 0..<50 {
      var pieces = PrefixHash()
      var done = 0
      while done < bytes.count {
        let end = min(bytes.count, done + Int.random(in: 0...70, using: &generator))
        Array(bytes[done..<end]).withUnsafeBytes { pieces.append($0) }
        done = end
        #expect(pieces == hash(Array(bytes[..<done])))
      }
    }
  }
}
