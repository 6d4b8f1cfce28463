import TerminalCells

/// A pane of the dashboard: what the layout and the help know of it, how it is drawn, what keys do in it.
///
/// A new pane is a type that conforms (its model in one file, its drawing in another) and a line in `Pane.views`.
protocol PaneView: SendableMetatype {
  static var descriptor: PaneDescriptor { get }

  /// Makes the pane's model from the dashboard's and draws it, its title line first.
  static func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect)

  /// As long as it is equal the pane looks the same; by itself nothing is known of that, and the pane is drawn with
  /// every change.
  static func mark(_ model: DashboardModel) -> ChartMark?

  /// Up and down while the pane has the focus; by itself they select a reward model.
  static func moveRow(by count: Int, in model: inout DashboardModel)
  /// Enter while the pane has the focus; by itself it shows the selected reward model in numbers.
  static func open(in model: inout DashboardModel) -> [Effect]
  /// The hint for Enter; `nil` where it would do nothing.
  static func openHint(_ hint: KeyHint, in model: DashboardModel) -> KeyHint?

  /// `E`: what the pane shows; by itself the table of RMs.
  static func table(_ model: DashboardModel) -> ExportTable?
  /// `Y`: what of it is selected; by itself the selected RM.
  static func selection(_ model: DashboardModel) -> ExportTable?

  /// `d` while the pane has the focus: another view of the same; by itself there is none.
  static func switchView(in model: inout DashboardModel)
  /// The list that `/` searches while the pane has the focus; by itself the reward models, which ↑ and ↓ go through.
  static var searchedList: SearchedList? { get }

  /// The hint for `d`; `nil` where it would do nothing.
  static func switchHint(_ hint: KeyHint, in model: DashboardModel) -> KeyHint?
}

extension PaneView {
  static var pane: Pane { descriptor.pane }

  static func mark(_ model: DashboardModel) -> ChartMark? { nil }

  static func moveRow(by count: Int, in model: inout DashboardModel) { model.moveSelection(by: count) }

  static func open(in model: inout DashboardModel) -> [Effect] {
    model.view.focus = .rewardModels
    model.view.zoomed = .rewardModels
    return []
  }

  static func openHint(_ hint: KeyHint, in model: DashboardModel) -> KeyHint? {
    model.view.zoomed == .rewardModels ? nil : hint
  }

  static func switchView(in model: inout DashboardModel) {}

  static var searchedList: SearchedList? { .rewardModels }

  static func switchHint(_ hint: KeyHint, in model: DashboardModel) -> KeyHint? { nil }
}

extension Pane: CaseIterable {
  /// Every pane, from the top of the screen to its bottom and from left to right.
  static let views: [any PaneView.Type] = [
    RewardModelTable.self,
    SharePane.self,
    PosteriorPane.self,
    RewardPane.self,
    RunsPane.self,
    CategoriesPane.self,
    MetricsPane.self,
    EventsPane.self,
    DecisionPane.self,
  ]

  package static var allCases: [Pane] { views.map { $0.pane } }
}
