import RunEvents
import RunState
import TerminalCells
import Wording

extension Header {
  /// The second line after the alarms: `ok` where there are none, and the counts that are always there.
  static func health(_ model: DashboardModel) -> [Item] {
    let run = model.run
    let counts = run.counts
    guard run.progress.events > 0 || run.faults.total > 0 else { return [] }
    var items = activity(model)
    if isHealthy(model) { items.insert(Item("ok", .good, importance: 10), at: 0) }
    if counts.decisions > 0, counts.feedbacks == 0 {
      let step = run.progress.firstStep.map { String($0) } ?? "0"
      items.append(Item("waiting for feedback of step \(step)", .warning, importance: 9))
    }
    let answers = counts.feedbacks
    if answers > 0 {
      items.append(Item("ties \(ScreenText.percent(counts.ties, of: answers))", .header, importance: 5))
    }
    items.append(
      Item(
        counts.errors == 0 ? "errors 0" : "errors \(ScreenText.percent(counts.errors, of: answers))",
        errorRole(counts.errors, of: answers), importance: counts.errors == 0 ? 4 : 8))
    items.append(count("NaN", counts.nonFinite, .error))
    let faults = run.faults
    items.append(count("faults", faults.total, .error))
    if counts.late > 0 { items.append(count("late", counts.late, .warning)) }
    items += calls(run.calls)
    if let last = faults.last {
      items.append(
        Item("last fault: line \(last.line), \(last.reason.kind.rawValue)", .faint, importance: 1))
    }
    return items
  }

  /// A failed call now and then is no more than a warning.
  static func errorRole(_ errors: Int, of answers: Int) -> ThemeRole {
    errors == 0 ? .header : Double(errors) < 0.01 * Double(answers) ? .warning : .error
  }

  /// Nothing stands that is wrong, no line is lost, no number is missing. Single failed calls are not held against a run.
  private static func isHealthy(_ model: DashboardModel) -> Bool {
    let run = model.run
    return alarms(model).isEmpty && run.counts.nonFinite == 0 && run.faults.total == 0
      && run.counts.differingScores == 0
  }

  /// What is under way, and what differs.
  private static func activity(_ model: DashboardModel) -> [Item] {
    let run = model.run
    var items: [Item] = []
    let pending = model.ownControls.filter(\.isPending).count
    if pending > 0 {
      items.append(Item("\(formatCount(pending, of: "control")) pending", .warning, importance: 9))
    }
    if run.counts.differingScores > 0 {
      items.append(Item("≠ trainer \(formatCount(run.counts.differingScores))", .warning, importance: 9))
    }
    if let lent = model.feed.lending.fold, model.clock.monotonic - lent.since >= 0.5 {
      items.append(Item("folding a batch …", .playing, importance: 6))
    }
    if model.session.mode == .watch, model.feed.transport == .live, model.feed.behind > 1000 {
      items.append(Item("backlog \(formatCompact(Double(model.feed.behind)))", .warning, importance: 6))
    }
    return items
  }

  private static func count(_ word: String, _ count: Int, _ role: ThemeRole) -> Item {
    Item("\(word) \(formatCount(count))", count == 0 ? .header : role, importance: count == 0 ? 3 : 8)
  }

  /// Calls of RMs that an ensemble of all would have needed and this run did not, and what those made have cost.
  private static func calls(_ calls: CallFigures) -> [Item] {
    guard let share = calls.savedShare, calls.saved > 0 else { return [] }
    var items = [
      Item(
        "calls saved \(formatCompact(Double(calls.saved))) (\(formatShare(share))%)", .header, importance: 2)
    ]
    if let cost = calls.cost, let ensemble = calls.ensembleCost, ensemble > 0 {
      items.append(
        Item("cost \(formatCompact(cost)) of \(formatCompact(ensemble))", .header, importance: 1))
    }
    return items
  }
}
