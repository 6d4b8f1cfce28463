import Testing

@testable import RouterEngine

@Suite struct StateDigestTests {
  private func digest(_ combine: (inout StateDigest) -> Void) -> UInt64 {
    var digest = StateDigest()
    combine(&digest)
    return digest.value
  }

  /// Values of an independent Python program: the digest is part of what `summary --json` prints.
  @Test func equalsItsPinnedValues() {
    #expect(digest { _ in } == 0xB326_D137_F8B0_BC57)
    #expect(digest { $0.combine(1.5) } == 0xCFAB_2598_6836_DF4B)
    #expect(digest { $0.combine("rewardmath") } == 0x46A5_A380_5ECC_B7FB)
    #expect(digest { $0.combine([1, -2, 0.25]) } == 0x5787_3432_50CA_F2AF)
    #expect(digest { $0.combine((0..<21).map { Double($0) / 4 }) } == 0x8231_C654_E833_96D4)
  }

  @Test(arguments: [1, 15, 16, 17, 33])
  func everyValueCounts(count: Int) {
    let values = (0..<count).map(Double.init)
    var seen = Set([digest { $0.combine(values) }])
    for index in values.indices {
      var changed = values
      changed[index] += 0.5
      seen.insert(digest { $0.combine(changed) })
    }
    #expect(seen.count == count + 1)
  }

  @Test func dependsOnOrderBitsAndLength() {
    #expect(
      digest {
        $0.combine(1.0)
        $0.combine(2.0)
      }
        != digest {
          $0.combine(2.0)
          $0.combine(1.0)
        })
    #expect(digest { $0.combine(0.0) } != digest { $0.combine(-0.0) })
    #expect(digest { $0.combine(1) } != digest { $0.combine(2) })
    #expect(
      digest {
        $0.combine("ab")
        $0.combine("c")
      }
        != digest {
          $0.combine("a")
          $0.combine("bc")
        })
    #expect(digest { $0.combine("12345678") } != digest { $0.combine("12345678\0") })
    #expect(digest { $0.combine([Double]()) } != digest { _ in })
  }
}
