import RunEvents
import RunState
import TerminalCells
import Wording

/// Numbers and controls in the words of the screen; rounding happens here and in nothing that draws.
enum ScreenText {
  /// A signed number in exactly so many cells where it can be: two decimals, fewer for larger ones, a suffix beyond.
  ///
  /// Four cells leave the zero out (`+.31`), five write it (`+0.31`).
  static func signed(_ value: Double, cells: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-∞" : "+∞" }
    for decimals in [2, 1, 0] {
      let text = formatSigned(value, decimals: decimals, leadingZero: cells >= 5)
      if text.count <= cells { return text }
    }
    let text = formatCompact(value, digits: 2)
    return value > 0 ? "+" + text : text
  }

  /// A number without a sign (a deviation) in so many cells: `.04`, `1.2`, `12`; from four cells on `0.04`.
  static func unsigned(_ value: Double, cells: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : "∞" }
    for decimals in [2, 1, 0] {
      let text = formatFixed(value, decimals: decimals, leadingZero: cells >= 4)
      if text.count <= cells { return text }
    }
    return formatCompact(value, digits: 2)
  }

  /// `+.31±.04`, or `+0.31 ±0.04`.
  static func belief(mean: Double, deviation: Double, isWide: Bool) -> String {
    isWide
      ? "\(signed(mean, cells: 5)) ±\(unsigned(deviation, cells: 4))"
      : "\(signed(mean, cells: 4))±\(unsigned(deviation, cells: 3))"
  }

  /// `.78`, `<.01`, `>.99`; wide `0.78`, `<0.01`, `>0.99`.
  static func probability(_ value: Double, isWide: Bool) -> String {
    guard value.isFinite else { return "–" }
    let text = formatFixed(min(1, max(0, value)), decimals: 2, leadingZero: isWide)
    if text.hasPrefix("1") { return value < 1 ? (isWide ? ">0.99" : ">.99") : "1" }
    if value > 0, Double(text) == 0 { return isWide ? "<0.01" : "<.01" }
    return text
  }

  /// Percentages that sum to 100.
  static func shares(_ weights: [Double], decimals: Int) -> [String] {
    formatShares(weights, decimals: decimals).map { $0 == "–" ? $0 : $0 + "%" }
  }

  /// A fraction as a percentage: `6.1%`; `–` of nothing.
  static func percent(_ part: Int, of whole: Int, decimals: Int = 1) -> String {
    whole > 0 ? formatShare(Double(part) / Double(whole), decimals: decimals) + "%" : "–"
  }

  /// Milliseconds: `84ms`, `1.2s`, `51µs`.
  static func latency(_ milliseconds: Double) -> String {
    guard milliseconds.isFinite else { return "–" }
    if milliseconds > 0, milliseconds < 0.9995 {
      return milliseconds < 0.0005 ? "<1µs" : "\(formatFixed(milliseconds * 1000, decimals: 0))µs"
    }
    if milliseconds.magnitude < 999.5 { return "\(formatCompact(milliseconds))ms" }
    return "\(formatCompact(milliseconds / 1000))s"
  }

  /// A metric's value in at most eight cells: four significant digits.
  static func value(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-∞" : "∞" }
    let magnitude = value.magnitude
    if magnitude == 0 { return "0" }
    if magnitude < 0.000_95 || magnitude >= 99_999.5 { return formatCompact(value) }
    let decimals: Int
    switch magnitude {
    case ..<0.099_995: decimals = 5
    case ..<0.99995: decimals = 4
    case ..<9.9995: decimals = 3
    case ..<99.995: decimals = 2
    case ..<999.95: decimals = 1
    default: decimals = 0
    }
    return formatFixed(value, decimals: decimals)
  }

  /// A metric's value in three significant digits, for a glance: `0.534`, `11.7`, `1.3k`.
  static func glance(_ value: Double) -> String {
    let magnitude = value.magnitude
    guard value.isFinite, magnitude >= 0.000_95, magnitude < 999.5 else { return Self.value(value) }
    let decimals =
      magnitude < 0.0995 ? 4 : magnitude < 0.9995 ? 3 : magnitude < 9.995 ? 2 : magnitude < 99.95 ? 1 : 0
    return formatFixed(value, decimals: decimals)
  }

  /// `0.41…0.72`, or nothing where there is no range.
  static func range(_ range: ClosedRange<Double>?) -> String {
    range.map { "\(formatCompact($0.lowerBound))…\(formatCompact($0.upperBound))" } ?? ""
  }

  /// `12:41:07` of Unix seconds in a zone; `nil` for a time that is none.
  static func clock(_ seconds: Double, utcOffset: Int) -> String? {
    guard seconds.isFinite, seconds.magnitude < 1e12 else { return nil }
    let local = (Int(seconds.rounded(.down)) + utcOffset) % 86_400
    let second = local < 0 ? local + 86_400 : local
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
    return "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
  }

  /// `48 s`, `12 min`, `3 h`.
  static func duration(_ seconds: Int) -> String {
    if seconds < 120 { return "\(seconds) s" }
    if seconds < 7200 { return "\(seconds / 60) min" }
    return "\(formatCount(seconds / 3600)) h"
  }

  /// `4×`, `0.25×`, `max`.
  static func speed(_ speed: Double) -> String {
    speed.isFinite ? "\(formatCompact(speed))×" : "max"
  }

  /// `PIN skywork for category math, next 200 steps`.
  static func control(_ control: ControlEvent) -> String {
    var text = control.words
    if let model = control.rewardModel { text += " " + printableID(model) }
    if let category = control.category { text += " for category " + printableText(category, limit: 64) }
    if let steps = control.steps { text += ", next \(formatCount(steps, of: "step"))" }
    return text
  }
}

/// Cells of a text; shorter to call where many are measured.
func textWidth(_ text: String) -> Int { displayWidth(text) }

extension TableSort.Column {
  /// As the title of the table says it.
  var word: String {
    switch self {
    case .mean: "mean"
    case .share: "share"
    case .count: "count"
    case .best: "P(best)"
    case .reward: "reward"
    case .ties: "ties"
    case .failures: "failures"
    case .latency: "latency"
    case .id: "name"
    case .listed: "listed order"
    }
  }
}
