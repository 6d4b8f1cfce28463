/// Places for the numbers of an axis: multiples of 1, 2 or 5 times a power of ten.
package struct AxisTicks: Equatable, Sendable {
  package struct Tick: Equatable, Sendable {
    package var value: Double
    package var label: String
  }

  /// Rising, all within the range.
  package var ticks: [Tick]
  /// Distance of two ticks; 0 when there is none or one that stands for a range without extent.
  package var step: Double

  /// Ticks with at most so many on the axis: the finest step that gives no more.
  ///
  /// - Parameters:
  ///   - range: ends that are not finite give no ticks; a range without extent has the one value as its tick, if it
  ///     is to have any.
  ///   - maximumCount: limited to 0…1,000.
  ///   - leadingZero: `false` writes `.5`.
  ///   - wholeNumbers: ticks of things that are counted: steps, decisions.
  package init(
    range: ClosedRange<Double>, maximumCount: Int, leadingZero: Bool = true, wholeNumbers: Bool = false
  ) {
    ticks = []
    step = 0
    let count = min(maximumCount, 1000)
    guard count > 0, range.lowerBound.isFinite, range.upperBound.isFinite else { return }
    guard range.lowerBound < range.upperBound else {
      ticks = [Tick(value: range.lowerBound, label: formatCompact(range.lowerBound))]
      return
    }
    var candidate = TickStep(finestFor: range, maximumCount: count)
    if wholeNumbers, candidate.exponent < 0 { candidate = .one }
    for _ in 0..<8 {
      if let values = candidate.values(in: range), values.count <= count {
        ticks = candidate.label(values, leadingZero: leadingZero)
        step = candidate.value
        return
      }
      candidate = candidate.coarser
    }
  }

  /// Ticks for an axis of so many rows: at most one for every two rows, but two where there are three rows.
  package static func vertical(
    range: ClosedRange<Double>, rows: Int, leadingZero: Bool = true
  ) -> AxisTicks {
    AxisTicks(range: range, maximumCount: (min(max(0, rows), 4096) + 1) / 2, leadingZero: leadingZero)
  }

  /// Ticks for an axis of so many cells, as many as leave `gap` cells between labels.
  package static func horizontal(
    range: ClosedRange<Double>, cells: Int, gap: Int = 3, leadingZero: Bool = true, wholeNumbers: Bool = false
  ) -> AxisTicks {
    let gap = min(max(0, gap), 4096)
    var count = max(0, min(cells, 4096)) / (gap + 1)
    while count > 0 {
      let axis = AxisTicks(
        range: range, maximumCount: count, leadingZero: leadingZero, wholeNumbers: wholeNumbers)
      if axis.ticks.isEmpty || axis.fits(range: range, cells: cells, gap: gap) { return axis }
      count = axis.ticks.count - 1
    }
    return AxisTicks(range: range, maximumCount: 0)
  }

  /// The cell of a value on an axis of so many cells: 0 for the lower bound, the last for the upper.
  package static func cell(of value: Double, range: ClosedRange<Double>, cells: Int) -> Int? {
    let extent = range.upperBound / 2 - range.lowerBound / 2
    guard cells > 0, range.contains(value), extent.isFinite else { return nil }
    guard extent > 0 else { return (cells - 1) / 2 }
    let part = (value / 2 - range.lowerBound / 2) / extent
    return min(cells - 1, max(0, Int((part * Double(cells - 1)).rounded())))
  }

  func fits(range: ClosedRange<Double>, cells: Int, gap: Int) -> Bool {
    guard ticks.count > 1 else { return (ticks.first?.label.count ?? 0) <= cells }
    let widest = ticks.map(\.label.count).max() ?? 0
    let places = ticks.compactMap { Self.cell(of: $0.value, range: range, cells: cells) }
    return zip(places, places.dropFirst()).allSatisfy { $1 - $0 >= widest + gap }
  }
}
