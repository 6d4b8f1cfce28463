import Wording

/// What can be typed after `:`.
enum GoToInput: Equatable {
  case step(Int)
  case relative(Int)
  case fraction(Double)
  /// Seconds after local midnight.
  case timeOfDay(Int)

  /// What is accepted, for the prompt and for refusals.
  static let accepted = "a step (412), a distance (+10, -10), a time (12:41) or a percentage (50%)"

  /// Why a text is none of these.
  static func refusal(_ text: String) -> String {
    let text = text.filter { $0 != " " }
    let shown = printableText(text, limit: 40)
    if text.last == "%", Double(text.dropLast()) != nil {
      return "expected a percentage of the log from 0% to 100%, got \(shown)"
    }
    if text.contains(":"), text.allSatisfy({ $0.isWholeNumber || $0 == ":" }) {
      return "expected a time from 0:00 to 23:59:59, got \(shown)"
    }
    return "type " + accepted
  }

  init?(_ text: String) {
    let text = text.filter { $0 != " " }
    guard let first = text.first else { return nil }
    if text.last == "%" {
      guard let percent = Double(text.dropLast()), (0...100).contains(percent) else { return nil }
      self = .fraction(percent / 100)
    } else if text.contains(":") {
      guard let seconds = Self.timeOfDay(text) else { return nil }
      self = .timeOfDay(seconds)
    } else if first == "+" || first == "-" {
      guard let count = Self.number(text.dropFirst()), count > 0 else { return nil }
      self = .relative(first == "+" ? count : -count)
    } else {
      guard let step = Self.number(text[...]) else { return nil }
      self = .step(step)
    }
  }

  /// `412` or `1,204`; at most 2⁵³, like every step of a log.
  private static func number(_ text: Substring) -> Int? {
    let digits = text.filter { $0 != "," }
    guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isWholeNumber }), let value = Int(digits),
      value <= 1 << 53
    else { return nil }
    return value
  }

  /// `12:41` or `12:41:07`.
  private static func timeOfDay(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3 else { return nil }
    let limits = [24, 60, 60]
    var seconds = 0
    for (part, limit) in zip(parts, limits) {
      guard part.count <= 2, let value = number(part), value < limit else { return nil }
      seconds = seconds * 60 + value
    }
    return parts.count == 2 ? seconds * 60 : seconds
  }
}
