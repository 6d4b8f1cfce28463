import ElementaryFunctions

/// How values are spread over an axis.
package struct ValueScale: Equatable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case linear
    /// Values above 0 alone have a place; the others lie below all of them.
    case log
    /// Linear around 0, logarithmic far from it, on both sides.
    case symlog
  }

  package var kind: Kind
  /// Up to about this distance from 0 `symlog` is linear: a power of ten.
  package var threshold: Double

  /// - Parameter values: those on the axis, for what is near 0 among them.
  package init(_ kind: Kind, of values: [Double] = []) {
    self.kind = kind
    threshold = 1
    guard kind == .symlog else { return }
    let sizes = values.map(\.magnitude).filter { $0 > 0 && $0.isFinite }.sorted()
    guard let greatest = sizes.last else { return }
    threshold = powerOfTen(Self.decade(max(sizes[sizes.count / 10], greatest / 1e6)))
  }

  /// Where a value stands: bounds of charts and places of dots are in this. Minus infinity has none in `log`.
  package func place(_ value: Double) -> Double {
    switch kind {
    case .linear: return value
    case .log: return value > 0 ? log(value) / Self.ln10 : value.isNaN ? value : -.infinity
    case .symlog:
      guard value.isFinite else { return value }
      let place = log1p(value.magnitude / threshold) / Self.ln10
      return value < 0 ? -place : place
    }
  }

  /// The value at a place.
  package func value(at place: Double) -> Double {
    switch kind {
    case .linear: return place
    case .log: return exp(place * Self.ln10)
    case .symlog:
      let size = (exp(place.magnitude * Self.ln10) - 1) * threshold
      return place < 0 ? -size : size
    }
  }

  /// Numbers for an axis of so many rows, each `value` a place: decades where two of them fit, else finer steps.
  ///
  /// - Parameter bounds: places.
  package func ticks(bounds: ClosedRange<Double>, rows: Int) -> AxisTicks {
    guard kind != .linear, bounds.lowerBound.isFinite, bounds.upperBound.isFinite else {
      return .vertical(range: bounds, rows: rows)
    }
    let most = (min(max(0, rows), 4096) + 1) / 2
    var axis = AxisTicks(range: bounds, maximumCount: 0)
    guard most > 0 else { return axis }
    let values =
      value(at: bounds.lowerBound)...max(value(at: bounds.lowerBound), value(at: bounds.upperBound))
    for mantissas in [[1.0], [1, 2, 5]] {
      let found = multiples(of: mantissas, in: values)
      guard found.count >= 2 || found.count == most else { continue }
      // Evenly thinned, so that 0 and the greatest stay.
      let step = (found.count + most - 1) / most
      let anchor = found.firstIndex(of: 0) ?? found.count - 1
      let kept = found.indices.filter { ($0 - anchor) % step == 0 }.map { found[$0] }
      axis.ticks = kept.map { AxisTicks.Tick(value: place($0), label: formatCompact($0)) }
      return axis
    }
    axis.ticks = AxisTicks(range: values, maximumCount: most).ticks.map {
      AxisTicks.Tick(value: place($0.value), label: $0.label)
    }
    return axis
  }

  /// Multiples of powers of ten in a range, rising; with `symlog` those beyond the threshold, on both sides, and 0.
  private func multiples(of mantissas: [Double], in range: ClosedRange<Double>) -> [Double] {
    func positive(_ low: Double, _ high: Double) -> [Double] {
      guard high > 0, low <= high else { return [] }
      let first = Self.decade(max(low, 1e-300))
      let last = Self.decade(high)
      guard last - first < 700 else { return [] }
      return (first...last).flatMap { power in mantissas.map { $0 * powerOfTen(power) } }
        .filter { $0 >= low && $0 <= high }
    }
    if kind == .log { return positive(range.lowerBound, range.upperBound) }
    let below = positive(max(threshold, -range.upperBound), -range.lowerBound).reversed().map { -$0 }
    let above = positive(max(threshold, range.lowerBound), range.upperBound)
    return below + (range.contains(0) ? [0] : []) + above
  }

  /// The exponent of the power of ten at or below a positive value.
  private static func decade(_ value: Double) -> Int {
    var exponent = Int((log(value) / ln10).rounded(.down))
    // The logarithm is rounded: a power of ten itself must not fall to the one before.
    if powerOfTen(exponent + 1) <= value { exponent += 1 }
    if powerOfTen(exponent) > value { exponent -= 1 }
    return exponent
  }

  private static let ln10 = log(10.0)
}
