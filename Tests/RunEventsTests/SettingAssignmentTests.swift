import RunEvents
import Testing

@Suite struct SettingAssignmentTests {
  private func settings(_ text: String) throws -> RouterSettings {
    var settings = RouterSettings()
    settings.apply(try SettingAssignment(text).change)
    return settings
  }

  /// A text and the one field that it changes.
  static let accepted: [(String, @Sendable (inout RouterSettings) -> Void)] = [
    ("policy=cautious", { $0.policy = .cautious }), ("policy=linucb", { $0.policy = .linucb }),
    ("policy=roundrobin", { $0.policy = .roundRobin }), ("policy=fixed:a=b", { $0.policy = .fixed("a=b") }),
    ("prior_precision=auto", { $0.priorPrecision = .auto }),
    ("prior_precision=2.5", { $0.priorPrecision = .value(2.5) }),
    ("noise_variance=auto", { $0.noiseVariance = .auto }),
    ("noise_variance=1e-3", { $0.noiseVariance = .value(0.001) }),
    ("prior_scale=auto", { $0.priorScale = .auto }), ("prior_scale=-2", { $0.priorScale = .value(-2) }),
    ("forgetting=auto", { $0.forgetting = .auto }), ("forgetting=0.9", { $0.forgetting = .value(0.9) }),
    ("exploration=0", { $0.exploration = 0 }), ("intercept=true", { $0.intercept = true }),
    ("propensity_floor=1", { $0.propensityFloor = 1 }), ("alpha=0", { $0.alpha = 0 }),
    ("ridge=3", { $0.ridge = 3 }), ("seed=18446744073709551615", { $0.seed = .max }),
  ]

  @Test(arguments: accepted.indices) func changesOneField(index: Int) throws {
    let (text, change) = Self.accepted[index]
    var expected = RouterSettings()
    change(&expected)
    #expect(try settings(text) == expected)
  }

  @Test(arguments: [
    "policy=fixed:", "policy=Thompson", "prior_precision=0", "prior_precision=-1", "prior_precision=nan",
    "prior_precision=inf", "prior_precision=", "prior_precision=Auto", "noise_variance=0", "prior_scale=inf",
    "forgetting=0", "forgetting=1.01", "exploration=-0.1", "exploration=auto", "intercept=1",
    "propensity_floor=1.1", "propensity_floor=-0.1", "alpha=-1", "ridge=0", "seed=-1", "seed=1.5",
  ]) func refusesOtherValuesAndSaysWhatIsAccepted(text: String) throws {
    let name = String(text.prefix { $0 != "=" })
    let error = #expect(throws: SettingAssignmentError.self) { try SettingAssignment(text) }
    let sentence = try #require(error).description
    #expect(sentence.hasPrefix("\(name) takes "))
    #expect(sentence.hasSuffix("not \"\(text.dropFirst(name.count + 1))\""))
  }

  @Test(arguments: [
    ("prior_precison=1", "there is no setting \"prior_precison\" here; did you mean prior_precision?"),
    ("lambda=1", "there is no setting \"lambda\" here; there are exploration, prior_precision"),
    ("seed=1", "there is no setting \"seed\" here; there are exploration, prior_precision"),
    ("auto", "a setting is written name=value, not \"auto\""),
    ("\u{1B}[2J", "a setting is written name=value, not \"[2J\""),
  ]) func wordsTheRefusal(text: String, sentence: String) throws {
    let error = #expect(throws: SettingAssignmentError.self) {
      try SettingAssignment(text, accepting: [.exploration, .priorPrecision])
    }
    #expect(try #require(error).description == sentence)
  }

  /// Every tunable has a name here, and its domain says `auto`.
  @Test(arguments: TunableSetting.allCases) func tunablesAreReadAndWrittenByName(setting: TunableSetting)
    throws
  {
    let name = try #require(SettingAssignment.Name(rawValue: setting.rawValue))
    #expect(name.domain.hasSuffix("or auto"))
    var change = try SettingAssignment("\(setting.rawValue)=0.5").change
    #expect(change[setting] == .value(0.5))
    #expect(TunableSetting.allCases.filter { change[$0] != nil } == [setting])
    var settings = RouterSettings()
    #expect(settings.number(setting) == 1)
    settings.apply(change)
    #expect(settings[setting] == .value(0.5) && settings.number(setting) == 0.5)
    settings[setting] = .auto
    #expect(settings.number(setting) == 1)
    change[setting] = nil
    #expect(change == RouterSettingsChange())
  }
}
