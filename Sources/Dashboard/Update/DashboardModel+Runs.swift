import RunEvents
import RunState
import TerminalCells
import Wording

/// One of several runs on the screen.
extension DashboardModel {
  /// What the run calls itself, else its file; printable.
  var runName: String { run.header.map { printableName($0.name) } ?? session.sourceFileName }

  /// For sentences: `run 2, helpsteer-b`.
  var placeName: String { "run \(place.number), \(runName)" }

  /// In which run a control is given, for the sentence that asks; nothing where there is one run.
  var controlPlace: String { place.count > 1 ? "in \(placeName): " : "" }

  /// The runs in the order of the command line, this one among them.
  var allRuns: [DashboardModel] {
    var all = others
    var own = self
    own.others = []
    all.insert(own, at: min(max(0, place.index), all.count))
    return all
  }

  /// Names of all runs in fields of so many cells, no two alike: runs of one name have their files', and numbers where
  /// these are equal, too.
  static func names(of runs: [DashboardModel], width: Int) -> [String] {
    func areDifferent(_ names: [String]) -> Bool { Set(names).count == names.count }
    var names = runs.map(\.runName)
    if !areDifferent(names) {
      let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
      names = zip(runs, names).map { run, name in
        counts[name] == 1 ? name : run.session.sourceStem
      }
    }
    if !areDifferent(names) { names = zip(runs, names).map { "\($1) \($0.place.number)" } }
    return ShownNames(names, width: width, leavesOutPrefix: false).names
  }

  /// `R`, which somebody who has all the runs does.
  mutating func nextRun() -> [Effect] {
    guard place.count > 1 else {
      return stay("one run is open: rmtop watch A B, or replay A B, opens several")
    }
    return [.nextRun(pending: [])]
  }

  /// Takes over what the viewer has set while another run had the screen: panes, focus, measures, stretch of time. Of
  /// what is selected it keeps its own where it has no such thing, and the moment is its own.
  mutating func take(_ other: ViewState) {
    let own = view
    view = other
    view.overlay = nil
    view.decision = own.decision
    view.eventCursor = own.eventCursor
    view.eventScroll = own.eventScroll
    if other.selected.map({ run.arm($0) == nil }) ?? true { view.selected = own.selected }
    if other.metric.map({ name in !run.metrics.contains { $0.name == name } }) ?? true {
      view.metric = own.metric
    }
    if other.category.map({ name in !run.categories.contains { $0.name == name } }) ?? true {
      view.category = own.category
    }
    if view.openMetric != nil, view.metric != other.metric { view.openMetric = nil }
  }
}
