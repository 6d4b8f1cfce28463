import Wording

/// Why a simulation cannot be made; `description` is a sentence for a person.
package enum SimulationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A number outside of its domain.
  case outOfRange(what: String, value: Int, lowest: Int, highest: Int)
  /// A policy of the run log that the simulated trainer does not have.
  case unsupportedPolicy(String)
  /// `fixed` with an id that is not among the simulation's.
  case unknownRewardModel(id: String, known: [String])
  /// The router's engine refused the settings, in its own words.
  case engine(String)
  /// The prior does not fit: `words` go on after "the prior file …". `isContradicted` where the file by itself may do,
  /// and a setting given beside it does not let it.
  case prior(words: String, isContradicted: Bool)

  package var description: String {
    switch self {
    case .outOfRange(let what, let value, let lowest, let highest):
      "\(what): expected a whole number from \(lowest) to \(highest), got \(value)"
    case .unsupportedPolicy(let name):
      "the simulated trainer routes by thompson, linucb, random, roundrobin or fixed:<id>, not by \(name)"
    case .unknownRewardModel(let id, let known):
      "there is no reward model \(quoted(id)) in this simulation"
        + suggestion(for: id, among: known, otherwise: "; it has " + listed(known))
    case .engine(let sentence):
      sentence
    case .prior(let words, _):
      "the prior file" + words
    }
  }
}
