import TerminalCells

/// Where everything stands on a screen of a given size: a pure function of its arguments.
public struct Layout: Equatable, Sendable {
  /// A pane and its rectangle, its title line included.
  public struct Placement: Equatable, Sendable {
    public var pane: Pane
    public var rect: CellRect
  }

  /// Smallest screen that panes are drawn on.
  public static let minimumSize = CellSize(width: 60, height: 10)

  public var size: CellSize
  public var header: CellRect
  public var hint: CellRect
  /// Lines above the hint line for a prompt or a sentence; empty when there is none.
  public var status: CellRect
  /// Top to bottom, left to right.
  public var panes: [Placement]

  /// The screen is too small for any pane.
  public var isTooSmall: Bool {
    size.width < Self.minimumSize.width || size.height < Self.minimumSize.height
  }

  public func rect(of pane: Pane) -> CellRect? { panes.first { $0.pane == pane }?.rect }
}

/// What a layout depends on apart from the size.
public struct LayoutRequest: Equatable, Sendable {
  public var rewardModels: Int
  public var metrics: Int
  public var hidden: Set<Pane>
  public var zoomed: Pane?
  /// The pane with the focus has a place even where the drop order alone would not give it one.
  public var focus: Pane
  /// Lines of a prompt or a sentence: 0, 1 or 2.
  public var statusLines: Int

  public init(
    rewardModels: Int, metrics: Int = 0, hidden: Set<Pane> = [], zoomed: Pane? = nil,
    focus: Pane = .rewardModels, statusLines: Int = 0
  ) {
    self.rewardModels = rewardModels
    self.metrics = metrics
    self.hidden = hidden
    self.zoomed = zoomed
    self.focus = focus
    self.statusLines = statusLines
  }
}
