import RouterEngine
import RunEvents
import RunState
import TerminalCells
import Wording

extension Header {
  /// The second line after the alarms, or where there are none `ok` or what was counted that is wrong: then the counts
  /// that are always there.
  static func health(_ model: DashboardModel) -> [Item] {
    let run = model.run
    let counts = run.counts
    guard run.progress.events > 0 || run.faults.total > 0 else { return [] }
    let hasAlarms = !alarms(model).isEmpty
    let flaws = flaws(run)
    var items: [Item] = []
    if !hasAlarms {
      items.append(
        flaws.isEmpty
          ? Item("ok", .good, importance: 10)
          : Item("no alarm, but " + flaws.joined(separator: ", "), .error, importance: 10, isWhole: true))
    }
    items += activity(model)
    if let obeyed = obeyed(run) { items.append(Item(obeyed, .good, importance: 6)) }
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
        counts.errors == 0
          ? "errors 0"
          : "errors \(formatCount(counts.errors)) (\(ScreenText.percent(counts.errors, of: answers)))",
        errorRole(counts.errors, of: answers), importance: counts.errors == 0 ? 4 : 8))
    // What is no alarm and was said first is not said again.
    let isNew = hasAlarms || flaws.isEmpty
    let faults = run.faults
    if isNew || counts.nonFinite == 0 { items.append(count("NaN", counts.nonFinite, .error)) }
    if isNew || faults.total == 0 { items.append(count("faults", faults.total, .error)) }
    if isNew, counts.differingScores > 0 {
      items.append(Item(differing(counts), .warning, importance: 9))
    }
    if counts.late > 0 { items.append(count("late", counts.late, .warning)) }
    if let cost = run.calls.cost, let ensemble = run.calls.ensembleCost, ensemble > 0, run.calls.saved > 0 {
      items.append(
        Item("cost \(formatCompact(cost)) of \(formatCompact(ensemble))", .header, importance: 1))
    }
    if let last = faults.last {
      items.append(
        Item("last fault: line \(last.line), \(last.reason.kind.rawValue)", .faint, importance: 1))
    }
    return items
  }

  /// What was counted and is wrong, though nothing of it stands as an alarm: what is lost first. Single failed calls
  /// are not held against a run.
  private static func flaws(_ run: RunState) -> [String] {
    var flaws: [String] = []
    if run.faults.total > 0 { flaws.append("faults \(formatCount(run.faults.total))") }
    if run.counts.nonFinite > 0 { flaws.append("NaN \(formatCount(run.counts.nonFinite))") }
    if run.counts.differingScores > 0 { flaws.append(differing(run.counts)) }
    return flaws
  }

  /// Of the decisions that were audited.
  private static func differing(_ counts: RunCounts) -> String {
    "≠ trainer \(formatCount(counts.differingScores)) of \(formatCount(counts.auditedDecisions))"
  }

  /// `BAN obeyed`, `3 controls obeyed`: what a person has set, where it is in force and all of it is obeyed.
  private static func obeyed(_ run: RunState) -> String? {
    let badges = run.rewardModels.indices.flatMap { run.allowed.badges($0) }
    let records = badges.compactMap { run.controls.record(of: $0.sequence) }
    guard let first = records.first, records.allSatisfy({ $0.status == .obeyed }) else { return nil }
    return records.count == 1
      ? "\(first.control.words) obeyed" : "\(formatCount(records.count, of: "control")) obeyed"
  }

  /// A failed call now and then is no more than a warning.
  static func errorRole(_ errors: Int, of answers: Int) -> ThemeRole {
    errors == 0 ? .header : Double(errors) < 0.01 * Double(answers) ? .warning : .error
  }

  /// What is under way.
  private static func activity(_ model: DashboardModel) -> [Item] {
    var items: [Item] = []
    let pending = model.ownControls.filter(\.isPending).count
    if pending > 0 {
      items.append(Item("\(formatCount(pending, of: "control")) pending", .warning, importance: 9))
    }
    if let lent = model.feed.lending.fold, model.clock.monotonic - lent.since >= 0.5 {
      let words = lent.line == nil ? "looking at posteriors …" : "folding a batch …"
      items.append(Item(words, .playing, importance: 6))
    }
    if model.session.mode == .watch, model.feed.transport == .live, model.feed.behind > 1000 {
      items.append(Item("backlog \(formatCompact(Double(model.feed.behind))) lines", .warning, importance: 6))
    }
    return items
  }

  private static func count(_ word: String, _ count: Int, _ role: ThemeRole) -> Item {
    Item("\(word) \(formatCount(count))", count == 0 ? .header : role, importance: count == 0 ? 3 : 8)
  }
}
