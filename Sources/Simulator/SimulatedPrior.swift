import RouterEngine
import RunEvents

/// A prior file that a simulated run starts from: what its router takes from it, and how the simulated world's pairs
/// become the contexts that it knows.
public struct SimulatedPrior: Sendable {
  /// A plain file name beside the log, and its SHA-256, as the header has them.
  public var fileName: String
  public var sha256: String
  public var prior: RouterPrior
  public var hasIntercept: Bool
  /// σ².
  public var noiseVariance: Double
  public var policy: PolicyName
  public var exploration: Double
  /// d, the length of the contexts that `context` makes.
  public var dimension: Int
  /// How many numbers of the simulated world describe a pair, before they are made a context.
  public var worldDimension: Int
  /// A pair's context, of float32 values, from what the world knows of it and its category; `nil` where none can be
  /// made of them.
  public var context: @Sendable (_ world: [Double], _ category: String) -> [Double]?

  public init(
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
