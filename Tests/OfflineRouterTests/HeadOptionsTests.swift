import Testing

@testable import OfflineRouter

@Suite struct HeadOptionsTests {
  private func isTaken(_ change: (inout HeadOptions) -> Void) -> Bool {
    var options = HeadOptions()
    change(&options)
    return (try? options.check()) != nil
  }

  @Test func theLimitsThemselvesAreTaken() {
    for (value, expected) in [(2, true), (4096, true), (1, false), (4097, false)] {
      #expect(isTaken { $0.width = value } == expected)
    }
    for (value, expected) in [(1, true), (100_000, true), (0, false), (100_001, false)] {
      #expect(isTaken { $0.epochs = value } == expected)
    }
    for (value, expected) in [(1, true), (65_536, true), (0, false), (65_537, false)] {
      #expect(isTaken { $0.batch = value } == expected)
    }
    for (value, expected) in [(1, true), (0, false)] { #expect(isTaken { $0.patience = value } == expected) }
    for (value, expected) in [(1.0, true), (1.01, false), (0, false)] {
      #expect(isTaken { $0.rate = value } == expected)
    }
    for (value, expected) in [(0.0, true), (1, true), (1.01, false)] {
      #expect(isTaken { $0.decay = value } == expected)
    }
    for (value, expected) in [(0.0, true), (0.99, true), (1, false)] {
      #expect(isTaken { $0.validationShare = value } == expected)
    }
  }
}
