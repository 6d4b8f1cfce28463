import RunEvents
import RunState
import TerminalCells

extension Header {
  /// The second line: `ok` or what is wrong, then the counts that are always there.
  static func health(_ model: DashboardModel) -> [Item] {
    let run = model.run
    let counts = run.counts
    var items = alarms(model)
    let isClean = counts.errors == 0 && counts.nonFinite == 0 && run.faults.total == 0
    if items.isEmpty, isClean, run.progress.events > 0 { items = [Item("ok", .good, importance: 10)] }
    guard run.progress.events > 0 || run.faults.total > 0 else { return [] }
    if counts.decisions > 0, counts.feedbacks == 0 {
      let step = run.progress.firstStep.map { String($0) } ?? "0"
      items.append(Item("waiting for feedback of step \(step)", .warning, importance: 9))
    }
    let answers = counts.feedbacks
    if answers > 0 {
      items.append(Item("ties \(Wording.percent(counts.ties, of: answers))", .header, importance: 5))
    }
    items.append(
      Item(
        counts.errors == 0 ? "errors 0" : "errors \(Wording.percent(counts.errors, of: answers))",
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

  /// What needs a person, first.
  private static func alarms(_ model: DashboardModel) -> [Item] {
    let run = model.run
    var items: [Item] = []
    let disobeyed = run.controls.filter { if case .notObeyed = $0.status { true } else { false } }
    let deafened = model.view.ownControls.filter {
      if $0.isLogged { return false }
      if case .notObeyed = $0.status { return true }
      return false
    }
    let ignored = deafened.last?.control ?? disobeyed.last?.control
    if let last = ignored {
      items.append(Item("NOT OBEYED: \(Wording.control(last))", .error, importance: 10))
    }
    let pending = model.view.ownControls.filter(\.isPending).count
    if pending > 0 {
      items.append(Item("\(formatCount(pending, of: "control")) pending", .warning, importance: 9))
    }
    if run.counts.differingScores > 0 {
      items.append(Item("≠ trainer \(formatCount(run.counts.differingScores))", .warning, importance: 9))
    }
    // That a control is not obeyed is an alarm, too, and has been said.
    if ignored == nil, let alarm = recentAlarm(run) {
      items.append(Item("▲ \(printableText(alarm.text, limit: 200))", .warning, importance: 7))
    }
    if let lent = model.feed.lent, model.clock.monotonic - lent.since >= 0.5 {
      items.append(Item("folding a batch …", .playing, importance: 6))
    }
    if model.session.mode == .watch, model.feed.transport == .live, model.feed.behind > 1000 {
      items.append(Item("backlog \(formatCompact(Double(model.feed.behind)))", .warning, importance: 6))
    }
    return items
  }

  /// The last alarm, as long as it lies in the last tenth of the run (at least 20 steps).
  private static func recentAlarm(_ run: RunState) -> Marker? {
    guard let alarm = run.markers.last(where: { $0.kind == .alarm }) else { return nil }
    let start = run.progress.firstStep.map { Double($0) } ?? 0
    let recent = max(20, (run.progress.position - start) * 0.1)
    return alarm.position >= run.progress.position - recent ? alarm : nil
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
