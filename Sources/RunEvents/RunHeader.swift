/// `run`: the first line of a log, written by the trainer or the router.
public struct RunHeader: Equatable, Sendable {
  /// The only version there is.
  public static let currentVersion = 1

  public var name: String
  /// The reward models in the order of the line; that order is the arm index everywhere.
  public var rewardModels: [RewardModelInfo]
  /// Length of a context, without the intercept. The first valid context fixes it when absent.
  public var dimension: Int?
  /// `router` with its defaults filled in.
  public var router: RouterSettings
  /// Free text tags, ordered by key (byte order).
  public var tags: [Tag]

  public init(
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
  public func continues(_ other: RunHeader) -> Bool {
    name == other.name && rewardModels.map(\.id) == other.rewardModels.map(\.id)
      && dimension == other.dimension && router == other.router
  }

  public struct Tag: Equatable, Sendable {
    public var key: String
    public var value: String

    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }
}

/// One reward model of a run.
public struct RewardModelInfo: Equatable, Sendable {
  public var id: String
  public var name: String?
  public var cost: Double?
  public var endpoint: String?

  public init(id: String, name: String? = nil, cost: Double? = nil, endpoint: String? = nil) {
    self.id = id
    self.name = name
    self.cost = cost
    self.endpoint = endpoint
  }
}
