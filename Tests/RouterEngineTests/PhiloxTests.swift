import Testing

@testable import RouterEngine

@Suite struct PhiloxTests {
  /// The known answers that come with Random123.
  @Test func equalsTheKnownAnswers() {
    let answers: [(Philox.Words, Philox.Key, Philox.Words)] = [
      (
        (0, 0, 0, 0), Philox.Key(low: 0, high: 0),
        (0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)
      ),
      (
        (.max, .max, .max, .max), Philox.Key(low: .max, high: .max),
        (0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
      ),
      (
        (0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
        Philox.Key(low: 0xA409_3822, high: 0x299F_31D0),
        (0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
      ),
    ]
    for (counter, key, answer) in answers { #expect(Philox.block(counter, key: key) == answer) }
  }
}
