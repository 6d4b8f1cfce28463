import Router
import RouterEngine
import RunEvents
import TestSupport
import Testing

@testable import RunState

@Suite struct RunStateSavingTests {
  private func restored(_ state: RunState, priors: PriorLoader = .none) throws -> RunState {
    try state.savedBytes.withUnsafeBytes { try RunState(saved: $0, priors: priors) }
  }

  @Test(arguments: 0..<8) func goesOnAsIfNothingHadHappened(seed: Int) throws {
    let lines = MessyLog.lines(count: 240, seed: seed)
    var numbers = SeededGenerator(seed: seed)
    let cuts = [0, numbers.below(40), 40 + numbers.below(200), 240]
    let whole = fold(lines)
    for cut in cuts {
      let before = fold(lines[..<cut])
      let after = try restored(before)
      if cut == cuts[2] { #expect(difference(before, after) == nil, "at line \(cut)") }
      #expect(after.digest == before.digest)
      let end = fold(lines[cut...], into: after)
      #expect(end.digest == whole.digest, "from line \(cut)")
      #expect(end.summary == whole.summary)
      #expect(end.journal == whole.journal)
      #expect(end.markers == whole.markers)
    }
  }

  /// A state that somebody has looked at has factors, which are not saved: what is made of them is the same.
  @Test func posteriorsAreTheSame() throws {
    for seed in 0..<6 {
      var state = fold(MessyLog.lines(count: 250, seed: seed))
      _ = state.posteriorReport()
      var back = try restored(state)
      #expect(difference(state.posteriorReport() as Any, back.posteriorReport() as Any, at: "report") == nil)
    }
  }

  private static let file = RouterPrior(
    rewardModels: ["b", "a", "c"], means: [[1, 2, 0.5], [0.25, -1, 1], [0, 1, 0]],
    shape: .shared([3, 1, 0, 1, 2, 0.5, 0, 0.5, 4]))

  private static func logWithPriorFile(_ shape: PriorShape) -> (lines: [LogLine], priors: PriorLoader) {
    var log = LogBuilder()
    var numbers = SeededGenerator(seed: 3)
    log.run(dim: 3) { router in
      router.prior = .file(name: "p.safetensors", sha256: String(repeating: "ab", count: 32))
    }
    for index in 0..<90 {
      log.decide("p\(index)", ["a", "b", "c"][index % 3], step: index / 4, x: numbers.vector(3))
      log.loss("p\(index)", numbers.number())
    }
    var prior = file
    prior.shape = shape
    return (log.lines, PriorLoader { [prior] _, _ in .loaded(prior) })
  }

  @Test(arguments: [
    PriorShape.identity, .shared([3, 1, 0, 1, 2, 0.5, 0, 0.5, 4]),
    .perArm([
      [3, 1, 0, 1, 2, 0.5, 0, 0.5, 4], [2, 0, 0, 0, 1, 0, 0, 0, 1], [5, 1, 1, 1, 5, 1, 1, 1, 5],
    ]),
  ]) func priorMatricesComeBack(shape: PriorShape) throws {
    let (lines, priors) = Self.logWithPriorFile(shape)
    let whole = fold(lines, into: RunState(priors: priors))
    let back = try restored(fold(lines[..<61], into: RunState(priors: priors)), priors: priors)
    #expect(back.posterior == .available)
    #expect(fold(lines[61...], into: back).digest == whole.digest)
    var (one, other) = (whole, fold(lines[61...], into: back))
    #expect(difference(one.posteriorReport() as Any, other.posteriorReport() as Any, at: "report") == nil)
  }

  @Test func aPriorFileThatIsGoneOrHasComeMakesItAnother() throws {
    let (lines, priors) = Self.logWithPriorFile(.identity)
    let with = fold(lines[..<40], into: RunState(priors: priors))
    #expect(throws: RunStateSavingError.priorFileChanged) { try restored(with) }
    let without = fold(lines[..<40])
    #expect(throws: RunStateSavingError.priorFileChanged) { try restored(without, priors: priors) }
    #expect(try restored(without).digest == without.digest)
  }
}
