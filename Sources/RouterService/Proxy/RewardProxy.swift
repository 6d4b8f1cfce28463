import JSON
import NIOCore
import RunEvents
import RunLog
import RunState
import Wording

/// OpenRLHF's remote reward protocol, answered by the reward models that the router chooses. On the event loop only.
///
/// One decision for all answers to a prompt (``PromptRounds``), one call for all of a request's responses that meet the
/// same reward model. Either every response has its score, or the request is refused as a whole.
final class RewardProxy {
  private let room: ServiceRoom
  private let lines: [String: RewardModelLine]
  /// The endpoints' ids in the order of the run's reward models.
  private let ids: [String]
  private var rounds: PromptRounds
  private let loop: any EventLoop
  private let clock: @Sendable () -> Double
  private let reader = JSONReader()
  private var tally = ProxyTally()
  /// In the ids of decisions where requests have no step: of this process, and counted.
  private let process: String
  private var roundNumber = 0
  private var hasWarnedOfRepeats = false
  private var isStopping = false
  private let warnsOfRepeats: Bool

  init(
    _ settings: RewardProxySettings, room: ServiceRoom, loop: any EventLoop,
    clock: @escaping @Sendable () -> Double
  ) {
    self.room = room
    self.loop = loop
    self.clock = clock
    let limits = RewardModelLine.Limits(
      timeout: .milliseconds(Int64((settings.timeout * 1000).rounded(.up))), retries: settings.retries)
    lines = settings.endpoints.mapValues { RewardModelLine(endpoint: $0, limits: limits, loop: loop) }
    ids = room.desk.state.rewardModels.map(\.info.id).filter { settings.endpoints[$0] != nil }
    rounds = PromptRounds(answers: settings.samplesPerPrompt ?? 1)
    warnsOfRepeats = settings.samplesPerPrompt == nil
    process =
      String(UInt64(clock() * 1000), radix: 36) + "-" + String(UInt32.random(in: .min ... .max), radix: 36)
  }

  /// Takes the body of a request; its client is answered once, on the loop.
  func take(_ body: ByteBuffer, of client: ProxyClient) {
    do throws(ProxyRefusal) {
      let query = try body.withUnsafeReadableBytes { (bytes) -> Result<RewardQuery, ProxyRefusal> in
        Result { () throws(ProxyRefusal) in try RewardQuery(bytes, reader) }
      }.get()
      try ask(query, client)
    } catch {
      _ = client.answer(ProxyAnswer(error))
    }
  }

  private func ask(_ query: RewardQuery, _ client: ProxyClient) throws(ProxyRefusal) {
    let question = ProxyQuestion(query, rounds: try rounds(of: query))
    let asking = ProxyAsking(question, shares: question.shares.count) { [self] asking in
      finish(asking, client)
    }
    if question.shares.isEmpty { return finish(asking, client) }
    for (rewardModel, indices) in question.shares {
      guard let line = lines[rewardModel] else {
        asking.end(rewardModel, indices, .failure(CallFailure("it has no endpoint (--rm-endpoint)")), 0)
        continue
      }
      line.call(query.body(of: indices), isWanted: client.isHere) { [self] outcome in
        let result = outcome.result.flatMap { body in
          body.withUnsafeReadableBytes { bytes in
            Result { () throws(CallFailure) in
              try RewardScores(bytes, count: indices.count, reader)
            }
          }
        }
        let answers = if case .success = result { indices.count } else { 0 }
        if outcome.tries > 0 {
          tally.count(rewardModel, answers: answers, outcome, cost: cost(of: rewardModel))
        }
        asking.end(rewardModel, indices, result, outcome.milliseconds)
      }
    }
  }

  private func cost(of rewardModel: String) -> Double? {
    room.desk.state.rewardModels.first { $0.info.id == rewardModel }?.info.cost
  }
}

