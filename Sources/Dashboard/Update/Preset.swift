import TerminalCells

/// A choice of panes that go together. The table is in all of them; `0` is the first.
enum Preset: Int, CaseIterable, Sendable {
  case overview, belief, curves, categories, events

  var name: String {
    switch self {
    case .overview: "overview"
    case .belief: "belief"
    case .curves: "curves"
    case .categories: "categories"
    case .events: "events"
    }
  }

  /// F3 to F7.
  var key: KeyStroke { .function(rawValue + 3) }

  /// The panes below the table, the one that gets the focus first; none is all of them.
  private var panes: [Pane] {
    switch self {
    case .overview: []
    case .belief: [.posterior, .categories]
    case .curves: [.reward, .share, .posterior, .metrics]
    case .categories: [.categories, .share]
    case .events: [.events, .metrics]
    }
  }

  var focus: Pane { panes.first ?? .rewardModels }

  var hidden: Set<Pane> { panes.isEmpty ? [] : Self.hidden(showing: panes) }

  /// All but these and the table. The inspector of decisions takes room only while it has the focus: it is never in
  /// the way.
  static func hidden(showing panes: [Pane]) -> Set<Pane> {
    Set(Pane.allCases).subtracting(panes).subtracting([.rewardModels, .decision])
  }
}

extension DashboardModel {
  /// `nil` where the viewer has chosen panes otherwise.
  private var preset: Preset? { Preset.allCases.first { $0.hidden == view.hidden } }

  mutating func showNextPreset() {
    let next = preset.map { ($0.rawValue + 1) % Preset.allCases.count } ?? 0
    show(Preset.allCases[next])
  }

  mutating func showPreset(of key: KeyStroke) {
    if let preset = Preset.allCases.first(where: { $0.key == key }) { show(preset) }
  }

  private mutating func show(_ preset: Preset) {
    view.hidden = preset.hidden
    view.zoomed = nil
    view.focus = preset.focus
    let keys = session.keys
    status = StatusLine(
      "panes: \(preset.name); \(keys.label(of: .nextPreset)) shows the next choice, \(keys.label(of: .resetLayout)) all panes"
    )
  }
}
