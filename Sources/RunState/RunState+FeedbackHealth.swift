import RunEvents
import Wording

extension RunState {
  private static let manyTies = WindowRule(above: 50, least: 256, below: 40)
  private static let manyFailures = WindowRule(run: 16, above: 20, least: 256, calm: 8, below: 15)
  /// An RM that fails is hardly chosen any more where errors count as bad rewards, and never shows in the rate of all.
  private static let failuresOfOne = WindowRule(run: 5, above: 50, least: 64, calm: 8, below: 40)
  private static let manyNotFinite = WindowRule(run: 16, above: 50, least: 64, calm: 16, below: 25)
  private static let notFiniteOfOne = WindowRule(run: 8, above: 50, least: 64, calm: 8, below: 25)

  /// Conditions about what a feedback says: ties, errors, losses and rewards that are not finite.
  mutating func watchFeedback(_ outcome: FeedbackEvent.Outcome, arm: Int) {
    growHealth(to: arm)
    var isTie = false
    var isError = false
    switch outcome {
    case .loss(let value), .reward(let value): watchFiniteness(!value.isFinite, arm: arm)
    case .tie: isTie = true
    case .error(let text):
      isError = true
      rewardModels[arm].lastError = Self.errorText(text)
    }
    memory.health.ties.append(isTie)
    memory.health.errors.append(isError)
    memory.health.rewardModels[arm].ties.append(isTie)
    memory.health.rewardModels[arm].errors.append(isError)
    judge(memory.health.ties, by: Self.manyTies, .ties)
    let lastError = rewardModels[arm].lastError ?? ""
    judge(memory.health.errors, by: Self.manyFailures, .failures, detail: isError ? lastError : "")
    judgeOne(
      memory.health.rewardModels[arm].errors, by: Self.failuresOfOne, .failures, arm: arm, detail: lastError)
  }

  private mutating func watchFiniteness(_ isNotFinite: Bool, arm: Int) {
    memory.health.notFinite.append(isNotFinite)
    memory.health.rewardModels[arm].notFinite.append(isNotFinite)
    judge(memory.health.notFinite, by: Self.manyNotFinite, .notFinite)
    judgeOne(memory.health.rewardModels[arm].notFinite, by: Self.notFiniteOfOne, .notFinite, arm: arm)
  }

  /// What is said of the whole run already does not begin for one RM as well.
  private mutating func judgeOne(
    _ window: FlagWindow, by rule: WindowRule, _ kind: HealthCondition.Kind, arm: Int, detail: String = ""
  ) {
    if stands(kind), !stands(kind, arm: arm) { return }
    judge(window, by: rule, kind, arm: arm, detail: detail)
  }

  /// An error of many lines, as Python raises it, in its first and its last.
  static func errorText(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map { printableText(String($0), limit: 160) }
      .filter { !$0.allSatisfy { $0 == " " } }
    guard let first = lines.first, let last = lines.last, lines.count > 1 else { return lines.first ?? "" }
    return first + " … " + last
  }
}
