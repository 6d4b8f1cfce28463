/// How the router chooses (`run.router.policy`).
package enum PolicyName: Equatable, Codable, Sendable {
  case thompson
  case cautious
  case linucb
  case offline
  case random
  case roundRobin
  /// Always this RM.
  case fixed(String)
}

extension PolicyName {
  /// Words of `policy`; `fixed:` takes the id of a reward model behind it.
  package static let words = [
    "thompson", "cautious", "linucb", "offline", "random", "roundrobin", "fixed:<id>",
  ]

  /// The policy of a word of the log.
  package init?(word: String) {
    switch word {
    case "thompson": self = .thompson
    case "cautious": self = .cautious
    case "linucb": self = .linucb
    case "offline": self = .offline
    case "random": self = .random
    case "roundrobin": self = .roundRobin
    default:
      guard word.hasPrefix("fixed:"), word.utf8.count > 6, word.utf8.count <= 262 else { return nil }
      self = .fixed(String(word.dropFirst(6)))
    }
  }

  /// The word of the log.
  package var word: String {
    switch self {
    case .thompson: "thompson"
    case .cautious: "cautious"
    case .linucb: "linucb"
    case .offline: "offline"
    case .random: "random"
    case .roundRobin: "roundrobin"
    case .fixed(let id): "fixed:" + id
    }
  }
}
