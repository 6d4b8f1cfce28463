import JSON
import RouterEngine
import RunEvents
import RunState
import Wording

extension RoutingDesk {
  /// The protocol's version, which `hello` names.
  package static let version = 1

  /// `hello`, `status` and `subscribe`: what is asked of the service itself, and not logged.
  func takeRequest(
    _ type: String, _ bytes: UnsafeRawBufferPointer, _ request: RequestName
  ) throws(RequestRefusal) -> Reply {
    switch type {
    case "hello": return try hello(bytes, request)
    case "status":
      let wantsDigest = try wantsDigest(bytes)
      return .answer(Answer(status(wantsDigest: wantsDigest), to: request, isOfLog: false))
    case "subscribe": return try subscribe(bytes, request)
    default:
      let known = ["pair", "feedback", "metrics", "control", "note", "end", "hello", "status", "subscribe"]
      throw RequestRefusal(
        .badField,
        "there is no request \(quoted(type, limit: 64))"
          + suggestion(for: type, among: known, otherwise: "; requests are " + listed(known)))
    }
  }

  private func hello(_ bytes: UnsafeRawBufferPointer, _ request: RequestName) throws(RequestRefusal) -> Reply
  {
    let token = try reader.read(bytes, refused: RequestRefusal.init) { (root) throws(RequestRefusal) in
      if let version = root.field("version"), version.wholeNumber != Self.version {
        throw RequestRefusal(.badField, "hello: expected version \(Self.version), got \(version.words)")
      }
      return root.field("token")?.string
    }
    let text = JSONText.object { json in
      json.field("type", "hello")
      json.field("version", Self.version)
      json.field("run", state.header?.name)
      json.key("rms")
      json.value(state.rewardModels.filter(\.isInRun).map(\.info.id))
      json.field("dim", state.dimension)
    }
    return .hello(token: token, Answer(text, to: request, isOfLog: false))
  }

  private func subscribe(
    _ bytes: UnsafeRawBufferPointer, _ request: RequestName
  ) throws(RequestRefusal) -> Reply {
    let end = self.end
    let (offset, answers) = try reader.read(bytes, refused: RequestRefusal.init) {
      (root) throws(RequestRefusal) in
      let answers = root.field("answers")
      guard let wantsAnswers = answers.map(\.flag) ?? false else {
        throw RequestRefusal(
          .badField, "subscribe: answers: expected true or false, got \(answers?.words ?? "nothing")")
      }
      guard let from = root.field("from") else { return (0, wantsAnswers) }
      if from.string == "now" { return (end, wantsAnswers) }
      guard let offset = from.wholeNumber, (0...end).contains(offset) else {
        throw RequestRefusal(
          .badField, "subscribe: from: expected “now” or an offset from 0 to \(end), got \(from.words)")
      }
      return (offset, wantsAnswers)
    }
    if offset > 0, (try? log.bytes(at: offset - 1, count: 1)) != [0x0A] {
      throw RequestRefusal(.badField, "subscribe: from: no line of the log begins at \(offset)")
    }
    let text = JSONText.object { json in
      json.field("type", "subscribe")
      json.field("offset", offset)
      json.field("end", end)
      json.field("run", state.header?.name)
      if answers { json.field("answers", true) }
    }
    return .subscribe(from: offset, answers: answers, Answer(text, to: request, isOfLog: false))
  }

  private func wantsDigest(_ bytes: UnsafeRawBufferPointer) throws(RequestRefusal) -> Bool {
    try reader.read(bytes, refused: RequestRefusal.init) { (root) throws(RequestRefusal) in
      guard let digest = root.field("digest") else { return true }
      guard let flag = digest.flag else {
        throw RequestRefusal(.badField, "status: digest: expected true or false, got \(digest.words)")
      }
      return flag
    }
  }

  /// The digest of the state, which only a line changes: all numbers of all posteriors go into it.
  private func digestText() -> String {
    if let digested, digested.offset == log.nextOffset { return digested.text }
    let text = look { $0.digestText }
    digested = (log.nextOffset, text)
    return text
  }

  private func status(wantsDigest: Bool) -> String {
    JSONText.object { json in
      json.field("type", "status")
      json.field("version", Self.version)
      json.field("run", state.header?.name)
      json.field("step", state.progress.routingStep)
      json.field("decisions", state.counts.decisions)
      json.field("feedback", state.counts.feedbacks)
      json.field("pending", state.progress.pending)
      if wantsDigest { json.field("digest", digestText()) }
      json.object("allowed") { json in
        // Under "*" for pairs without a category, then the categories for which it differs.
        let all = state.allowed.allowed(category: nil)
        json.key("*")
        json.value(all.map { state.rewardModels[$0].info.id })
        for category in state.categories where state.allowed.allowed(category: category.name) != all {
          json.key(category.name)
          json.value(state.allowed.allowed(category: category.name).map { state.rewardModels[$0].info.id })
        }
      }
      json.objects("rms", state.rewardModels.filter(\.isInRun)) { json, row in
        json.field("id", row.info.id)
        json.field("decisions", row.decisions)
      }
      json.field("clients", clients)
      json.field("log", log.absolutePath)
      json.field("offset", end)
      json.field("fsync", syncing.rawValue)
      json.field("writable", trouble == nil)
      json.field("trouble", trouble?.reason)
    }
  }
}

extension RequestRefusal {
  init(_ fault: JSONFault) { self.init(.badJSON, "\(fault)") }
}
