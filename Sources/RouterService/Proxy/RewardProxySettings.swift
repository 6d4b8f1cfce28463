import RunEvents
import RunState
import Wording

/// How the reward proxy is set up.
package struct RewardProxySettings: Sendable {
  package var host: String
  /// 0: any that is free.
  package var port: Int
  /// By the reward model's id.
  package var endpoints: [String: RewardEndpoint]
  /// Seconds for one try of a call.
  package var timeout: Double
  package var retries: Int
  /// Answers to a prompt in one rollout; `nil` where nobody said, which counts as 1.
  package var samplesPerPrompt: Int?

  package init(
    host: String, port: Int, endpoints: [String: RewardEndpoint], timeout: Double = 50,
    retries: Int = 2, samplesPerPrompt: Int? = nil
  ) {
    self.host = host
    self.port = port
    self.endpoints = endpoints
    self.timeout = timeout
    self.retries = retries
    self.samplesPerPrompt = samplesPerPrompt
  }
}

extension RewardProxy {
  /// Whether a run is one that the proxy can ask: every reward model has an endpoint, and the policy needs no context.
  static func check(_ settings: RewardProxySettings, _ desk: RoutingDesk) throws(ServiceError) {
    let ids = desk.state.rewardModels.filter(\.isInRun).map(\.info.id)
    if let id = settings.endpoints.keys.sorted().first(where: { !ids.contains($0) }) {
      throw .usage(
        "--rm-endpoint: there is no reward model \(quoted(id)) in the run" + suggestion(for: id, among: ids))
    }
    if let id = ids.first(where: { settings.endpoints[$0] == nil }) {
      throw .usage(
        "--reward-proxy: the reward model \(quoted(id)) has no endpoint: give --rm-endpoint \(printableText(id))=URL, "
          + "or endpoint in the configuration file")
    }
    if desk.state.settings.policy.learnsFromContexts, desk.state.dimension != 0 {
      let dimension = desk.state.dimension.map { "contexts of \($0) numbers" } ?? "contexts"
      throw .usage(
        "--reward-proxy: the policy \(desk.state.settings.policy.word) of this run looks at \(dimension), and OpenRLHF "
          + "sends texts alone: begin a run with --dim 0 and the intercept on, or with --set policy=fixed:<id>, "
          + "random or roundrobin")
    }
  }
}

extension PolicyName {
  /// Whether it looks at contexts, and learns from feedback.
  package var learnsFromContexts: Bool {
    switch self {
    case .thompson, .cautious, .linucb, .offline: true
    case .random, .roundRobin, .fixed: false
    }
  }
}
