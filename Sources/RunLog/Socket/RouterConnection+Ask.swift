import Files
import JSON

/// What a client asks a router for, as lines.
enum RouterRequest {
  static let status = JSONText.object { $0.field("type", "status") }

  /// The bytes of the log from an offset on; with `answers` what the router has to say besides.
  static func subscribe(from offset: Int, answers: Bool) -> String {
    JSONText.object { json in
      json.field("type", "subscribe")
      json.field("from", offset)
      if answers { json.field("answers", true) }
    }
  }
}

extension RouterConnection {
  /// What the router says of itself.
  ///
  /// - Parameter seconds: the longest wait, for the connection and again for the answer.
  package static func status(
    of address: RouterAddress, client: String, seconds: Int
  ) throws(RouterError) -> RouterStatus {
    let connection = try RouterConnection(to: address, client: client)
    try connection.ask(RouterRequest.status, seconds: seconds)
    return try connection.answer(seconds: seconds) { answer in
      if case .status(let status) = answer { status } else { nil }
    }
  }

  /// Waits for the connection, and sends one line.
  package func ask(_ line: String, seconds: Int) throws(RouterError) {
    let deadline = monotonicSeconds() + Double(seconds)
    while try !open(milliseconds: left(until: deadline, of: seconds)) {}
    try send(line)
  }

  /// Waits for an answer.
  ///
  /// - Parameter take: gives what was waited for, or `nil` for another answer.
  package func answer<Answer>(
    seconds: Int, _ take: (RouterAnswer) -> Answer?
  ) throws(RouterError) -> Answer {
    let deadline = monotonicSeconds() + Double(seconds)
    while true {
      while let answer = try nextAnswer() {
        if let wanted = take(answer) { return wanted }
      }
      _ = try receive(milliseconds: left(until: deadline, of: seconds))
    }
  }

  private func left(until deadline: Double, of seconds: Int) throws(RouterError) -> Int {
    let left = deadline - monotonicSeconds()
    if left <= 0 { throw .silent(address, seconds: seconds) }
    return Int((left * 1000).rounded(.up))
  }
}
