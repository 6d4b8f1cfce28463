/// What the viewer has set: never part of the run's state.
public struct ViewState: Sendable {
  public var focus = Pane.rewardModels
  /// Panes the viewer has hidden.
  public var hidden: Set<Pane> = []
  /// One pane over the whole body.
  public var zoomed: Pane?
  /// Id of the selected RM; `nil` (before the rows have settled) is the first row.
  public var selected: String?
  public var sort = TableSort()
  /// Lines scrolled back in the events pane; 0 follows the newest.
  public var eventScroll = 0
  /// The selected line of the events pane, counted from the newest.
  public var eventCursor = 0
  /// Name of the selected metric; `nil` is the first.
  public var metric: String?
  /// One metric has the whole pane; what was zoomed before comes back with Esc.
  public var openMetric: OpenMetric?
  public var span = TimeSpan.all
  /// Curves of single batches are noise: smoothed from the start, raw values stay beneath.
  public var smoothing = Smoothing.more
  public var overlay: Overlay?
  /// The confirm line was opened by one of many keys that came at once: Enter has to be the first of its read.
  var distrustsEnter = false
  public var themeName = "dark"
  /// The theme that was kept in the picker, now or in an earlier session.
  var chosenTheme: String?

  public init() {}
}

/// The selected metric over the whole pane.
public struct OpenMetric: Equatable, Sendable {
  public var zoomedBefore: Pane?
}

/// How the table of RMs is sorted.
public struct TableSort: Equatable, Sendable {
  public enum Column: String, CaseIterable, Sendable {
    case mean
    case share
    case count
    case best
    case reward
    case ties
    case failures
    case latency
    case id
    /// The order of the `run` line.
    case listed
  }

  public var column = Column.mean
  public var isReversed = false

  public init() {}
}

/// Rows in an order that was sorted a moment ago.
struct HeldOrder: Equatable, Sendable {
  var arms: [Int]
  var sort: TableSort
  /// Monotonic time of the sorting.
  var since: Double

  static let seconds = 3.0
}

/// Which stretch of the run the charts show; all panes share it.
public enum TimeSpan: Equatable, Sendable {
  case all
  /// The last so many steps.
  case tail(Double)
  /// A fixed stretch.
  case frozen(ClosedRange<Double>)
}

/// Weight of the debiased moving average.
public enum Smoothing: Double, CaseIterable, Sendable {
  case none = 0
  case some = 0.6
  case more = 0.9
  case strong = 0.97
  case strongest = 0.99
}
