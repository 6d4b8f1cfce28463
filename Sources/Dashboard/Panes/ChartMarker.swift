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

    init(_ kind: Marker.Kind) { self = kind == .alarm ? .alarm : kind == .control ? .control : .event }

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
  private static let mostLabels = 64
  /// The word for the end of a run.
  static let end = "end"

  /// The marks of a chart of so many columns, the most important last.
  static func markers(_ model: DashboardModel, span: ChartSpan, width: Int) -> [ChartMarker] {
    let names = model.shortModelNames(width: nameWidth)
    var markers: [ChartMarker] = []
    // Of what is no control the latest in a column hides the others.
    var hidden: Set<[Int]> = []
    for marker in model.chartMarkers.reversed() {
      guard let column = span.place.place(of: marker).flatMap({ span.column(of: $0, count: width) }) else {
        continue
      }
      let kind = Kind(marker.kind)
      if kind != .control, !hidden.insert([kind.rawValue, column]).inserted { continue }
      markers.append(
        ChartMarker(
          column: column, kind: kind, event: marker.event,
          label: kind == .control ? marker.text : word(marker.kind)))
    }
    // Stable: of one kind the latest stays on top.
    markers = markers.reversed().enumerated().sorted {
      ($0.element.kind, $0.offset) < ($1.element.kind, $1.offset)
    }.map(\.element)
    markers = thinned(markers, width: width)
    for (index, marker) in markers.enumerated() where marker.kind == .control {
      // An axis has room for few: those of the latest.
      markers[index].label =
        markers.count - index <= mostLabels ? marker.label.flatMap { label($0, model, names) } : nil
    }
    return markers
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
    case .end: end
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

/// Where labels of marks stand in the line of an axis, each with the sign of its mark under it: no two overlap, and
/// numbers keep a third of it.
struct MarkerLabels: Equatable {
  struct Spot: Equatable {
    var x: Int
    var text: String
    var width: Int
    /// Of the mark, whose sign stands before the text, or behind it.
    var kind: ChartMarker.Kind?
    var isBehind = false
  }

  var spots: [Spot] = []

  /// Cells between two labels.
  private static let gap = 2
  /// Of a label that is cut at least so many cells are left.
  private static let leastCells = 8

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
      let end = width - reserved - 1
      let room = end - marker.column
      // Its sign is under the mark: before the text, or where the axis ends or another label begins, behind it.
      var spots = [
        Spot(x: marker.column, text: label, width: cells, kind: marker.kind),
        Spot(x: marker.column - cells + 1, text: label, width: cells, kind: marker.kind, isBehind: true),
      ]
      if isControl, room < cells, room >= Self.leastCells {
        let cut = truncated(label, to: room - 2)
        spots.append(Spot(x: marker.column, text: cut, width: room, kind: marker.kind))
      }
      guard let spot = spots.first(where: { $0.x >= 0 && $0.x + $0.width <= end && isFree($0) }) else {
        continue
      }
      seen.insert(key)
      self.spots.append(spot)
      left -= spot.width
    }
  }

  /// Whether a text keeps its distance from all labels.
  func isFree(_ spot: Spot) -> Bool {
    spots.allSatisfy { spot.x + spot.width + Self.gap <= $0.x || $0.x + $0.width + Self.gap <= spot.x }
  }
}
