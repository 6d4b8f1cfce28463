import JSON
package import RunEvents

/// What a router says of itself (`status`).
package struct RouterStatus: Equatable, Sendable {
  /// The path of the log, on the router's machine.
  package var log: String?
  /// The answer as it came.
  package var line: String
}

/// One line that a router answers with.
package enum RouterAnswer: Equatable, Sendable {
  case hello
  case status(RouterStatus)
  /// `end`: how many bytes the log has; `answers`: it comes in pieces, and other lines between them.
  case subscribed(end: Int?, answers: Bool)
  /// So many bytes of the log stand behind this line.
  case log(bytes: Int)
  /// Why the router's log cannot be written; `nil`: it can again.
  case trouble(String?)
  case applied(AppliedEvent)
  case decision(DecisionEvent)
  /// `id`: of what was refused, where it has one.
  case refused(code: String, message: String, id: String?)
  /// Something that this program did not ask for.
  case other(type: String)

  /// - Parameter line: without its line ending.
  /// - Returns: `nil` for what is no JSON object with a `type`.
  init?(line: ArraySlice<UInt8>) {
    guard let answer = try? Self.read(line) else { return nil }
    self = answer
  }

  private static func read(_ line: ArraySlice<UInt8>) throws -> RouterAnswer {
    try JSONReader().read(line, refused: FaultReason.init) { (root) throws(FaultReason) -> RouterAnswer in
      guard let object = JSONObject(root, .event("answer"), LineRemarks()), let type = try object.text("type")
      else { throw FaultReason(.notAnObject, "expected an object with a `type`, got \(root.words)") }
      switch type {
      case "hello": return .hello
      case "status":
        return .status(
          RouterStatus(
            log: root.field("log")?.string,
            line: String(decoding: line, as: UTF8.self)))
      case "subscribe":
        return .subscribed(end: root.field("end")?.wholeNumber, answers: root.field("answers")?.flag ?? false)
      case "log":
        guard let count = root.field("bytes")?.wholeNumber, count >= 0 else { return .other(type: type) }
        return .log(bytes: count)
      case "trouble": return .trouble(root.field("text")?.string)
      case "decision": return .decision(try object.decisionEvent())
      case "applied": return .applied(try object.appliedEvent())
      case "error":
        return .refused(
          code: root.field("code")?.string ?? "", message: root.field("message")?.string ?? "",
          id: root.field("id")?.string)
      default: return .other(type: type)
      }
    }
  }
}
