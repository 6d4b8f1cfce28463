import Dashboard
import RouterEngine
import RunEvents
import RunState
import TerminalCells
import Wording

/// What stays on the terminal when the screen is left: how the run stood, what this session has sent, and the command
/// that opens it again.
enum Farewell {
  /// A line for each fact; `nil` where no event was seen.
  ///
  /// - Parameter again: the words of the command that opens the run again; `nil` where none does.
  static func text(_ model: DashboardModel, again: [String]?) -> String? {
    let run = model.run
    guard run.progress.events > 0 else { return nil }
    let name = printableText(run.header?.name ?? model.session.sourceName, limit: 80)
    let step = run.progress.routingStep.map { "step \(formatCount($0))" }
    var head = [name, step, formatCount(run.counts.decisions, of: "decision")].compactMap { $0 }
    if run.progress.end != nil { head.append("ended") }
    var lines = ["rmtop: " + head.joined(separator: ", ")]
    if let models = models(run) { lines.append("  " + models) }
    let alarms = run.conditions.worstFirst.filter(\.isAlarm)
    lines.append(alarms.isEmpty ? "  no alarms" : "  ▲ " + listed(alarms.map(\.short), atMost: 4))
    for own in model.ownControls.suffix(mostControls) {
      lines.append("  sent: \(own.control.sentence), \(own.status.text)")
    }
    let rest = model.ownControls.count - mostControls
    if rest > 0 { lines.append("  and \(formatCount(rest, of: "control")) before them") }
    if let command = again.flatMap(shellCommand) { lines.append("  again: " + command) }
    return lines.joined(separator: "\n")
  }

  /// Controls that are named.
  private static let mostControls = 5

  /// `used most: skywork 62%; best: gemma, P(best) 0.87, BAN`.
  private static func models(_ run: RunState) -> String? {
    let models = run.rewardModels
    let recent = models.reduce(0) { $0 + $1.recentDecisions }
    guard recent > 0,
      let used = models.indices.max(by: { models[$0].recentDecisions < models[$1].recentDecisions })
    else { return nil }
    func name(_ arm: Int) -> String { printableName(models[arm].info.id, limit: 60) }
    let share = formatShare(Double(models[used].recentDecisions) / Double(recent))
    var text = "used most: \(name(used)) \(share)% of the last \(formatCount(recent))"
    let beliefs = models.indices.map { run.beliefs[$0].current?.bestProbability ?? -1 }
    if let best = beliefs.indices.max(by: { beliefs[$0] < beliefs[$1] }), beliefs[best] >= 0 {
      let badges = run.allowed.badges(best)
      let flags =
        (badges.contains(where: \.isPin) ? ", PIN" : "") + (badges.contains { !$0.isPin } ? ", BAN" : "")
      text += "; best: \(name(best)), P(best) \(formatFixed(beliefs[best], decimals: 2))\(flags)"
    }
    return text
  }

  /// Words as a shell takes them; `nil` where a word has characters that cannot be shown.
  static func shellCommand(_ words: [String]) -> String? {
    guard words.allSatisfy({ printableText($0) == $0 }) else { return nil }
    return words.map(shellWord).joined(separator: " ")
  }

  private static func shellWord(_ word: String) -> String {
    let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+=,"
    if !word.isEmpty, word.allSatisfy({ plain.contains($0) }) { return word }
    return "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
