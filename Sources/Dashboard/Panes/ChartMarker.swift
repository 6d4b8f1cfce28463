import RunEvents
import RunState
import TerminalCells
import Wording

/// A vertical line over a chart.
struct ChartMarker: Equatable {
  /// The most important last: it is drawn over the others.
  enum Kind: Int, Comparable {
    /// Segments, settings, the source, the end.
    case event
    case alarm
    /// What a person asked for, or that it has ended.
    case control

    static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }
  }

  var column: Int
  var kind: Kind
  /// Events folded by its moment.
  var event: Int
  /// What it is, for the axis: `BAN gemma` of a control, a word of the others.
  var label: String?

  /// Cells of a reward model's name in a label.
  private static let nameWidth = 10

  /// The marks of a chart of so many columns, the most important last.
  static func markers(_ model: DashboardModel, span: ChartSpan, width: Int) -> [ChartMarker] {
    let names = model.shortModelNames(width: nameWidth)
    var markers = model.chartMarkers.compactMap { marker -> ChartMarker? in
      guard let column = span.place.place(of: marker).flatMap({ span.column(of: $0, count: width) }) else {
        return nil
      }
      let kind: Kind = marker.kind == .alarm ? .alarm : marker.kind == .control ? .control : .event
      return ChartMarker(
        column: column, kind: kind, event: marker.event,
        label: kind == .control ? label(marker.text, model, names) : word(marker.kind))
    }
    // Stable: of one kind the latest stays on top.
    markers = markers.enumerated().sorted { ($0.element.kind, $0.offset) < ($1.element.kind, $1.offset) }
      .map(\.element)
    return thinned(markers, width: width)
  }

  /// So that marks do not take a chart from what it shows: of more than a sixth of the columns, at least 6, alarms go
  /// that are close to another mark, and the closer ones first; then in the same way what is no control either.
  /// Controls always stay.
  static func thinned(_ markers: [ChartMarker], width: Int) -> [ChartMarker] {
    let most = max(6, width / 6)
    var kept = markers
    for kind in [Kind.alarm, .event] {
      for distance in 1...greatestDistance where Set(kept.map(\.column)).count > most {
        kept = without(kind, nearerThan: distance + 1, in: kept)
      }
    }
    return kept
  }

  private static let greatestDistance = 8

  /// Leaves out those of a kind that have another mark, kept before them, nearer than so many columns.
  private static func without(
    _ kind: Kind, nearerThan distance: Int, in markers: [ChartMarker]
  ) -> [ChartMarker] {
    let others = Set(markers.filter { $0.kind != kind }.map(\.column))
    func isFree(_ column: Int) -> Bool {
      (column - distance + 1...column + distance - 1).allSatisfy { !others.contains($0) }
    }
    // From the left, so that few change their places when another one comes at the end.
    var stays: Set<Int> = []
    var last = Int.min / 2
    for column in Set(markers.filter { $0.kind == kind }.map(\.column)).sorted()
    where column - last >= distance && isFree(column) {
      stays.insert(column)
      last = column
    }
    return markers.filter { $0.kind != kind || stays.contains($0.column) }
  }

  /// What a mark that is no control stands for.
  private static func word(_ kind: Marker.Kind) -> String {
    switch kind {
    case .control, .note: ""
    case .alarm: "alarm"
    case .allClear: "over"
    case .segment: "restart"
    case .source: "file"
    case .settings: "settings"
    case .end: "end"
    }
  }

  /// The first words of a control's sentence with the short name of its RM: `BAN grm-gemma2-2b obeyed` is `BAN gemma`.
  private static func label(_ text: String, _ model: DashboardModel, _ names: [String]) -> String? {
    guard !text.hasSuffix(" asked for"), let found = mention(in: text, model) else { return nil }
    let action = printableText(String(text[..<found.range.lowerBound]), limit: 24).filter { $0 != ":" }
    let isOver = text.hasSuffix(" has expired")
    return action + names[found.arm] + (isOver ? " over" : "")
  }

  /// The longest id that the text has.
  private static func mention(in text: String, _ model: DashboardModel) -> (
    arm: Int, range: Range<String.Index>
  )? {
    var best: (arm: Int, range: Range<String.Index>)?
    for (arm, state) in model.run.rewardModels.enumerated() {
      let id = printableID(state.info.id)
      guard id.count > (best.map { text[$0.range].count } ?? 0),
        let start = text.firstRange(of: " " + id)
      else { continue }
      best = (arm, text.index(after: start.lowerBound)..<start.upperBound)
    }
    return best
  }
}

/// Where labels of marks stand in the line of an axis, each with the sign of its mark: no two overlap, and numbers keep
/// a third of it.
struct MarkerLabels: Equatable {
  struct Spot: Equatable {
    var x: Int
    var text: String
    var width: Int
    /// Of the mark, whose sign stands before the text.
    var kind: ChartMarker.Kind?
  }

  var spots: [Spot] = []

  /// Cells between two labels.
  private static let gap = 2
  /// Cells that a word may stand away from its mark.
  private static let reach = 12

  /// Of controls each one has a label, the latest first; of what else there is each word has one, so that the signs
  /// are explained.
  ///
  /// - Parameters:
  ///   - width: cells of the axis.
  ///   - reserved: cells at its end that are taken.
  init(_ markers: [ChartMarker], width: Int, reserved: Int) {
    var left = width * 2 / 3
    var seen: Set<String> = []
    for marker in markers.reversed() {
      let isControl = marker.kind == .control
      let key = isControl ? "\(marker.column) \(marker.label ?? "")" : marker.label ?? ""
      guard let label = marker.label, !label.isEmpty, case let cells = displayWidth(label) + 2, cells <= left,
        !seen.contains(key)
      else { continue }
      // Begins under the mark; where the axis ends, before the number there.
      let last = width - reserved - 1 - cells
      var spot = Spot(x: min(marker.column, last), text: label, width: cells, kind: marker.kind)
      if !isFree(spot), marker.kind == .alarm, !spots.contains(where: { $0.kind == .alarm }) {
        // What the sign of an alarm means may stand beside it.
        let near = max(0, spot.x - Self.reach)...max(0, min(last, spot.x + Self.reach))
        let starts = near.sorted { abs($0 - spot.x) < abs($1 - spot.x) }
        spot.x = starts.first { isFree(Spot(x: $0, text: label, width: cells)) } ?? spot.x
      }
      guard spot.x >= 0, isFree(spot) else { continue }
      seen.insert(key)
      spots.append(spot)
      left -= cells
    }
  }

  /// Whether a text keeps its distance from all labels.
  func isFree(_ spot: Spot) -> Bool {
    spots.allSatisfy { spot.x + spot.width + Self.gap <= $0.x || $0.x + $0.width + Self.gap <= spot.x }
  }
}
