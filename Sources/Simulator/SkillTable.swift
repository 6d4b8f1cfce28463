/// How often each reward model judges a pair of each category right.
struct SkillTable: Sendable {
  /// `[arm][category]`, in (0, 1).
  private let first: [[Double]]
  /// From `changeStep` on.
  private let second: [[Double]]
  /// The step from which `second` holds; never reached where nothing changes.
  let changeStep: Int
  /// The reward model that learns to please, in `hacking`.
  let hacker: Int?

  init(_ settings: SimulationSettings) {
    let arms = 0..<settings.rewardModels
    let categories = PromptTemplates.categories.indices
    /// A small difference of an arm's own.
    func dither(_ arm: Int, _ category: Int, _ width: Double) -> Double {
      var random = SimulationRandom(seed: settings.seed, .skill, arm, category)
      return width * random.uniform()
    }
    func table(_ skill: (_ arm: Int, _ category: Int) -> Double) -> [[Double]] {
      arms.map { arm in categories.map { category in skill(arm, category) } }
    }
    switch settings.scenario {
    case .specialists, .messy, .deaf:
      first = table { arm, category in
        arm == Self.specialist(category: category, count: arms.count)
          ? 0.95 : 0.5 + dither(arm, category, 0.1)
      }
      second = first
      changeStep = .max
      hacker = nil
    case .collapse:
      first = table { arm, category in arm == 0 ? 0.98 : 0.32 + dither(arm, category, 0.08) }
      second = first
      changeStep = .max
      hacker = nil
    case .drift:
      first = table { arm, category in Self.drifting(arm, before: true) + dither(arm, category, 0.04) }
      second = table { arm, category in Self.drifting(arm, before: false) + dither(arm, category, 0.04) }
      changeStep = settings.steps / 3
      hacker = nil
    case .hacking:
      first = table { arm, category in 0.76 + dither(arm, category, 0.08) }
      second = first
      changeStep = .max
      hacker = min(3, arms.count - 1)
    }
  }

  /// Who is best in a category, where the reward models are specialists.
  static func specialist(category: Int, count: Int) -> Int { category % count }

  private static func drifting(_ arm: Int, before: Bool) -> Double {
    switch arm {
    case 0: before ? 0.92 : 0.36
    case 1: before ? 0.72 : 0.92
    default: 0.54
    }
  }

  /// The rate at which `arm` is right, with the policy's exploit of the hacked one (0 … 1) at work.
  func accuracy(arm: Int, category: Int, step: Int, exploit: Double) -> Double {
    let skill = (step < changeStep ? first : second)[arm][category]
    return arm == hacker ? skill + (0.25 - skill) * exploit : skill
  }
}
