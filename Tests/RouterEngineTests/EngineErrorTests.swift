import Testing

@testable import RouterEngine

@Suite struct EngineErrorTests {
  @Test func everyErrorIsASentence() {
    let sentences: [(EngineError, String)] = [
      (.dimensionOutOfRange(0), "a context of 0 numbers cannot be used (1 to 4096, or 0 with an intercept)"),
      (.tooManyArms(65), "65 reward models are more than 64"),
      (
        .priorLength(arm: 1, length: 3, expected: 4),
        "the prior mean of reward model 2 has 3 numbers instead of 4"
      ),
      (
        .priorOutOfRange(arm: 0),
        "the prior mean of reward model 1 has a number that is not finite or beyond 1e60"
      ),
      (.settingOutOfRange(.noiseVariance, -1), "noise_variance -1.0 is out of range (1e-60 to 1e+60)"),
      (
        .memory(needed: (5 << 30) + 1, limit: 4 << 30),
        "the posteriors would need 5121 MiB of memory, more than the limit of 4096 MiB"
      ),
      (
        .priorMatrixSize(arm: 1, count: 8, expected: 9),
        "the prior matrix of reward model 2 has 8 numbers instead of 9"
      ),
      (
        .priorMatrixInvalid(arm: 0),
        "the prior matrix of reward model 1 is not symmetric and positive definite"
      ),
      (.priorMatrixCount(2, expected: 3), "there are 2 prior matrices where 3 belong"),
      (.unknownArm(4), "there is no reward model 5"),
      (.interceptNeeded, "the policy cautious needs posteriors with an intercept"),
      (.nothingAllowed, "no reward model is allowed"),
    ]
    for (error, sentence) in sentences { #expect(error.description == sentence) }
  }
}
