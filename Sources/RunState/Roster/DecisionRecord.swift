import RouterEngine

/// One of the last decisions for a reward model, and what came of it.
package struct DecisionRecord: Equatable, Codable, Sendable {
  /// Kept of each reward model.
  package static let kept = 10
  /// Bytes kept of an id, and of who decided.
  static let textLimit = 128

  package enum Outcome: UInt8, Codable, Sendable {
    case waiting
    case reward
    case tie
    case error
    case notFinite
  }

  /// As logged, so not to be printed as it is.
  package var id: String
  package var step: Int?
  /// Index among the categories.
  package var category: Int?
  /// Who decided; as logged.
  package var by: String?
  package var outcome = Outcome.waiting
  /// The raw reward, where the outcome is one; else 0.
  package var reward = 0.0
  /// Where the line of the decision begins in the log.
  package var offset: Int
  /// What stands for the id in its segment.
  var key: IdentifierHash

  init(id: String, step: Int?, category: Int?, by: String?, offset: Int, key: IdentifierHash) {
    self.id = Self.cut(id)
    self.step = step
    self.category = category
    self.by = by.map(Self.cut)
    self.offset = offset
    self.key = key
  }

  private static func cut(_ text: String) -> String {
    text.utf8.count <= textLimit ? text : String(decoding: text.utf8.prefix(textLimit), as: UTF8.self)
  }

  /// Not where its line begins: the same events may stand elsewhere.
  func hash(into digest: inout StateDigest) {
    digest.combine(id)
    digest.combine(step ?? -1)
    digest.combine(category ?? -1)
    digest.combine(by ?? "")
    digest.combine(Int(outcome.rawValue))
    digest.combine(reward)
  }
}

extension Roster {
  /// A decision has chosen this reward model: it is one of its last ones.
  mutating func remember(_ record: DecisionRecord, of arm: Int) {
    if self[arm].lastDecisions.count >= DecisionRecord.kept { self[arm].lastDecisions.removeFirst() }
    self[arm].lastDecisions.append(record)
  }

  /// The feedback of a decision has come: told with it while it is one of the last ones.
  mutating func answer(
    _ key: IdentifierHash, of arm: Int, _ outcome: DecisionRecord.Outcome, reward: Double = 0
  ) {
    guard let index = self[arm].lastDecisions.lastIndex(where: { $0.key == key }) else { return }
    self[arm].lastDecisions[index].outcome = outcome
    self[arm].lastDecisions[index].reward = reward
  }
}
