/// One decision for the answers to one prompt: they all meet the same reward model.
final class PromptRound {
  let id: String
  let key: PromptKey
  var rewardModel = ""
  /// Answers that were asked about, without those that failed.
  fileprivate(set) var asked = 0
  /// Answers whose scores went out.
  var scored = 0
  /// A call failed before there was any score: the next answer to the prompt is decided anew.
  fileprivate(set) var isOver = false
  fileprivate var lastUse = 0.0

  init(id: String, key: PromptKey) {
    self.id = id
    self.key = key
  }
}

/// What makes two prompts the same.
struct PromptKey: Hashable {
  var session: String
  /// `nil` where none is sent.
  var step: Int?
  /// The digest of the prompt, which may be long.
  var prompt: String
}

/// Which decision an answer to a prompt belongs to.
///
/// A step that comes with the request says it. OpenRLHF sends none, and asks about each answer in a request of its own;
/// there, a prompt's answers are counted: so many of them, asked about within an hour, are one round.
struct PromptRounds {
  /// Rounds that are remembered: between this number and twice as many.
  static let capacity = 32_768
  /// Seconds after which a prompt that was asked about is another time's.
  static let patience = 3600.0

  /// Answers to a prompt, where requests have no step.
  let answers: Int
  private var recent: [PromptKey: PromptRound] = [:]
  private var older: [PromptKey: PromptRound] = [:]

  init(answers: Int) { self.answers = answers }

  /// The round that goes on with these answers, if any.
  mutating func current(_ key: PromptKey, now: Double) -> PromptRound? {
    guard let round = recent[key] ?? older[key], !round.isOver else { return nil }
    if key.step == nil, round.asked >= answers || now - round.lastUse > Self.patience { return nil }
    return round
  }

  /// Whether a prompt has come before, as far as that is remembered.
  func knows(_ key: PromptKey) -> Bool { recent[key] != nil || older[key] != nil }

  mutating func take(_ count: Int, of round: PromptRound, now: Double) {
    round.asked += count
    round.lastUse = now
    recent[round.key] = round
    guard recent.count >= Self.capacity else { return }
    older = recent
    recent = [:]
  }

  /// Answers that got no score may come again.
  mutating func giveBack(_ count: Int, of round: PromptRound) { round.asked -= count }

  /// The round's reward model failed before it scored anything.
  mutating func end(_ round: PromptRound) {
    round.isOver = true
    if recent[round.key] === round { recent[round.key] = nil }
    if older[round.key] === round { older[round.key] = nil }
  }
}
