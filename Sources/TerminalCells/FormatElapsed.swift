import Wording

/// A length of time in its two greatest units: `0.4s`, `48s`, `12m05s`, `1h30m`, `2d6h`.
package func formatElapsed(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds.magnitude < 1e12 else { return "–" }
  let magnitude = seconds.magnitude
  let sign = seconds < 0 ? "-" : ""
  if magnitude < 9.95, magnitude != magnitude.rounded() { return sign + formatCompact(magnitude) + "s" }
  let whole = Int(magnitude.rounded())
  guard whole > 0 else { return "0s" }
  let units: [(seconds: Int, sign: String)] = [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")]
  guard let first = units.firstIndex(where: { whole >= $0.seconds }) else { return "0s" }
  var text = "\(sign)\(formatCount(whole / units[first].seconds))\(units[first].sign)"
  if first + 1 < units.count, case let rest = whole % units[first].seconds / units[first + 1].seconds,
    rest > 0
  {
    text += (rest < 10 && units[first + 1].seconds < 3600 ? "0" : "") + "\(rest)\(units[first + 1].sign)"
  }
  return text
}

extension AxisTicks {
  /// Steps between numbers of a clock, in seconds.
  private static let clockSteps: [Double] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  ]

  /// Ticks of seconds at places where a clock has them, as many as leave `gap` cells between labels.
  package static func elapsed(range: ClosedRange<Double>, cells: Int, gap: Int = 3) -> AxisTicks {
    let none = AxisTicks(range: range, maximumCount: 0)
    let extent = range.upperBound - range.lowerBound
    guard extent.isFinite, extent > 0, range.upperBound.magnitude < 1e12, range.lowerBound.magnitude < 1e12
    else { return none }
    if extent < 4 {
      var axis = AxisTicks.horizontal(range: range, cells: cells, gap: gap + 1)
      for index in axis.ticks.indices where axis.ticks[index].value != 0 { axis.ticks[index].label += "s" }
      return axis
    }
    for step in clockSteps where extent / step <= 1000 {
      if let axis = AxisTicks(every: step, in: range), axis.fits(range: range, cells: cells, gap: gap) {
        return axis
      }
    }
    // Days, by 1, 2 or 5 times a power of ten.
    let days = range.lowerBound / 86_400...range.upperBound / 86_400
    var axis = AxisTicks.horizontal(range: days, cells: cells, gap: gap + 1, wholeNumbers: true)
    axis.step *= 86_400
    for index in axis.ticks.indices {
      axis.ticks[index].label += axis.ticks[index].value == 0 ? "" : "d"
      axis.ticks[index].value *= 86_400
    }
    return axis
  }

  /// `nil` where no multiple of the step lies in the range.
  private init?(every step: Double, in range: ClosedRange<Double>) {
    let first = (range.lowerBound / step).rounded(.up)
    let last = (range.upperBound / step).rounded(.down)
    guard first <= last else { return nil }
    self.init(range: range, maximumCount: 0)
    self.step = step
    ticks = (Int(first)...Int(last)).map {
      let value = Double($0) * step
      return Tick(value: value, label: value == 0 ? "0" : formatElapsed(value))
    }
  }
}
