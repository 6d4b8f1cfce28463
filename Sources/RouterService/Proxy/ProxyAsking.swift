import JSON

/// A request whose responses have their rounds.
struct ProxyQuestion {
  let query: RewardQuery
  /// One for every response.
  let rounds: [PromptRound]
  /// The responses of each reward model, in the order in which it first comes.
  let shares: [(rewardModel: String, indices: [Int])]

  init(_ query: RewardQuery, rounds: [PromptRound]) {
    self.query = query
    self.rounds = rounds
    var shares: [(rewardModel: String, indices: [Int])] = []
    var places: [String: Int] = [:]
    for (index, round) in rounds.enumerated() {
      if let place = places[round.rewardModel] {
        shares[place].indices.append(index)
      } else {
        places[round.rewardModel] = shares.count
        shares.append((round.rewardModel, [index]))
      }
    }
    self.shares = shares
  }
}

/// The calls of one request, until the last has ended.
final class ProxyAsking {
  let question: ProxyQuestion
  private(set) var rewards: [Double]
  private(set) var scores: [Double]
  private(set) var failures: [(rewardModel: String, indices: [Int], failure: CallFailure)] = []
  private(set) var milliseconds: [String: Double] = [:]
  private var left: Int
  private let whenDone: (ProxyAsking) -> Void

  init(_ question: ProxyQuestion, shares: Int, whenDone: @escaping (ProxyAsking) -> Void) {
    self.question = question
    rewards = Array(repeating: 0, count: question.rounds.count)
    scores = rewards
    left = shares
    self.whenDone = whenDone
  }

  func end(
    _ rewardModel: String, _ indices: [Int], _ result: Result<RewardScores, CallFailure>, _ took: Double
  ) {
    milliseconds[rewardModel] = took
    switch result {
    case .failure(let failure): failures.append((rewardModel, indices, failure))
    case .success(let answer):
      for (place, index) in indices.enumerated() {
        rewards[index] = answer.rewards[place]
        scores[index] = answer.scores[place]
      }
    }
    left -= 1
    if left == 0 { whenDone(self) }
  }
}

/// Who sent a request.
struct ProxyClient {
  /// Whether anybody waits for the answer still.
  let isHere: () -> Bool
  /// Answers; says whether the answer went out.
  let answer: (ProxyAnswer) -> Bool
}

/// What goes back over HTTP: a status and JSON.
struct ProxyAnswer {
  var status: Int
  var text: String

  init(status: Int, text: String) {
    self.status = status
    self.text = text
  }

  init(_ refusal: ProxyRefusal) {
    status = refusal.status
    text = JSONText.object { $0.field("error", refusal.sentence) }
  }

  /// In the order of the request, every number with its fraction: of `1` torch makes an integer, which has no mean.
  /// OpenRLHF makes a tensor of everything in `extra_logs`, so that ids cannot stand there:
  /// which reward model it was does, as a number, whose mean over a batch is its share.
  init(_ asking: ProxyAsking, ids: [String]) {
    let rounds = asking.question.rounds
    status = 200
    text = JSONText.object { json in
      json.field("rewards", floats: asking.rewards)
      json.field("scores", floats: asking.scores)
      json.object("extra_logs") { json in
        for id in ids { json.field("rm/\(id)", floats: rounds.map { $0.rewardModel == id ? 1 : 0 }) }
      }
      json.key("ids")
      json.value(rounds.map(\.id))
      json.key("rms")
      json.value(rounds.map(\.rewardModel))
    }
  }
}

extension JSONText {
  fileprivate mutating func field(_ name: String, floats numbers: [Double]) {
    key(name)
    array { json in for number in numbers { json.value(rawJSON: number.description) } }
  }
}
