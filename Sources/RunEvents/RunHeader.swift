/// `run`: the first line of a log, written by the trainer or the router.
package struct RunHeader: Equatable, Codable, Sendable {
  /// The only version there is.
  package static let currentVersion = 1

  package var name: String
  /// The reward models in the order of the line; that order is the arm index everywhere.
  package var rewardModels: [RewardModelInfo]
  /// Length of a context, without the intercept. The first valid context fixes it when absent.
  package var dimension: Int?
  /// `router` with its defaults filled in.
  package var router: RouterSettings
  /// Free text tags, ordered by key (byte order).
  package var tags: [Tag]

  package init(
    name: String, rewardModels: [RewardModelInfo], dimension: Int? = nil,
    router: RouterSettings = RouterSettings(), tags: [Tag] = []
  ) {
    self.name = name
    self.rewardModels = rewardModels
    self.dimension = dimension
    self.router = router
    self.tags = tags
  }

  /// Whether a second `run` line continues this run as a new segment (rule 3 of the fold).
  ///
  /// Compared are the name, the ids in order, the dimension and the router's settings after defaults; names,
  /// costs, endpoints and tags may differ.
  package func continues(_ other: RunHeader) -> Bool {
    name == other.name && rewardModels.map(\.id) == other.rewardModels.map(\.id)
      && dimension == other.dimension && router == other.router
  }

  package struct Tag: Equatable, Codable, Sendable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }
}

/// One reward model of a run.
package struct RewardModelInfo: Equatable, Codable, Sendable {
  package var id: String
  package var name: String?
  package var cost: Double?
  package var endpoint: String?

  package init(id: String, name: String? = nil, cost: Double? = nil, endpoint: String? = nil) {
    self.id = id
    self.name = name
    self.cost = cost
    self.endpoint = endpoint
  }
}
