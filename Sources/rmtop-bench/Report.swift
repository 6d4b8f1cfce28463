/// What one run of the program says.
struct Report: Codable {
  var machine: String
  var rows: [BenchRow]

  /// Two runs side by side, as docs/speed.md has them: of every row the time, the peer and the ratio, with the first
  /// kernels and with the second.
  static func table(_ first: Report, _ second: Report) -> String {
    var lines = [
      "1: \(first.machine)", "2: \(second.machine)", "",
      "| row | peer, timed in the same run | 1: time, ratio | 2: time, ratio | aim |",
      "| --- | --- | --- | --- | --- |",
    ]
    for (one, other) in zip(first.rows, second.rows) {
      lines.append("| `\(one.name)` | \(one.peer) | \(one.figures) | \(other.figures) | \(one.aim) |")
    }
    return lines.joined(separator: "\n")
  }
}

extension BenchRow {
  /// The time in a unit that keeps it short, the ratio, and where there is a bound what it says.
  fileprivate var figures: String {
    let time = value >= 1e6 ? Self.short(value / 1e6) + " s" : Self.short(value) + " µs"
    var text = time + ", " + (ratio < 0.01 ? "\(Self.short(ratio * 1e4))e-4" : Self.short(ratio))
    guard let bound, let boundValue else { return text }
    if bound.hasPrefix("greatest error") {
      text += boundValue <= 1e-9 ? "; error ≤ 1e-9" : "; error \(boundValue)"
    } else if bound.hasPrefix("reading") {
      text += "; " + Self.short(value / boundValue) + " of the bound"
    }
    return text
  }

  /// Three digits.
  private static func short(_ value: Double) -> String {
    var scale = 1.0
    while value * scale < 100, scale < 1e6 { scale *= 10 }
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}
