extension SimulatedWorld {
  /// The share of a context that is the pair's own and says nothing about who judges it right.
  private static let noise = 0.35

  /// Pair `index` of `step`.
  ///
  /// - Complexity: O(d).
  func pair(step: Int, index: Int, pairsPerStep: Int) -> SimulatedPair {
    let category = category(step: step, index: index)
    var prompts = SimulationRandom(seed: seed, .prompt, step, index)
    var difficulties = SimulationRandom(seed: seed, .difficulty, step, index)
    return SimulatedPair(
      id: Self.identifier(ordinal: step * pairsPerStep + index), step: step, index: index, category: category,
      context: context(category: category, step: step, index: index),
      prompt: PromptTemplates.prompt(category: category, random: &prompts),
      difficulty: difficulties.normal())
  }

  /// `p-000042`: sorts as text in the order of the run.
  static func identifier(ordinal: Int) -> String {
    let digits = String(ordinal)
    return "p-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  private func category(step: Int, index: Int) -> Int {
    var random = SimulationRandom(seed: seed, .category, step, index)
    var rest = random.uniform()
    for (offset, category) in PromptTemplates.categories.enumerated() {
      rest -= category.weight
      if rest < 0 { return offset }
    }
    return PromptTemplates.categories.count - 1
  }

  private func context(category: Int, step: Int, index: Int) -> [Double] {
    var random = SimulationRandom(seed: seed, .context, step, index)
    let centre = centres[category]
    let scale = Self.noise / Double(centre.count).squareRoot()
    var context = centre.map { $0 + scale * random.normal() }
    Self.normalise(&context)
    return context.map { Double(Float($0)) }
  }
}
