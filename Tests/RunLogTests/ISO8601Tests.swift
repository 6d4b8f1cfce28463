import Foundation
import TestSupport
import Testing

@testable import RunLog

@Suite struct ISO8601Tests {
  private func seconds(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { secondsOfISO8601($0) }
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0.0), ("2025-10-16T16:19:45Z", 1_760_631_585),
    ("2025-10-16 16:19:45Z", 1_760_631_585),
    ("2025-10-16T16:19:45", 1_760_631_585), ("2025-10-16t16:19:45z", 1_760_631_585),
    ("2025-10-16T16:19:45.5Z", 1_760_631_585.5), ("2025-10-16T16:19:45,25+00:00", 1_760_631_585.25),
    ("2025-10-16T18:19:45+02:00", 1_760_631_585), ("2025-10-16T10:49:45-0530", 1_760_631_585),
    ("2025-10-16T18:19:45+02", 1_760_631_585), ("2025-10-16 18:19:45 +0200", 1_760_631_585),
    ("2025-10-16T16:19Z", 1_760_631_540), ("2025-10-16", 1_760_572_800),
    ("2016-12-31T23:59:60Z", 1_483_228_800),
    ("2024-02-29T12:00:00.123456789Z", 1_709_208_000.123456789), ("1969-12-31T23:59:59Z", -1),
    ("0001-01-01T00:00:00Z", -62_135_596_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
  ])
  func timesAreUnixSeconds(text: String, expected: Double) {
    #expect(seconds(text) == expected)
  }

  @Test(arguments: [
    "", "now", "2025-10-16T", "2025-10-16T16", "2025-10-16T16:1", "2025-13-01", "2025-00-01", "2025-02-29",
    "2025-04-31",
    "2025-10-16T24:00:00Z", "2025-10-16T16:60:00Z", "2025-10-16T16:19:61Z", "2025-10-16T16:19:45.Z",
    "2025-10-16T16:19:45+2", "2025-10-16T16:19:45+24:00", "2025-10-16T16:19:45Zulu",
    "2025-10-16T16:19:45 CET",
    "16/10/2025", "2025-1-1", "0000-01-01", "+2025-10-16", "2025-10-16T16:19:45+02:0", "20251016T161945Z",
  ])
  func otherTextsAreNoTimes(text: String) {
    #expect(seconds(text) == nil)
  }

  @Test func anyMomentIsWhatFoundationSays() throws {
    var generator = SeededGenerator(seed: 11)
    let formatter = ISO8601DateFormatter()
    for _ in 0..<2000 {
      let moment = Double(Int.random(in: -62_000_000_000...253_000_000_000, using: &generator))
      // Foundation's calendar is Julian before October 1582, ours Gregorian throughout.
      guard moment > -12_219_292_800 else { continue }
      #expect(seconds(formatter.string(from: Date(timeIntervalSince1970: moment))) == moment)
    }
  }
}
