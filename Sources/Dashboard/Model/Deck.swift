package import TerminalCells

/// Several runs on one screen: each a dashboard of its own over its own source, one of them in focus.
///
/// The focused one has the screen, the keys, the transport and the controls; all others follow their sources, each at
/// its own moment, and are seen beside it. A state never knows of the others: they are lent to the focused one for the
/// frame that is being drawn, because a copy that stayed would make the next fold copy matrices.
package struct Deck: Sendable {
  /// In the order of the command line.
  package internal(set) var runs: [DashboardModel]
  /// Index of the focused one.
  package private(set) var focus = 0

  /// More would not fit side by side, and each takes memory of its own.
  package static let mostRuns = 8

  /// - Parameters:
  ///   - first: in focus.
  ///   - others: after it; what is beyond `mostRuns` is left out.
  package init(_ first: DashboardModel, others: [DashboardModel] = []) {
    runs = [first] + others.prefix(Self.mostRuns - 1)
    for index in runs.indices {
      runs[index].place = RunPlace(index: index, count: runs.count)
      // What copies of states may take is for all of them together.
      runs[index].feed.checkpointBudget /= runs.count
    }
  }

  /// Lends heavy folds to somebody else (`Feed.lendsWorkAbove`).
  package mutating func lendWork(above limit: Double) {
    for index in runs.indices { runs[index].feed.lendsWorkAbove = limit }
  }

  /// Taken out of the run, as `DashboardModel.claimHeavyFold`.
  package mutating func claimHeavyFold(of run: Int) -> HeavyFold? {
    runs.indices.contains(run) ? runs[run].claimHeavyFold() : nil
  }

  /// What one of the runs wants done.
  package struct Order: Equatable, Sendable {
    package var run: Int
    package var effect: Effect
  }

  /// Takes in what concerns the viewer: a tick is for all runs, anything else for the focused one.
  package mutating func update(_ message: Message) -> [Order] {
    guard case .tick = message else { return update(message, of: focus) }
    return runs.indices.flatMap { update(message, of: $0) }
  }

  /// Takes in what concerns one run.
  package mutating func update(_ message: Message, of run: Int) -> [Order] {
    guard runs.indices.contains(run) else { return [] }
    var orders: [Order] = []
    var pending: [KeyStroke]?
    for effect in runs[run].update(message) {
      if case .nextRun(let keys) = effect {
        pending = keys
      } else {
        orders.append(Order(run: run, effect: effect))
      }
    }
    if run != focus { hear(run) }
    guard let pending else { return orders }
    orders += showNextRun()
    return pending.isEmpty ? orders : orders + update(.keys(pending), of: focus)
  }

  /// What a run beside the focused one says (a control obeyed, a file replaced) is said with its name.
  private mutating func hear(_ run: Int) {
    guard let said = runs[run].status else { return }
    runs[run].status = nil
    guard runs[focus].status == nil, runs[focus].view.overlay == nil else { return }
    runs[focus].status = StatusLine("\(runs[run].placeName): \(said.text)", isError: said.isError)
  }

  /// `R`: the next run in the order of the command line has the screen, as the viewer has set it.
  private mutating func showNextRun() -> [Order] {
    let (view, size) = (runs[focus].view, runs[focus].size)
    focus = (focus + 1) % runs.count
    runs[focus].take(view)
    let orders = update(.resized(size), of: focus)
    runs[focus].status = StatusLine("\(runs[focus].placeName) of \(runs.count)")
    return orders
  }

  /// The screen: that of the focused run, the others beside it.
  package func frame(theme: Theme, glyphs: GlyphTier, colors: ColorTier = .trueColor) -> CellBuffer {
    shown.frame(theme: theme, glyphs: glyphs, colors: colors)
  }

  /// The focused run with the others lent to it: for one frame, and not to be kept.
  var shown: DashboardModel {
    var model = runs[focus]
    if runs.count > 1 { model.others = runs.indices.filter { $0 != focus }.map { runs[$0] } }
    return model
  }
}

/// Which of the runs on the screen this is.
package struct RunPlace: Equatable, Sendable {
  /// In the order of the command line, from 0.
  package var index = 0
  package var count = 1

  /// As it is shown.
  var number: Int { index + 1 }

  package init() {}

  init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }
}
