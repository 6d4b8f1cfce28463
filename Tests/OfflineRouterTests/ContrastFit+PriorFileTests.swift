import Testing

@testable import OfflineRouter

@Suite struct ContrastFitPriorFileTests {
  @Test(arguments: [2.0, 0]) func theFileSaysWhatTheFitFound(signal: Double) throws {
    let fit = try ContrastFit(SamplePairs(count: 120, groups: 40, signal: signal, seed: 2).dataset(), seed: 5)
    #expect(fit.isGateOpen == (signal > 0), "both kinds, for this test to say anything")
    let file = fit.priorFile
    #expect(file.gate == (signal > 0 ? .open : .closed))
    #expect(file.policy == (signal > 0 ? "thompson" : "cautious") && file.method == "calibrated")
    #expect(file.noiseVariance == fit.noiseVariance && fit.noiseVariance != fit.contrastVariance)
    #expect(file.penalty == fit.penalty && file.gain == fit.gain && file.gainStandardError == fit.gainError)
    #expect(file.means == fit.weights && file.baseline == fit.baseline && file.hasIntercept)
    #expect(file.pairs == 120 && file.groups == fit.groupCount && file.seed == 5)
  }
}
