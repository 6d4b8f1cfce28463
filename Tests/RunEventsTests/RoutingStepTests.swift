import RunEvents
import TestSupport
import Testing

@Suite struct RoutingStepTests {
  /// Takes steps as a fold does, and opens segments.
  private struct Walk {
    var steps = RoutingStep()
    var slack = 2
    var segments = 1
    var confirmed: [[Int]] = []

    mutating func take(_ step: Int) {
      let arrival = steps.arrive(at: step, slack: slack) { confirmed.append([$0, $1]) }
      switch arrival {
      case .ordinary: break
      case .stray: return
      case .restarts:
        segments += 1
        steps.startSegment()
      }
      steps.advance(to: step)
    }
  }

  @Test func aGreaterStepMovesAndOneWithinTheSlackDoesNot() {
    var walk = Walk()
    #expect(walk.steps.current == nil && walk.steps.known == nil)
    for step in [3, 5, 4, 3, 5] { walk.take(step) }
    #expect(walk.steps.current == 5 && walk.steps.known == 3...5 && walk.segments == 1)
    #expect(walk.steps.effect(of: 3, slack: 2) == .none)
    #expect(walk.steps.effect(of: 2, slack: 2) == .restarts(at: 2))
    #expect(walk.steps.effect(of: 6, slack: 2) == .advances(to: 6))
    #expect(walk.steps.effect(of: nil, slack: 2) == .none)
  }

  @Test func aStepFurtherBackBeginsASegmentWhereItStands() {
    var walk = Walk()
    walk.take(9)
    #expect(walk.steps.arrive(at: 6, slack: 2) == .restarts(from: 9))
    #expect(walk.steps.current == 9)
    walk.take(6)
    #expect(walk.segments == 2 && walk.steps.current == 6 && walk.steps.known == 6...9)
  }

  @Test func aStrayMovesNothingUntilAnotherIsNear() {
    var walk = Walk()
    for step in 0...10 { walk.take(step) }
    #expect(walk.steps.isStray(2000))
    walk.take(2000)
    #expect(walk.steps.current == 10 && walk.steps.known == 0...10 && walk.confirmed.isEmpty)
    walk.take(2001)
    #expect(walk.steps.current == 2001 && walk.confirmed == [[2000, 1]])
  }

  @Test func theEndsOfTheNumbersDoNotTrap() {
    for ends in [[Int.min, Int.max], [Int.max, Int.min], [0, Int.min], [Int.max, 0]] {
      var walk = Walk()
      for step in ends + ends { walk.take(step) }
      #expect(walk.steps.current != nil)
      _ = walk.steps.effect(of: Int.min, slack: 0)
    }
  }

  /// What is said of the next line is what then happens, on any steps.
  @Test(arguments: 0..<20) func theEffectForetold(seed: UInt64) {
    var numbers = SeededGenerator(seed: seed)
    var walk = Walk()
    walk.slack = numbers.below(4)
    for _ in 0..<400 {
      let base = walk.steps.current ?? 0
      let step = numbers.below(40) == 0 ? base + 100_000 : base + numbers.below(9) - 5
      let before = walk
      switch walk.steps.effect(of: step, slack: walk.slack) {
      case .none:
        walk.take(step)
        #expect(walk.steps.current == before.steps.current && walk.segments == before.segments)
      case .advances(let to):
        walk.take(step)
        #expect(walk.steps.current == to && walk.segments == before.segments && to > base || base == 0)
      case .restarts(let at):
        walk.take(step)
        #expect(walk.steps.current == at && walk.segments == before.segments + 1 && base - at > walk.slack)
      }
    }
  }
}
