/// 1, 2 or 5 times a power of ten.
struct TickStep: Equatable {
  var mantissa: Int
  var exponent: Int

  static let one = TickStep(mantissa: 1, exponent: 0)

  init(mantissa: Int, exponent: Int) {
    self.mantissa = mantissa
    self.exponent = exponent
  }

  /// The finest step with which so many ticks can cover the range, or one that is somewhat finer.
  init(finestFor range: ClosedRange<Double>, maximumCount: Int) {
    // Halved: the width of a range of large numbers may not fit in a double.
    let wanted = (range.upperBound / 2 - range.lowerBound / 2) / Double(maximumCount) * 2
    let finite = wanted.isFinite ? wanted : Double.greatestFiniteMagnitude
    // A power below the wanted step by search: no logarithm, whose last digit differs between machines.
    var low = -324
    var high = 309
    while low < high {
      let middle = low + (high - low + 1) / 2
      if powerOfTen(middle) <= finite { low = middle } else { high = middle - 1 }
    }
    mantissa = 1
    exponent = low
    while coarser.value <= finite, coarser.exponent == low { self = coarser }
  }

  var value: Double { Double(mantissa) * powerOfTen(exponent) }

  var coarser: TickStep {
    var next = self
    switch mantissa {
    case 1: next.mantissa = 2
    case 2: next.mantissa = 5
    default:
      next.mantissa = 1
      next.exponent += 1
    }
    return next
  }

  /// The multiples of the step in the range; `nil` when there are more than 2,000 or doubles do not resolve them.
  func values(in range: ClosedRange<Double>) -> [Double]? {
    let first = (range.lowerBound / value).rounded(.up)
    let last = (range.upperBound / value).rounded(.down)
    guard first.isFinite, last.isFinite, last - first <= 2000 else { return nil }
    guard max(first.magnitude, last.magnitude) < 0x1p53 else { return nil }
    guard first <= last else { return [] }
    // The quotient is rounded: a multiple at an end of the range may have been missed or taken by mistake.
    return (Int(first) - 1...Int(last) + 1).map { multiple($0) }.filter { range.contains($0) }
  }

  /// k · step, correctly rounded where the power of ten is exact: 3 · 0.1 is 0.3.
  private func multiple(_ k: Int) -> Double {
    let digits = Double(k) * Double(mantissa)
    if digits == 0 { return 0 }
    return exponent < 0 && exponent >= -22 ? digits / powerOfTen(-exponent) : digits * powerOfTen(exponent)
  }

  /// Labels with the same decimals, and one suffix for all: `0`, `500`, `1000`; `10k`, `15k`; `0.25`; `2e-5`.
  func label(_ values: [Double], leadingZero: Bool) -> [AxisTicks.Tick] {
    let greatest = values.map(\.magnitude).max() ?? 0
    let group = greatest < 10_000 ? 0 : greatest < 1e6 ? 3 : greatest < 1e9 ? 6 : greatest < 1e12 ? 9 : 12
    let isPlain = greatest < 1e15 && exponent >= -4
    return values.map { value in
      guard isPlain else { return AxisTicks.Tick(value: value, label: scientific(value)) }
      if value == 0, group > 0 { return AxisTicks.Tick(value: 0, label: "0") }
      let decimals = max(0, group - exponent)
      let text = formatFixed(
        value / powerOfTen(group), decimals: decimals, leadingZero: leadingZero || value == 0)
      return AxisTicks.Tick(value: value, label: text + ["", "k", "M", "G", "T"][group / 3])
    }
  }

  private func scientific(_ value: Double) -> String {
    if value == 0 { return "0" }
    // In units of the step's power the number is a whole one: digits and exponent without rounding.
    let digits = (value / powerOfTen(max(-308, exponent))).rounded()
    guard digits.magnitude < 1e15 else { return formatCompact(value) }
    var text = formatFixed(digits.magnitude, decimals: 0)
    var power = exponent
    power += text.count - 1
    while text.count > 1, text.hasSuffix("0") { text.removeLast() }
    if text.count > 1 { text.insert(".", at: text.index(after: text.startIndex)) }
    return "\(value < 0 ? "-" : "")\(text)e\(power)"
  }
}

/// A power of ten as the nearest double: read from text, since repeated products gather errors. 0 and infinity beyond.
func powerOfTen(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? (exponent < 0 ? 0 : .infinity) }