extension RewardProxy {
  /// The round of every response; what is new is decided, and in the log.
  private func rounds(of query: RewardQuery) throws(ProxyRefusal) -> [PromptRound] {
    let now = clock()
    let session = query.session ?? room.desk.state.header?.name ?? ""
    var byPrompt: [String: PromptRound] = [:]
    var counts: [String: Int] = [:]
    for prompt in query.prompts { counts[prompt, default: 0] += 1 }
    var fresh: [(prompt: String, round: PromptRound, known: PromptRound?)] = []
    for prompt in query.prompts where byPrompt[prompt] == nil {
      let key = PromptKey(
        session: session, step: query.step, prompt: SHA256.hexDigest(of: Array(prompt.utf8)))
      let known = rounds.current(key, now: now)
      if let known, query.step == nil {
        byPrompt[prompt] = known
        continue
      }
      if query.step == nil { warnOfRepeat(key) }
      let round = PromptRound(id: id(session: session, step: query.step, prompt: prompt), key: key)
      byPrompt[prompt] = round
      fresh.append((prompt, round, known))
    }
    let repeated = try decide(fresh.map(\.round), step: query.step)
    // Whether a step is the same one still, or that of a trainer which has started again, the router knows.
    for (prompt, round, known) in fresh where repeated.contains(round.id) {
      if let known { byPrompt[prompt] = known }
    }
    for (prompt, round) in byPrompt { rounds.take(counts[prompt] ?? 0, of: round, now: now) }
    return query.prompts.compactMap { byPrompt[$0] }
  }

  /// A trainer that sends its step can compute it too.
  private func id(session: String, step: Int?, prompt: String) -> String {
    let step = step.map { String($0) }
    if step == nil { roundNumber += 1 }
    return Self.id(session: session, step: step ?? "\(process)-\(roundNumber)", prompt: prompt)
  }

  static func id(session: String, step: String, prompt: String) -> String {
    SHA256.hexDigest(of: Array("\(session)\0\(step)\0\(prompt)".utf8))
  }

  /// Has rounds decided, and the decisions in the log.
  ///
  /// - Returns: the ids of those that had been decided before.
  private func decide(_ fresh: [PromptRound], step: Int?) throws(ProxyRefusal) -> Set<String> {
    let isEmptyContext = room.desk.state.dimension == 0
    var repeated: Set<String> = []
    var refusal: ProxyRefusal?
    for round in fresh where refusal == nil {
      let line = JSONText.object { json in
        json.field("type", "pair")
        json.field("id", round.id)
        json.field("step", step)
        if isEmptyContext { json.field("x", [Double]()) }
      }
      switch send(line) {
      case .success(let decided):
        round.rewardModel = decided?.rewardModel ?? ""
        if decided?.isRepeated == true { repeated.insert(round.id) }
      case .failure(let reason): refusal = reason
      }
    }
    if let reason = commit() { throw reason }
    if let refusal { throw refusal }
    return repeated
  }

  /// Hands a line to the desk: what was decided, if anything was.
  private func send(_ line: String) -> Result<(rewardModel: String, isRepeated: Bool)?, ProxyRefusal> {
    var line = line
    let request = line.withUTF8 { room.desk.read(UnsafeRawBufferPointer($0), number: 0) }
    let reply = room.desk.take([request], at: 0, from: .client)
    guard case .answer(let answer) = reply else { return .success(nil) }
    return Result { () throws(ProxyRefusal) in
      try reader.read(ArraySlice(answer.text.utf8), refused: ProxyRefusal.init) {
        (root) throws(ProxyRefusal) in
        guard root.field("type")?.string == "error" else {
          return root.field("rm")?.string.map { ($0, root.field("repeated")?.flag ?? false) }
        }
        throw ProxyRefusal(503, "the router: " + (root.field("message")?.string ?? "refused"))
      }
    }
  }

  /// Writes what was handed over since the last time.
  @discardableResult
  private func commit() -> ProxyRefusal? {
    let before = room.desk.end
    let refusal = room.desk.commit()
    if room.desk.end != before { room.logHasGrown() }
    room.tellTrouble()
    return refusal.map { ProxyRefusal(503, "the router: \($0.message)") }
  }

