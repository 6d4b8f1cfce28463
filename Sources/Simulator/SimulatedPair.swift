/// A preference pair of the simulated run.
struct SimulatedPair: Sendable {
  var id: String
  var step: Int
  /// Place within its step.
  var index: Int
  /// Index into `PromptTemplates.categories`.
  var category: Int
  /// Exact as float32.
  var context: [Double]
  var prompt: String
  /// How hard it is for every reward model alike, about N(0, 1).
  var difficulty: Double

  var categoryName: String { PromptTemplates.categories[category].name }
}
