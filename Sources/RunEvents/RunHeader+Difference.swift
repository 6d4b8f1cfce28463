extension RunHeader {
  /// In which fields this `run` line differs from the one before, where it is the same run: by name or by its reward
  /// models; `rms in another order`, `dim 64, was 32`, `prior_precision 2, was 1`.
  ///
  /// - Returns: printable; `nil` where it is another run, or none of the fields that count differs.
  public func difference(from other: RunHeader) -> String? {
    let ids = rewardModels.map(\.id)
    let before = other.rewardModels.map(\.id)
    guard name == other.name || Set(ids) == Set(before) else { return nil }
    var parts: [String] = []
    if name != other.name { parts.append("run \(Self.quoted(name)), was \(Self.quoted(other.name))") }
    if let models = Self.difference(of: ids, from: before) { parts.append(models) }
    if dimension != other.dimension {
      parts.append("dim \(Self.text(dimension)), was \(Self.text(other.dimension))")
    }
    parts += zip(router.worded, other.router.worded).compactMap { now, was in
      now.value == was.value ? nil : "\(now.name) \(now.value), was \(was.value)"
    }
    // Vectors are too long to name.
    if router.prior != other.router.prior, !parts.contains(where: { $0.hasPrefix("prior ") }) {
      parts.append("other prior vectors")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  private static func difference(of ids: [String], from before: [String]) -> String? {
    if ids == before { return nil }
    let added = ids.filter { !before.contains($0) }
    let removed = before.filter { !ids.contains($0) }
    if added.isEmpty && removed.isEmpty { return "rms in another order" }
    let parts = [("added", added), ("removed", removed)].filter { !$0.1.isEmpty }
    return "rms: " + parts.map { "\($0.0) \(names($0.1))" }.joined(separator: ", ")
  }

  private static func names(_ ids: [String]) -> String {
    let shown = ids.prefix(4).map { printableText($0, limit: 64) }.joined(separator: " and ")
    return ids.count > 4 ? "\(shown) and \(ids.count - 4) more" : shown
  }

  private static func quoted(_ text: String) -> String { "\"" + printableText(text, limit: 64) + "\"" }
  private static func text(_ number: Int?) -> String { number.map { "\($0)" } ?? "not given" }
}

extension RouterSettings {
  /// Every field by the log's name, in the order of the run log's description; printable.
  var worded: [(name: String, value: String)] {
    [
      ("policy", printableText(policy.word, limit: 80)), ("prior_precision", Self.text(priorPrecision)),
      ("noise_variance", Self.text(noiseVariance)), ("exploration", Self.text(exploration)),
      ("forgetting", Self.text(forgetting)), ("intercept", "\(intercept)"), ("prior", Self.text(prior)),
      ("prior_scale", Self.text(priorScale)), ("propensity_floor", Self.text(propensityFloor)),
      ("alpha", Self.text(alpha)), ("ridge", Self.text(ridge)), ("seed", "\(seed)"), ("group", "\(group)"),
      ("step_slack", "\(stepSlack)"), ("reward.normalise", reward.rule.rawValue),
      ("reward.clip", Self.text(reward.clip)), ("reward.alpha", Self.text(reward.alpha)),
      ("reward.min_count", "\(reward.minimumCount)"), ("reward.min_history", "\(reward.minimumHistory)"),
      ("reward.low", Self.text(reward.low)), ("reward.high", Self.text(reward.high)),
      ("reward.scope", reward.effectiveScope.rawValue), ("reward.ties", Self.text(reward.ties)),
      ("reward.errors", Self.text(reward.errors)), ("reward.history", "\(reward.history)"),
    ]
  }

  /// Whole numbers without their `.0`.
  private static func text(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func text(_ value: Tunable) -> String { value.number.map { text($0) } ?? "auto" }

  private static func text(_ substitute: RewardSettings.Substitute) -> String {
    if case .number(let number) = substitute { text(number) } else { "skip" }
  }

  private static func text(_ prior: PriorSource) -> String {
    switch prior {
    case .zero: "0"
    case .vectors: "of vectors"
    case .file(let name, let checksum):
      printableText(name, limit: 80)
        + (checksum.map { " (sha256 \(printableText(String($0.prefix(8)), limit: 8))…)" } ?? "")
    }
  }
}