  /// With one answer a prompt, a prompt that comes again may be another answer after all.
  private func warnOfRepeat(_ key: PromptKey) {
    guard warnsOfRepeats, !hasWarnedOfRepeats, rounds.knows(key) else { return }
    hasWarnedOfRepeats = true
    room.say(
      "the reward proxy was asked about a prompt again, and decides it again: where OpenRLHF samples several "
        + "answers to a prompt (--rollout.n_samples_per_prompt), say so with --samples-per-prompt, or they meet "
        + "different reward models")
  }
}

extension RewardProxy {
  /// All calls of a request have ended.
  private func finish(_ asking: ProxyAsking, _ client: ProxyClient) {
    // Calls that end now end with their connections, and no reward model is to blame.
    if isStopping { return }
    let question = asking.question
    for (rewardModel, indices, failure) in asking.failures where failure != .abandoned {
      logFailure(failure.reason, of: rewardModel, asking.milliseconds[rewardModel] ?? 0, question, indices)
    }
    if !asking.failures.isEmpty { commit() }
    let refusal: ProxyRefusal? =
      if let (rewardModel, _, failure) = asking.failures.first {
        ProxyRefusal(
          502, "reward model \(quoted(rewardModel)): \(failure.reason); ask again")
      } else if question.rounds.contains(where: \.isOver) {
        ProxyRefusal(503, "the prompt's reward model failed on another answer to it: ask again")
      } else {
        nil
      }
    let isOut = client.answer(refusal.map { ProxyAnswer($0) } ?? ProxyAnswer(asking, ids: ids))
    var held: Set<String> = []
    for round in question.rounds {
      guard isOut, refusal == nil else {
        rounds.giveBack(1, of: round)
        continue
      }
      round.scored += 1
      guard held.insert(round.id).inserted, let took = asking.milliseconds[round.rewardModel] else {
        continue
      }
      room.desk.heldLatencies.hold(took, of: round.id)
    }
  }

  /// A decision whose reward model failed before it scored anything has that as its feedback.
  private func logFailure(
    _ reason: String, of rewardModel: String, _ milliseconds: Double, _ question: ProxyQuestion,
    _ indices: [Int]
  ) {
    let error = printableText(reason, limit: 512)
    var seen: Set<String> = []
    var kept = 0
    for round in indices.map({ question.rounds[$0] }) where seen.insert(round.id).inserted {
      guard round.scored == 0 else {
        kept += 1
        continue
      }
      if round.isOver { continue }
      rounds.end(round)
      _ = send(
        JSONText.object { json in
          json.field("type", "feedback")
          json.field("id", round.id)
          json.field("error", error)
          json.field("latency_ms", milliseconds)
        })
    }
    guard kept > 0 else { return }
    let text =
      "reward model \(quoted(rewardModel)) failed on answers to \(formatCount(kept, of: "prompt")) that it has "
      + "scored others of: \(error)"
    _ = send(
      JSONText.object { json in
        json.field("type", "note")
        json.field("level", "warn")
        json.field("text", text)
      })
  }

  /// Logs what is not logged yet; from here on nobody is answered.
  func stop() {
    isStopping = true
    logTally()
  }

  /// Logs what the calls took since the last time.
  func logTally() {
    guard !tally.isEmpty, room.desk.trouble == nil else { return }
    let state = room.desk.state
    let step = state.progress.routingStep ?? state.counts.decisions / max(1, state.settings.group)
    _ = send(tally.line(step: step))
    commit()
  }

  /// What `GET /health` says.
  var health: ProxyAnswer {
    let trouble = room.desk.trouble?.reason
    return ProxyAnswer(
      status: trouble == nil ? 200 : 503,
      text: JSONText.object { json in
        json.field("status", trouble == nil ? "ok" : "log_unwritable")
        json.field("run", room.desk.state.header?.name)
        json.key("rms")
        json.value(ids)
        json.field("trouble", trouble)
      })
  }
}
