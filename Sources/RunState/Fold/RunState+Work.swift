import Router
import RouterEngine
package import RunEvents

extension RunState {
  /// Multiplications above which a line is folded on a worker: some 20 ms on one core.
  package static let heavyWork = 2e8

  /// An upper estimate of what folding this line costs in the engine, in multiplications: of a close its rows, w²/2 each,
  /// w the width of a context with the intercept; K·w² where posteriors age; and where the belief law looks, or a
  /// baseline does, K factors.
  ///
  /// A guess that is wrong costs time and changes nothing.
  ///
  /// - Complexity: O(K).
  package func work(of line: LogLine) -> Double {
    guard case .event(let timed) = line.content else { return 0 }
    if case .run(let header) = timed.event, case .file = header.router.prior {
      return max(factorWork, Self.work(dimension: header.dimension ?? 0, count: header.rewardModels.count))
    }
    guard let settings = router.bank?.settings, closes(timed.event) else { return 0 }
    let width = Double(settings.width)
    let ages = settings.forgetting < 1 ? router.inRun.count : 0
    let rows = router.batch.items.count + 1
    let folding = (Double(rows) / 2 + Double(ages)) * width * width
    var law = beliefs.law
    law.close(rows: rows, ageing: ages, width: settings.width)
    let cost = Beliefs.lookCost(router)
    let looks = law.isDue(close: progress.closes + 1, cost: cost)
    return folding + (looks ? cost : 0) + (router.baseline == nil ? 0 : factorWork)
  }

  private var factorWork: Double {
    Self.work(
      dimension: (dimension ?? 0) + (settings.intercept ? 1 : 0),
      count: router.inRun.count)
  }

  private static func work(dimension: Int, count: Int) -> Double {
    let width = Double(dimension)
    return Double(count) * width * width * width / 3
  }

  /// Whether the event closes the open batch (rules 2 and 3).
  private func closes(_ event: RunEvent) -> Bool {
    guard router.batch.isOpen else {
      if case .feedback = event { return !progress.hasSteps && settings.group <= 1 }
      return false
    }
    switch event {
    case .run, .end: return true
    case .pair, .decision:
      return progress.steps.effect(of: event.routingStep, slack: settings.stepSlack) != .none
    case .feedback: return !progress.hasSteps && router.batch.usable + 1 >= settings.group
    default: return false
    }
  }

  /// Hands the state over to a worker that folds the next line; what stays is for looking at, with everything but the
  /// posteriors' matrices, and must not fold.
  ///
  /// So that the worker is the only owner of the matrices, and folding copies none of them.
  package mutating func lend() -> RunState {
    let whole = self
    router.bank = nil
    return whole
  }
}
