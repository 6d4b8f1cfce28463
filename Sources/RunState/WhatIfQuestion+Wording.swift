import RunEvents

extension WhatIfQuestion {
  /// `policy random, prior_precision 5, BAN grm`, printable; `nothing is different` where it is empty.
  public var wording: String {
    var parts: [String] = []
    if ignoresRecordedControls { parts.append("no recorded pins and bans") }
    parts += change.wording
    parts += controls.map(\.sentence)
    return parts.isEmpty ? "nothing is different" : parts.joined(separator: ", ")
  }
}

extension RouterSettingsChange {
  /// The changed fields, each as `name value`, by the log's names.
  var wording: [String] {
    var parts: [String] = []
    func add(_ name: String, _ value: Double?) {
      if let value { parts.append("\(name) \(Self.text(value))") }
    }
    func add(_ name: String, _ value: Tunable?) {
      switch value {
      case .value(let number): add(name, number)
      case .auto: parts.append("\(name) auto")
      case nil: break
      }
    }
    if let policy { parts.append("policy " + printableText(policy.word, limit: 80)) }
    add("prior_precision", priorPrecision)
    add("noise_variance", noiseVariance)
    add("exploration", exploration)
    add("forgetting", forgetting)
    if let intercept { parts.append("intercept \(intercept)") }
    switch prior {
    case .zero: parts.append("prior 0")
    case .vectors: parts.append("prior of vectors")
    case .file(let name, _): parts.append("prior " + printableText(name, limit: 80))
    case nil: break
    }
    add("prior_scale", priorScale)
    add("propensity_floor", propensityFloor)
    add("alpha", alpha)
    add("ridge", ridge)
    if let reward { parts += reward.wording }
    return parts
  }

  /// Whole numbers without their `.0`.
  static func text(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension RewardSettingsChange {
  fileprivate var wording: [String] {
    var parts: [String] = []
    func add(_ name: String, _ value: Double?) {
      if let value { parts.append("reward.\(name) \(RouterSettingsChange.text(value))") }
    }
    func add(_ name: String, _ value: RewardSettings.Substitute?) {
      switch value {
      case .skip: parts.append("reward.\(name) skip")
      case .number(let number): add(name, number)
      case nil: break
      }
    }
    if let rule { parts.append("reward.normalise \(rule.rawValue)") }
    add("clip", clip)
    add("alpha", alpha)
    add("min_count", minimumCount.map(Double.init))
    add("min_history", minimumHistory.map(Double.init))
    add("low", low)
    add("high", high)
    if let scope { parts.append("reward.scope \(scope.rawValue)") }
    add("ties", ties)
    add("errors", errors)
    add("history", history.map(Double.init))
    return parts
  }
}
