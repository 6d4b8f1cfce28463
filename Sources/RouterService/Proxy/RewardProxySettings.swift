package import RunEvents
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

extension RewardProxySettings {
  /// Why a run is not one that the proxy can ask: each reward model has an endpoint, and the policy needs no context.
  package func refusal(rewardModels ids: [String], policy: PolicyName, dimension: Int?) -> String? {
    if let id = endpoints.keys.sorted().first(where: { !ids.contains($0) }) {
      return "--rm-endpoint: there is no reward model \(quoted(id)) in the run"
        + suggestion(for: id, among: ids)
    }
    if let id = ids.first(where: { endpoints[$0] == nil }) {
      return "--reward-proxy: the reward model \(quoted(id)) has no endpoint: give --rm-endpoint "
        + "\(printableText(id))=URL, or endpoint in the configuration file"
    }
    guard policy.learnsFromFeedback, dimension != 0 else { return nil }
    let contexts = dimension.map { "contexts of \($0) numbers" } ?? "contexts"
    return
      "--reward-proxy: the policy \(policy.word) of this run looks at \(contexts), and OpenRLHF sends texts "
      + "alone: begin a run with --dim 0 and the intercept on, or with --set policy=fixed:<id>, random or roundrobin"
  }
}

extension PolicyName {
  /// Whether it looks at contexts, and at what feedback says of them.
  package var learnsFromFeedback: Bool {
    switch self {
    case .thompson, .cautious, .linucb, .offline: true
    case .random, .roundRobin, .fixed: false
    }
  }
}
