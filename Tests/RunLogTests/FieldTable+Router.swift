import RunEvents

extension FieldRow {
  /// The fields of `run.router`, and of `settings`: none is ever left out.
  ///
  /// - Parameters:
  ///   - path: what the fields are inside of.
  ///   - line: makes a line of what stands between the brackets.
  static func router(_ path: String, _ line: (String) -> String) -> [FieldRow] {
    let inside = line("§\"unread\":0")
    let inReward = line("\"reward\":{§\"unread\":0}")
    func number(_ name: String, text: String = "0.5", outOfRange: String) -> FieldRow {
      .strict(
        "\(path).\(name)", name.hasPrefix("reward.") ? inReward : inside, null: .absent, text: .taken(text),
        textJSON: "\"\(text)\"", outOfRange: (outOfRange, .fault(.outOfRange)))
    }
    func word(_ name: String, outOfRange: String) -> FieldRow {
      .strict(
        "\(path).\(name)", name.hasPrefix("reward.") ? inReward : inside, null: .absent,
        text: .fault(.outOfRange),
        outOfRange: (outOfRange, .fault(.outOfRange)))
    }
    return [
      word("policy", outOfRange: #""thomson""#), number("prior_precision", outOfRange: "0"),
      number("noise_variance", outOfRange: "0"), number("exploration", outOfRange: "-1"),
      number("forgetting", outOfRange: "1.5"),
      .strict("\(path).intercept", inside, null: .absent, bool: .taken("true"), text: .fault(.illTypedField)),
      .strict(
        "\(path).prior", inside, null: .absent, text: .taken(#""\u0031\u0032""#),
        outOfRange: (#""../x""#, .fault(.outOfRange)), wrongType: ("[1]", .fault(.illTypedField))),
      .strict(
        "\(path).prior_f32", inside, null: .absent, text: .fault(.illTypedField),
        wrongType: ("[1]", .fault(.illTypedField))),
      .strict(
        "\(path).prior_sha256", line("§\"prior\":\"p\""), null: .absent, text: .fault(.outOfRange),
        outOfRange: (#""0g""#, .fault(.outOfRange))),
      number("prior_scale", outOfRange: "NaN"), number("propensity_floor", outOfRange: "1.1"),
      number("alpha", outOfRange: "-0.1"), number("ridge", outOfRange: "0"),
      number("seed", text: "18446744073709551615", outOfRange: "-1"),
      number("group", text: "12", outOfRange: "0"),
      number("step_slack", text: "12", outOfRange: "-1"),
      .strict(
        "\(path).reward", inside, null: .absent, text: .fault(.illTypedField),
        wrongType: ("[]", .fault(.illTypedField))),
      word("reward.normalise", outOfRange: #""Batch""#), number("reward.clip", outOfRange: "0"),
      number("reward.alpha", outOfRange: "0"), number("reward.min_count", text: "12", outOfRange: "-1"),
      number("reward.min_history", text: "12", outOfRange: "-1"), number("reward.low", outOfRange: "2"),
      number("reward.high", outOfRange: "-1"), word("reward.scope", outOfRange: #""each""#),
      number("reward.ties", outOfRange: "NaN"), number("reward.errors", outOfRange: "NaN"),
      number("reward.history", text: "12", outOfRange: "0"),
    ]
  }
}
