/// What a setting accepts: one test and one wording, for the log, for `--set` and for the documents.
package enum SettingDomain: Sendable {
  case number(NumberRange)
  /// A number, or `auto`.
  case tunable(NumberRange)
  /// `skip`, or a finite number.
  case substitute
  /// A whole number from so many to 2⁵³.
  case count(from: Int)
  /// 0 … 2⁶⁴−1.
  case unsigned
  case flag
  case words([String])
  /// A word of `PolicyName`.
  case policy
  case prior

  /// Numbers that are accepted, and how to say so.
  package struct NumberRange: Sendable {
    package let words: String
    package let contains: @Sendable (Double) -> Bool

    static let finite = NumberRange(words: "a finite number") { $0.isFinite }
    static let aboveZero = NumberRange(words: "a finite number above 0") { $0 > 0 && $0.isFinite }
    static let atLeastZero = NumberRange(words: "a finite number of at least 0") { $0 >= 0 && $0.isFinite }
    static let fraction = NumberRange(words: "a number above 0 and up to 1") { $0 > 0 && $0 <= 1 }
    static let share = NumberRange(words: "a number from 0 to 1") { $0 >= 0 && $0 <= 1 }
  }

  /// The greatest whole number that is accepted.
  package static let greatestCount = 1 << 53

  /// What is accepted, for a refusal.
  ///
  /// - Parameter quoted: words stand in quotation marks, as in JSON.
  package func accepted(quoted: Bool = false) -> String {
    func word(_ text: String) -> String { quoted ? "\"\(text)\"" : text }
    switch self {
    case .number(let range): return range.words
    case .tunable(let range): return "\(range.words) or \(word("auto"))"
    case .substitute: return "\(word("skip")) or a finite number"
    case .count(let least): return "a whole number from \(least) to \(Self.greatestCount)"
    case .unsigned: return "a whole number from 0 to \(UInt64.max)"
    case .flag: return "true or false"
    case .words(let words): return words.joined(separator: ", ")
    case .policy: return PolicyName.words.joined(separator: ", ")
    case .prior: return "0 (no prior)"
    }
  }

  /// The value that a person typed; `nil` where it is not accepted. Of priors only 0 can be typed.
  func value(of text: String) -> SettingValue? {
    func number(_ range: NumberRange) -> SettingValue? {
      Double(text).flatMap { range.contains($0) ? .number($0) : nil }
    }
    switch self {
    case .number(let range): return number(range)
    case .tunable(let range): return text == "auto" ? .word(text) : number(range)
    case .substitute: return text == "skip" ? .word(text) : number(.finite)
    case .count(let least):
      return Int(text).flatMap { (least...Self.greatestCount).contains($0) ? .count($0) : nil }
    case .unsigned: return UInt64(text).map { .unsigned($0) }
    case .flag: return Bool(text).map { .flag($0) }
    case .words(let words): return words.contains(text) ? .word(text) : nil
    case .policy: return PolicyName(word: text) == nil ? nil : .word(text)
    case .prior: return Double(text) == 0 ? .prior(.zero) : nil
    }
  }
}
