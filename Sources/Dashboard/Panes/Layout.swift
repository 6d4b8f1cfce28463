import TerminalCells

/// Where everything stands on a screen of a given size: a pure function of its arguments.
struct Layout: Equatable, Sendable {
  /// A pane and its rectangle, its title line included.
  struct Placement: Equatable, Sendable {
    var pane: Pane
    var rect: CellRect
  }

  /// Smallest screen that panes are drawn on.
  static let minimumSize = CellSize(width: 60, height: 10)

  var size: CellSize
  var header: CellRect
  var hint: CellRect
  /// The line above the hints, where a replay has its scrub bar; empty elsewhere.
  var scrub: CellRect
  /// Lines above them for a prompt or a sentence; empty when there is none.
  var status: CellRect
  /// Top to bottom, left to right.
  var panes: [Placement]
  /// The table has a line more, for the selection by category, which has no pane here.
  var hasCategoryLine = false

  /// Screens of so many lines have a header of three.
  static let roomyHeight = 24
  /// Screens of so many lines have one for a scrub bar.
  static let scrubbedHeight = 20

  /// The screen is too small for any pane.
  var isTooSmall: Bool {
    size.width < Self.minimumSize.width || size.height < Self.minimumSize.height
  }

  func rect(of pane: Pane) -> CellRect? { panes.first { $0.pane == pane }?.rect }
}

/// What a layout depends on apart from the size.
struct LayoutRequest: Equatable, Sendable {
  var rewardModels: Int
  var metrics = 0
  var categories = 0
  /// Lines of the events pane, as many as count.
  var events = 8
  /// Runs on the screen, this one among them.
  var runs = 1
  var hidden: Set<Pane> = []
  var zoomed: Pane?
  /// The pane with the focus is shown even where its rank alone would not give it room.
  var focus = Pane.rewardModels
  /// The table is to have the line of categories.
  var hasCategoryLine = false
  /// There is something for a third line of the header.
  var hasVitals = false
  /// Two shares stand in the place of one, and the estimates have to be seen whole.
  var isWhatIf = false
  /// There are metrics and, with no run line either, no decisions: the log of another trainer.
  var hasMetricsOnly = false
  /// There is to be a scrub bar, where there is room for one.
  var hasScrubBar = false
  /// What was dragged.
  var sizes = DraggedSizes()
  /// Lines of a prompt or a sentence: 0, 1 or 2.
  var statusLines = 0

  /// Lines that a chart over the run wants, its title among them; the line of categories is one of them.
  var comfortableChart: Int { isWhatIf ? 12 : hasCategoryLine ? 9 : 10 }

  /// Whether a pane of decisions has nothing to show, and leaves its room to the metrics. Who goes to it sees why.
  func hasNothing(for pane: Pane) -> Bool { hasMetricsOnly && focus != pane }
}
