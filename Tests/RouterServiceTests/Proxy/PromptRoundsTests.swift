import JSON
import Testing

@testable import RouterService

/// Which answers share a decision, and how a request falls apart by reward model.
struct PromptRoundsTests {
  private let key = PromptKey(session: "s", step: nil, prompt: "p")

  private func begin(_ rounds: inout PromptRounds, _ key: PromptKey, id: String, at now: Double = 0)
    -> PromptRound
  {
    let round = PromptRound(id: id, key: key)
    rounds.take(1, of: round, now: now)
    return round
  }

  @Test func soManyAnswersAreOneRound() {
    var rounds = PromptRounds(answers: 3)
    #expect(rounds.current(key, now: 0) == nil)
    let round = begin(&rounds, key, id: "1")
    for _ in 0..<2 {
      #expect(rounds.current(key, now: 1) === round)
      rounds.take(1, of: round, now: 1)
    }
    #expect(rounds.current(key, now: 1) == nil)
    #expect(rounds.knows(key))
  }

  /// OpenRLHF asks again about an answer that got no score.
  @Test func anAnswerThatWasGivenBackIsNotCounted() {
    var rounds = PromptRounds(answers: 2)
    let round = begin(&rounds, key, id: "1")
    rounds.take(1, of: round, now: 0)
    rounds.giveBack(1, of: round)
    #expect(rounds.current(key, now: 0) === round)
  }

  @Test func aStepIsOneRoundHoweverManyAnswersThereAre() {
    var rounds = PromptRounds(answers: 1)
    let first = PromptKey(session: "s", step: 4, prompt: "p")
    let round = begin(&rounds, first, id: "1")
    for _ in 0..<10 { rounds.take(1, of: round, now: 0) }
    #expect(rounds.current(first, now: 1e6) === round)
    for other in [
      PromptKey(session: "s", step: 5, prompt: "p"), PromptKey(session: "t", step: 4, prompt: "p"),
    ] {
      #expect(rounds.current(other, now: 0) == nil)
    }
  }

  @Test func aRoundThatFailedIsNotGoneOnWith() {
    var rounds = PromptRounds(answers: 8)
    let round = begin(&rounds, key, id: "1")
    rounds.end(round)
    #expect(round.isOver)
    #expect(rounds.current(key, now: 0) == nil)
    let next = begin(&rounds, key, id: "2")
    // A late failure of the first does not end the second.
    rounds.end(round)
    #expect(rounds.current(key, now: 0) === next)
  }

  @Test func anOldRoundIsAnotherTimes() {
    var rounds = PromptRounds(answers: 8)
    let round = begin(&rounds, key, id: "1", at: 100)
    #expect(rounds.current(key, now: 100 + PromptRounds.patience) === round)
    #expect(rounds.current(key, now: 101 + PromptRounds.patience) == nil)
  }

  /// What is in use is not forgotten however many others come; what nobody asks for is.
  @Test func theMemoryIsBounded() {
    var rounds = PromptRounds(answers: .max)
    let round = begin(&rounds, key, id: "1")
    let idle = PromptKey(session: "s", step: nil, prompt: "idle")
    _ = begin(&rounds, idle, id: "2")
    for number in 0..<(3 * PromptRounds.capacity) {
      let other = PromptKey(session: "s", step: nil, prompt: "\(number)")
      _ = begin(&rounds, other, id: "\(number)")
      if number % 1000 == 0 { rounds.take(1, of: round, now: 0) }
    }
    #expect(rounds.current(key, now: 0) === round)
    #expect(!rounds.knows(idle))
  }

  private func question(_ models: [String]) -> ProxyQuestion {
    var query = RewardQuery()
    query.queries = models.indices.map { "q\($0)" }
    query.prompts = models.indices.map { "p\($0)" }
    let rounds = models.enumerated().map { index, model in
      let round = PromptRound(id: "id\(index)", key: key)
      round.rewardModel = model
      return round
    }
    return ProxyQuestion(query, rounds: rounds)
  }

  @Test func sharesAreByRewardModelInTheirOrder() {
    let shares = question(["b", "a", "b", "c", "a"]).shares
    #expect(shares.map(\.rewardModel) == ["b", "a", "c"])
    #expect(shares.map(\.indices) == [[0, 2], [1, 4], [3]])
  }

  /// Shares may end in any order; the answer is in the order of the request.
  @Test func scoresComeBackInTheOrderOfTheRequest() throws {
    let question = question(["b", "a", "b"])
    var ended: ProxyAsking?
    let asking = ProxyAsking(question, shares: 2) { ended = $0 }
    asking.end("a", [1], .success(RewardScores(rewards: [10], scores: [11])), 1)
    #expect(ended == nil)
    asking.end("b", [0, 2], .success(RewardScores(rewards: [20, 30], scores: [0.5, 1e300])), 2)
    let answer = ProxyAnswer(try #require(ended), ids: ["a", "b"])
    #expect(answer.status == 200)
    // Every number with a fraction: torch makes tensors of integers of the others.
    #expect(
      answer.text
        == #"{"rewards":[20.0,10.0,30.0],"scores":[0.5,11.0,1e+300],"#
        + #""extra_logs":{"rm/a":[0.0,1.0,0.0],"rm/b":[1.0,0.0,1.0]},"#
        + #""ids":["id0","id1","id2"],"rms":["b","a","b"]}"#)
  }

  /// hashlib.sha256(b"run 7\x0012\x00What is 2+2?").hexdigest()
  @Test func aTrainerCanComputeTheID() {
    #expect(
      RewardProxy.id(session: "run 7", step: "12", prompt: "What is 2+2?")
        == "497117eead5e0c2840a0e06456ba1599a804278c79b68bcbfb0cbdd908e03485")
  }
}
