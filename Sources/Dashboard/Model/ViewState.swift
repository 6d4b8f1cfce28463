package import TerminalCells

/// What the viewer has set: never part of the run's state.
package struct ViewState: Sendable {
  package var focus = Pane.rewardModels
  /// Panes the viewer has hidden.
  package var hidden: Set<Pane> = []
  /// One pane over the whole body.
  package var zoomed: Pane?
  /// Id of the selected RM; `nil` (before the rows have settled) is the first row.
  package var selected: String?
  package var sort = TableSort()
  /// Lines scrolled back in the events pane; 0 follows the newest.
  package var eventScroll = 0
  /// The selected line of the events pane, counted from the newest.
  package var eventCursor = 0
  /// Which of the events are listed.
  package var eventKind = EventKind.all
  /// What `/` searches for in the lists.
  var searches: [SearchedList: PaneSearch] = [:]
  /// The decision in the inspector, by its place among all of the run; `nil` is the last.
  package var decision: Int?

  /// What the heat map of categories shows, and the name of the selected category; `nil` is the first.
  package var categoryMeasure = CategoryMeasure.share
  package var category: String?
  /// Name of the selected metric; `nil` is the first.
  package var metric: String?
  /// Names of the metrics that stand before all others, in their order.
  var keptMetrics: [String] = []
  /// One metric has the whole pane; what was zoomed before comes back with Esc.
  package var openMetric: OpenMetric?
  package var span = TimeSpan.all
  package var axis = ChartAxis.step
  /// Position of the crosshair; `nil` without one.
  package var crosshair: Double?
  /// Curves of single batches are noise: smoothed from the start, raw values stay beneath.
  package var smoothing = Smoothing.more
  /// Of the Y axes of reward and metrics, and whether outliers have no part in them.
  package var scale = ValueScale.Kind.linear
  package var clipsOutliers = false
  /// What the posterior pane shows.
  package var posterior = PosteriorAspect.bands
  package var overlay: Overlay?
  /// The confirm line was opened by one of many keys that came at once: Enter has to be the first of its read.
  var distrustsEnter = false
  /// Whoever opens a screen for the first time has been told what to try.
  var isGreeted = false
  /// The mouse is asked for, and the border that it drags.
  package var usesMouse = false
  var draggedBorder: Border?
  var sizes = DraggedSizes()
  package var themeName = "dark"
  /// The theme that was kept in the picker, now or in an earlier session.
  var chosenTheme: String?

  /// Characters of the charts that the viewer has chosen; `nil`: what the terminal is trusted with.
  package var glyphs: GlyphTier?
  /// The same as it is kept, also where the command line has a say in this session.
  var chosenGlyphs: GlyphTier?

  package init() {}
}

/// The selected metric over the whole pane.
package struct OpenMetric: Equatable, Sendable {
  package var zoomedBefore: Pane?
}

/// How the table of RMs is sorted.
package struct TableSort: Equatable, Sendable {
  package enum Column: String, CaseIterable, Sendable {
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

  package var column = Column.mean
  package var isReversed = false

  package init() {}
}

/// What the cells of the heat map are.
package enum CategoryMeasure: String, CaseIterable, Sendable {
  /// Of the recent decisions of a category.
  case share
  /// Mean of its recent rewards.
  case reward
  /// P(best) over the category's probes.
  case best
}

/// Rows in an order that was sorted a moment ago.
struct HeldOrder: Equatable, Sendable {
  var arms: [Int]
  var sort: TableSort
  /// The order in which arms come into charts that cannot show all.
  var charted: [Int] = []
  /// Monotonic time of the sorting.
  var since: Double

  static let seconds = 3.0
}

/// Which stretch of the run the charts show; all panes share it.
package enum TimeSpan: Equatable, Sendable {
  case all
  /// The last so many steps.
  case tail(Double)
  /// A fixed stretch.
  case frozen(ClosedRange<Double>)
}

/// What the charts stand over; all panes share it.
package enum ChartAxis: String, CaseIterable, Sendable {
  /// The routing step; in a run without steps the ordinal of the decision.
  case step
  /// Since the run's first event.
  case time
  case decisions
}

/// What is drawn of the beliefs.
package enum PosteriorAspect: String, CaseIterable, Sendable {
  /// Mean ± sd over the steps.
  case bands
  /// The sd alone.
  case deviations = "sd"
  /// The marginal normal densities of this moment.
  case densities
}

/// Weight of the debiased moving average.
package enum Smoothing: Double, CaseIterable, Sendable {
  case none = 0
  case some = 0.6
  case more = 0.9
  case strong = 0.97
  case strongest = 0.99
}
