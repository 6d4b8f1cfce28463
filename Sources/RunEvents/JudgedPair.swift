/// A preference pair with the judgements of reward models: one line of the offline data (`judged`).
package struct JudgedPair: Equatable, Sendable {
  /// Does the RM prefer the right response?
  package struct Label: Equatable, Sendable {
    package var rewardModel: String
    /// `nil` where it is not known.
    package var isRight: Bool?

    package init(rewardModel: String, isRight: Bool?) {
      self.rewardModel = rewardModel
      self.isRight = isRight
    }
  }

  /// What the pair is known by to a router.
  package enum Features: Equatable, Sendable {
    /// Embeddings of prompt + response A and B, of one length, by any encoder.
    case embeddings(Embedding, Embedding)
    /// A context made elsewhere.
    case context(Embedding)
  }

  /// The line number where the line has none.
  package var id: String
  /// Split by it, never across (one prompt, many pairs); `nil` is a group of its own.
  package var group: String?
  package var category: String?
  package var features: Features
  /// In the order of the line.
  package var labels: [Label]

  package init(
    id: String, group: String? = nil, category: String? = nil, features: Features, labels: [Label]
  ) {
    self.id = id
    self.group = group
    self.category = category
    self.features = features
    self.labels = labels
  }
}
