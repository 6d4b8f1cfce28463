import RunEvents
import TestSupport

/// A log in which everything happens that may: late, repeated and orphaned feedback, ties, errors, NaN, ranks that lag,
/// restarts, controls, changed settings, metrics, notes and bad lines.
struct MessyLog {
  private var numbers: SeededGenerator
  private var log = LogBuilder()
  private var step = 0
  private var waiting: [String] = []
  private var done: [String] = []
  private var serial = 0
  private let hasSteps: Bool
  private let models = ["a", "b", "c"]

  static func lines(count: Int, seed: Int) -> [LogLine] {
    var messy = MessyLog(seed: seed)
    while messy.log.lines.count < count { messy.addSomething() }
    return Array(messy.log.lines.prefix(count))
  }

  private init(seed: Int) {
    numbers = SeededGenerator(seed: seed)
    hasSteps = seed % 4 != 3
    log.run(dim: seed % 2 == 0 ? 3 : nil) { router in
      router.priorPrecision = .value(2)
      router.noiseVariance = .value(0.5)
      router.group = 5
      router.intercept = seed % 3 == 0
      if seed % 4 == 0 { router.reward.ties = .number(-0.25) }
      router.reward.rule = RewardSettings.Rule.allCases[seed % 5]
      router.reward.minimumHistory = 3
      router.reward.history = 20
      router.reward.minimumCount = 2
      if seed % 3 == 1 { router.reward.scope = seed % 2 == 0 ? .all : .rewardModel }
      if seed % 7 > 2 { router.forgetting = .value(0.9) }
    }
  }

  private var stepNow: Int? { hasSteps ? step : nil }

  private mutating func addSomething() {
    switch numbers.below(40) {
    case 0..<14: addPair()
    case 14..<26: addFeedback()
    case 26: if let id = done.last { log.loss(id, 1) }
    case 27: log.loss("orphan\(serial)", 0.5)
    case 28..<31: step += 1
    case 31: addControl()
    case 32: log.fault()
    case 33: log.metrics(step, ("loss", numbers.number()), ("kl", numbers.below(9) == 0 ? .nan : 1))
    case 34: log.add(.note(NoteEvent(level: .warn, text: "note \(serial)")))
    case 35: addChange()
    case 36: addRestart()
    case 37: log.decide("wrong\(serial)", "nobody")
    default: addLaggingDecision()
    }
  }

  private mutating func addPair() {
    serial += 1
    let id = "p\(serial)"
    let context = numbers.below(12) == 0 ? nil : numbers.vector(3)
    let category = ["math", "code", nil][numbers.below(3)]
    if numbers.below(2) == 0 {
      log.pair(id, step: stepNow, x: context, category: category)
      log.decide(id, models[numbers.below(3)])
    } else {
      log.decide(id, models[numbers.below(3)], step: stepNow, x: context, category: category)
    }
    waiting.append(id)
  }

  private mutating func addLaggingDecision() {
    serial += 1
    log.decide("l\(serial)", models[numbers.below(3)], step: hasSteps ? max(0, step - numbers.below(9)) : nil)
    waiting.append("l\(serial)")
  }

  private mutating func addFeedback() {
    guard !waiting.isEmpty else { return }
    let id = waiting.remove(at: numbers.below(waiting.count))
    done.append(id)
    switch numbers.below(12) {
    case 0: log.feedback(id, .tie)
    case 1: log.feedback(id, .error("timeout"))
    case 2: log.loss(id, .nan)
    case 3: log.feedback(id, .reward(numbers.number()))
    default: log.loss(id, numbers.number(), step: stepNow)
    }
  }

  private mutating func addControl() {
    serial += 1
    let actions: [ControlEvent.Action] = [
      .ban, .unban, .pin, .unpin, .reset, .forget(keep: 0.5), .remove, .add(name: nil, cost: 1, prior: nil),
      .add(name: "given", cost: nil, prior: [0.5, -1, 2]),
    ]
    let category = numbers.below(3) == 0 ? "math" : nil
    log.control(
      "s-\(serial)", actions[numbers.below(actions.count)], models[numbers.below(3)], category: category,
      steps: numbers.below(2) == 0 ? 3 : nil)
    if numbers.below(4) != 0 { log.applied("s-\(serial)", step: stepNow) }
  }

  private mutating func addChange() {
    var change = RouterSettingsChange()
    switch numbers.below(6) {
    case 0: change.priorPrecision = .value(1 + numbers.number().magnitude)
    case 1: change.noiseVariance = .value(1 + numbers.number().magnitude)
    case 2: change.priorScale = .value(numbers.number())
    case 3: change.forgetting = .value(numbers.below(2) == 0 ? 1 : 0.8)
    case 4: change.reward.history = 1 + numbers.below(30)
    default: change.reward.alpha = 0.5 + numbers.number() / 4
    }
    log.add(.settings(SettingsEvent(reason: "evidence", change: change)))
  }

  private mutating func addRestart() {
    guard hasSteps, step > 12 else { return }
    step -= 12
    waiting = []
    addPair()
  }
}
