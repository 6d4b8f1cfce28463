package import RouterEngine
package import RunEvents

/// A prior file that a simulated run starts from: what its router takes from it, and how the simulated world's pairs
/// become the contexts that it knows.
package struct SimulatedPrior: Sendable {
  /// A plain file name beside the log, and its SHA-256, as the header has them.
  package var fileName: String
  package var sha256: String
  package var prior: RouterPrior
  package var hasIntercept: Bool
  /// σ².
  package var noiseVariance: Double
  package var policy: PolicyName
  package var exploration: Double
  /// d, the length of the contexts that `context` makes.
  package var dimension: Int
  /// How many numbers of the simulated world describe a pair, before they are made a context.
  package var worldDimension: Int
  /// A pair's context, of float32 values, from what the world knows of it and its category; `nil` where none can be
  /// made of them.
  package var context: @Sendable (_ world: [Double], _ category: String) -> [Double]?

  package init(
    fileName: String, sha256: String, prior: RouterPrior, hasIntercept: Bool, noiseVariance: Double,
    policy: PolicyName, exploration: Double, dimension: Int, worldDimension: Int,
    context: @escaping @Sendable (_ world: [Double], _ category: String) -> [Double]?
  ) {
    self.fileName = fileName
    self.sha256 = sha256
    self.prior = prior
    self.hasIntercept = hasIntercept
    self.noiseVariance = noiseVariance
    self.policy = policy
    self.exploration = exploration
    self.dimension = dimension
    self.worldDimension = worldDimension
    self.context = context
  }

  /// Puts what the file says into the settings of the header.
  func apply(to router: inout RouterSettings) {
    router.policy = policy
    router.exploration = exploration
    router.noiseVariance = .value(noiseVariance)
    router.intercept = hasIntercept
    router.prior = .file(name: fileName, sha256: sha256)
  }

  /// The simulation's settings with what the file rules over: how many reward models there are and what describes a
  /// pair.
  func applied(to settings: SimulationSettings) -> SimulationSettings {
    var result = settings
    result.rewardModels = prior.means.count
    result.dimension = worldDimension
    return result
  }
}
