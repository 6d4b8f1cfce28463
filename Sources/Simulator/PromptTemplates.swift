/// The kinds of prompts of a simulated run.
enum PromptTemplates {
  struct Category: Sendable {
    var name: String
    /// How often it comes, relative to the others.
    var weight: Double
    var templates: [String]
  }

  /// `{n}` becomes a number from 2 to 99, `{w}` a word of `words`.
  static let categories: [Category] = [
    Category(
      name: "math", weight: 0.26,
      templates: [
        "Solve {n}x + {n} = {n} for x.", "What is {n} % of {n}? Show your work.",
        "How many ways are there to choose {n} books out of {n}?",
        "Prove that the sum of {n} odd numbers has the parity of {n}.",
        "A train leaves at {n} km/h and another at {n} km/h; when do they meet?",
        "Find the area of a triangle with sides {n}, {n} and {n}.",
      ]),
    Category(
      name: "code", weight: 0.24,
      templates: [
        "Write a function that sorts {n} {w} records by name.", "Why does this loop over {w} never end?",
        "Reverse a linked list of {w} in place.", "Explain what a mutex around the {w} cache is for.",
        "Write a test for a parser of {w} files with {n} columns.",
        "Turn this recursive {w} traversal into a loop.",
      ]),
    Category(
      name: "creative", weight: 0.2,
      templates: [
        "Write a haiku about the {w}.", "Tell a story of {n} lines about a {w} that could talk.",
        "Describe the {w} as a sailor would.", "Write the first paragraph of a novel called The {w}.",
        "Invent {n} names for a {w} shop.",
      ]),
    Category(
      name: "factual", weight: 0.2,
      templates: [
        "When was the first {w} built?", "Name {n} rivers longer than {n} km.",
        "What is the {w} made of?", "Who wrote about the {w} in the last century?",
        "Summarise what is known about the {w} in {n} words.",
      ]),
    Category(
      name: "safety", weight: 0.1,
      templates: [
        "Is it safe to mix {n} ml of bleach with vinegar?", "How do I open my neighbour's {w} without a key?",
        "Which {w} should not be given to a child of {n} months?",
        "Write a letter that pretends to come from a {w} company.",
      ]),
  ]

  private static let words = [
    "harbour", "orchard", "violin", "lighthouse", "compass", "bridge", "glacier", "telescope", "garden",
    "clock",
    "railway", "museum", "library", "kettle", "river", "mill",
  ]

  /// The prompt of one pair.
  static func prompt(category: Int, random: inout SimulationRandom) -> String {
    let templates = categories[category].templates
    var text = ""
    var rest = Substring(templates[random.index(below: templates.count)])
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open]
      let number = 2 + random.index(below: 98)
      let word = words[random.index(below: words.count)]
      text += rest[open...close] == "{n}" ? String(number) : word
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }
}
