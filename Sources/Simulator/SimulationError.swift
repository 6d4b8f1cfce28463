/// Why a simulation cannot be made; `description` is a sentence for a person.
public enum SimulationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A number outside of its domain.
  case outOfRange(what: String, value: Int, lowest: Int, highest: Int)
  /// A policy of the run log that the simulated trainer does not have.
  case unsupportedPolicy(String)
  /// `fixed` with an id that is not among the simulation's.
  case unknownRewardModel(id: String, known: [String])
  /// The router's engine refused the settings, in its own words.
  case engine(String)

  public var description: String {
    switch self {
    case .outOfRange(let what, let value, let lowest, let highest):
      "\(what) must be from \(lowest) to \(highest), not \(value)"
    case .unsupportedPolicy(let name):
      "the simulated trainer routes by thompson, linucb, random, roundrobin or fixed:<id>, not by \(name)"
    case .unknownRewardModel(let id, let known):
      "there is no reward model \(id) in this simulation; it has \(known.joined(separator: ", "))"
    case .engine(let sentence):
      sentence
    }
  }
}
