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
  /// `BAN gemma`, for the axis; only of controls.
  var label: String?

  /// Cells of a reward model's name in a label.
  private static let nameWidth = 12

  static func markers(_ model: DashboardModel, span: ChartSpan, width: Int) -> [ChartMarker] {
    let names = model.shownModelNames(width: nameWidth, leavesOutPrefix: true).names
    var markers = model.chartMarkers.compactMap { marker -> ChartMarker? in
      guard let column = span.place.place(of: marker).flatMap({ span.column(of: $0, count: width) }) else {
        return nil
      }
      let kind: Kind = marker.kind == .alarm ? .alarm : marker.kind == .control ? .control : .event
      return ChartMarker(
        column: column, kind: kind, event: marker.event,
        label: kind == .control ? label(marker.text, model, names) : nil)
    }
    // Stable: of one kind the latest stays on top.
    markers = markers.enumerated().sorted { ($0.element.kind, $0.offset) < ($1.element.kind, $1.offset) }
      .map(\.element)
    return markers
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

/// Where labels of marks stand in the line of an axis: no two overlap, and numbers keep half of it.
struct MarkerLabels: Equatable {
  struct Spot: Equatable {
    var x: Int
    var text: String
    var width: Int
  }

  var spots: [Spot] = []

  /// Cells between two labels.
  private static let gap = 2

  /// The latest controls first.
  ///
  /// - Parameters:
  ///   - width: cells of the axis.
  ///   - reserved: cells at its end that are taken.
  init(_ markers: [ChartMarker], width: Int, reserved: Int) {
    var left = width / 2
    var seen: Set<String> = []
    for marker in markers.reversed() {
      guard let label = marker.label, case let cells = displayWidth(label), cells <= left else { continue }
      // To the right of the mark, or to its left where the axis ends.
      let isLast = marker.column + cells > width - reserved - Self.gap
      let start = isLast ? marker.column - cells + 1 : marker.column
      let spot = Spot(x: start, text: label, width: cells)
      guard start >= 0, start + cells + Self.gap <= width - reserved, isFree(spot),
        seen.insert("\(marker.column) \(label)").inserted
      else { continue }
      spots.append(spot)
      left -= cells
    }
  }

  /// Whether a text keeps its distance from all labels.
  func isFree(_ spot: Spot) -> Bool {
    spots.allSatisfy { spot.x + spot.width + Self.gap <= $0.x || $0.x + $0.width + Self.gap <= spot.x }
  }
}
