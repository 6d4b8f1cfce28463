import RunState

extension ExportTable {
  /// One named series of a wide table.
  struct Named {
    var name: String
    var series: Series
  }

  private static let places = ["step", "seconds", "decisions"]

  /// A row for every sample of the branch that was not left, a column for each series.
  ///
  /// Where a series has more samples than it keeps apart, a row has the mean of several.
  ///
  /// - Parameter range: positions.
  init(_ all: [Named], range: ClosedRange<Double>, timeline: Timeline) {
    columns = Self.places + all.map(\.name)
    var values: [Key: [Int: Double]] = [:]
    for (column, one) in all.enumerated() {
      var before = Key(position: -.infinity, ordinal: 0)
      for bucket in one.series.buckets where !bucket.isAbandoned && range.contains(bucket.end) {
        let isSame = bucket.end == before.position
        before = Key(position: bucket.end, ordinal: isSame ? before.ordinal + 1 : 0)
        values[before, default: [:]][column] = Series.mean(of: bucket)
      }
    }
    rows = values.keys.sorted().prefix(Self.rowLimit).map { key in
      Self.place(key.position, timeline) + all.indices.map { Field(values[key]?[$0]) }
    }
  }

  /// A row for every sample of every series, which do not share their steps.
  init(byName all: [(named: Named, range: ClosedRange<Double>, timeline: Timeline?)]) {
    columns = Self.places + ["metric", "value"]
    for one in all {
      for bucket in one.named.series.buckets where !bucket.isAbandoned && one.range.contains(bucket.end) {
        guard rows.count < Self.rowLimit else { return }
        let place =
          one.timeline.map { Self.place(bucket.end, $0) } ?? [.number(bucket.end), .empty, .empty]
        rows.append(place + [.text(one.named.name), .number(Series.mean(of: bucket))])
      }
    }
  }

  /// Step, seconds since the first event, decisions by then.
  static func place(_ position: Double, _ timeline: Timeline) -> [Field] {
    [
      .number(position), Field(timeline.hasTimes ? timeline.last(at: position, .time) : nil),
      Field(timeline.last(at: position, .decisions)?.rounded()),
    ]
  }

  private struct Key: Hashable, Comparable {
    var position: Double
    /// Of several samples of one series at one position.
    var ordinal: Int

    static func < (one: Key, other: Key) -> Bool {
      (one.position, one.ordinal) < (other.position, other.ordinal)
    }
  }
}
