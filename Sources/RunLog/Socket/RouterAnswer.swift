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
  /// `end`: how many bytes the log has.
  case subscribed(end: Int?)
  case applied(AppliedEvent)
  case decision(DecisionEvent)
  case refused(code: String, message: String)
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
      case "subscribe": return .subscribed(end: root.field("end")?.wholeNumber)
      case "decision": return .decision(try object.decisionEvent())
      case "applied": return .applied(try object.appliedEvent())
      case "error":
        return .refused(
          code: root.field("code")?.string ?? "", message: root.field("message")?.string ?? "")
      default: return .other(type: type)
      }
    }
  }
}
