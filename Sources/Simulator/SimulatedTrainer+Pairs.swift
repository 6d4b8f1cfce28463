import Router
import RunEvents

extension SimulatedTrainer {
  /// A pair and its decision, with the mess around them that the plan wants.
  mutating func pairUnit(step: Int, index: Int) -> [SimulatedLine] {
    let pair = routerPair(step: step, index: index)
    let trouble = mess.pairMess(ordinal: step * settings.pairsPerStep + index)
    var lines = route(pair, trouble: trouble)
    guard let trouble else { return lines }
    if trouble == .pairOfASlowerRank, step > 0 {
      var slow = pair
      slow.id = "r1-" + pair.id
      slow.step = step - 1
      lines += route(slow, trouble: nil)
    }
    if let stray = MessLines.stray(trouble, near: pair) { lines.append(.raw(stray)) }
    return lines
  }

  private mutating func route(_ pair: SimulatedPair, trouble: MessPlan.PairMess?) -> [SimulatedLine] {
    router.arrive(step: pair.step)
    let badContext: [UInt8]? =
      switch trouble {
      case .notANumberInContext: MessLines.pairWithNotANumber(pair)
      case .contextOfAnotherLength: MessLines.pairOfAnotherLength(pair)
      default: nil
      }
    var decision = router.decide(pair, hasContext: badContext == nil)
    let arm = world.rewardModels.firstIndex { $0.id == decision.rewardModel } ?? 0
    routed.append(Routed(pair: pair, arm: arm, dueStep: pair.step))
    if trouble == .notANumberInScores, let last = decision.scores.indices.last {
      decision.scores[last].mean = .nan
      decision.scores[last].standardDeviation = .nan
      decision.scores[last].draw = .nan
    }
    let pairLine = badContext.map { SimulatedLine.raw($0) } ?? line(.pair(event(of: pair)))
    var lines = [pairLine, line(.decision(decision))]
    if let choice = router.router.applyVerdict() { lines.append(line(choice)) }
    if trouble == .repeatedPair { lines.append(pairLine) }
    if trouble == .repeatedDecision {
      decision.repeated = true
      lines.append(line(.decision(decision)))
    }
    return lines
  }

  /// The pair with the context that the router knows it by.
  func routerPair(step: Int, index: Int) -> SimulatedPair {
    var pair = world.pair(step: step, index: index, pairsPerStep: settings.pairsPerStep)
    if let prior {
      pair.context =
        prior.context(pair.context, pair.categoryName) ?? Array(repeating: 0, count: prior.dimension)
    }
    return pair
  }

  func event(of pair: SimulatedPair) -> PairEvent {
    PairEvent(
      id: pair.id, step: pair.step,
      description: PairDescription(
        features: .context(pair.context), category: pair.categoryName, prompt: pair.prompt))
  }
}
