import RunEvents
import RunState
import TestSupport

/// A random run in two copies: the log, and what its posteriors must be by lists of weighted observations.
///
/// Every close ages every observation by γ; `forget` scales those of its RM; nothing is kept but the lists.
struct NaiveRun {
  struct Seen {
    var arm: Int
    var x: [Double]
    var reward: Double
    var weight: Double
  }

  let dimension = 3
  var log = LogBuilder()
  var numbers: SeededGenerator
  var settings: RouterSettings
  var models: [String]
  var priors: [[Double]]
  var present: Set<Int>
  var seen: [Seen] = []
  /// n: observations, times what `forget` kept of them.
  var counts: [Double]
  private var rewards = NaiveRewards()
  /// A loss to be normalised when the batch closes, or a reward as it stands, by the settings at its arrival.
  private var batch: [(arm: Int, x: [Double], loss: Double?, number: Double?)] = []
  private var step = 0
  private var serial = 0

  init(seed: Int, router: (inout RouterSettings) -> Void) {
    var numbers = SeededGenerator(seed: seed)
    models = ["a", "b", "c"]
    var settings = RouterSettings()
    router(&settings)
    let width = dimension + (settings.intercept ? 1 : 0)
    let priors = models.map { _ in numbers.vector(width) }
    settings.prior = .vectors(zip(models, priors).map { PriorVector(rewardModel: $0, mean: $1) })
    self.priors = priors
    self.numbers = numbers
    self.settings = settings
    present = [0, 1, 2]
    counts = [0, 0, 0]
    let whole = settings
    log.run(rms: models, dim: dimension) { $0 = whole }
  }

  /// Pairs, decisions and feedback of one step; the batch of the step before closes.
  mutating func addStep(pairs: Int, onlyTies: Bool = false) {
    step += 1
    close()
    for _ in 0..<pairs {
      serial += 1
      let id = "p\(serial)"
      let arm = present.sorted()[numbers.below(present.count)]
      let x = numbers.vector(dimension)
      log.decide(id, models[arm], step: step, x: x)
      let outcome: FeedbackEvent.Outcome =
        switch onlyTies ? 0 : numbers.below(9) {
        case 0: .tie
        case 1: .error("down")
        case 2: .reward(numbers.number() * 2)
        case 3: .loss(.nan)
        // Ties in value, too.
        case 4: .loss(Double(numbers.below(3)))
        default: .loss(numbers.number() * 3)
        }
      log.feedback(id, outcome)
      switch outcome {
      case .loss(let loss): batch.append((arm, x, loss.isFinite ? loss : nil, nil))
      case .reward(let reward): batch.append((arm, x, -reward, nil))
      case .tie: batch.append((arm, x, nil, number(settings.reward.ties)))
      case .error: batch.append((arm, x, nil, number(settings.reward.errors)))
      }
    }
  }

  /// Starts a new segment: the step goes back by more than the slack.
  mutating func restart() {
    step = 0
    addStep(pairs: 2)
  }

  mutating func end() {
    log.add(.end(EndEvent()))
    close()
  }

  private mutating func close() {
    guard !batch.isEmpty else { return }
    for index in seen.indices { seen[index].weight *= settings.forgetting.number ?? .nan }
    let losses = batch.compactMap { one in one.loss.map { (arm: one.arm, loss: $0) } }
    var normalised = rewards.normalise(losses, settings.reward)[...]
    for one in batch {
      guard let reward = one.loss == nil ? one.number : normalised.removeFirst(), present.contains(one.arm)
      else { continue }
      seen.append(Seen(arm: one.arm, x: one.x, reward: reward, weight: 1))
      counts[one.arm] += 1
    }
    batch = []
  }

  private func number(_ substitute: RewardSettings.Substitute) -> Double? {
    if case .number(let number) = substitute { number } else { nil }
  }
}

extension NaiveRun {
  mutating func change(_ write: (inout RouterSettingsChange) -> Void) {
    var change = RouterSettingsChange()
    write(&change)
    settings.apply(change)
    log.add(.settings(SettingsEvent(reason: "by hand", change: change)))
  }

  /// `nil`: all RMs.
  mutating func forget(_ arm: Int?, keep: Double) {
    give(keep == 0 ? .reset : .forget(keep: keep), arm.map { models[$0] })
    scale(arm, by: keep)
  }

  mutating func add(_ id: String, prior: [Double]?) {
    give(.add(name: nil, cost: nil, prior: prior), id)
    let width = priors[0].count
    var mean = Array(repeating: 0.0, count: width)
    for arm in present {
      for index in 0..<width { mean[index] += priors[arm][index] / Double(present.count) }
    }
    let given = prior.map { $0 + Array(repeating: 0, count: width - $0.count) }
    priors.append(given ?? mean)
    present.insert(models.count)
    models.append(id)
    counts.append(0)
  }

  mutating func remove(_ arm: Int) {
    give(.remove, models[arm])
    present.remove(arm)
    scale(arm, by: 0)
  }

  private mutating func scale(_ arm: Int?, by keep: Double) {
    for index in seen.indices where arm == nil || seen[index].arm == arm { seen[index].weight *= keep }
    for index in counts.indices where arm == nil || index == arm { counts[index] *= keep }
  }

  private mutating func give(_ action: ControlEvent.Action, _ rm: String?) {
    serial += 1
    log.control("c\(serial)", action, rm)
    log.applied("c\(serial)", step: step)
  }

  /// By arm, removed ones too.
  var posteriors: [NaivePosterior] {
    models.indices.map { arm in
      var posterior = NaivePosterior(
        priorMean: priors[arm].map { $0 * (settings.priorScale.number ?? .nan) },
        priorPrecision: settings.priorPrecision.number ?? .nan)
      for one in seen where one.arm == arm && one.weight > 0 {
        posterior.observe(
          one.x + (settings.intercept ? [1] : []), one.reward,
          noiseVariance: (settings.noiseVariance.number ?? .nan) / one.weight)
      }
      return posterior
    }
  }
}
