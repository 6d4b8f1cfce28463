import RunEvents

/// The reward models of a simulation, with ids as people know them.
enum RewardModelRoster {
  private static let known: [(id: String, name: String, cost: Double)] = [
    ("skywork-qwen3-0.6b", "Skywork-Reward-V2-Qwen3-0.6B", 0.6),
    ("grm-llama3.2-3b", "GRM-Llama3.2-3B-rewardmodel-ft", 3),
    ("mistral-raft-gshf", "RM-Mistral-7B RAFT GSHF", 7),
    ("grm-gemma2-2b", "GRM-gemma2-2B-rewardmodel-ft", 2),
    ("armorm-llama3-8b", "ArmoRM-Llama3-8B-v0.1", 8),
    ("internlm2-7b-reward", "internlm2-7b-reward", 7),
    ("urm-llama3.1-8b", "URM-LLaMa-3.1-8B", 8),
    ("eurus-rm-7b", "Eurus-RM-7b", 7),
  ]

  /// The first `count` reward models; beyond the known names they are `rm-09`, `rm-10`, ….
  static func rewardModels(count: Int) -> [RewardModelInfo] {
    (0..<count).map { arm in
      if arm < known.count {
        return RewardModelInfo(id: known[arm].id, name: known[arm].name, cost: known[arm].cost)
      }
      let ordinal = arm + 1
      return RewardModelInfo(id: "rm-\(ordinal < 10 ? "0" : "")\(ordinal)", cost: Double(1 + arm % 9))
    }
  }

  /// Typical time of one call in milliseconds: the bigger the model, the slower.
  static func latency(of rewardModel: RewardModelInfo) -> Double {
    18 + 11 * (rewardModel.cost ?? 1)
  }
}
