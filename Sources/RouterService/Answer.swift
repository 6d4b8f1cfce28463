import JSON

/// Which line of a connection is answered.
package struct RequestName: Equatable, Sendable {
  /// 1-based, in the connection.
  package var line: Int
  /// The line's `type`, where it could be read.
  package var type: String?
  package var id: String?

  package init(line: Int, type: String? = nil, id: String? = nil) {
    self.line = line
    self.type = type
    self.id = id
  }
}

/// What a line is answered with.
package struct Answer: Sendable {
  /// Without the line break; empty where nothing is said, unless the line is refused after all.
  package var text: String
  package var request: RequestName
  /// It says that something is in the log: where that could not be written, it is not said.
  package var isOfLog: Bool

  init(_ text: String, to request: RequestName, isOfLog: Bool) {
    self.text = text
    self.request = request
    self.isOfLog = isOfLog
  }

  package init(_ refusal: RequestRefusal, to request: RequestName) {
    self.request = request
    isOfLog = false
    text = JSONText.object { json in
      json.field("type", "error")
      json.field("line", request.line)
      json.field("of", request.type)
      json.field("id", request.id)
      json.field("code", refusal.code.rawValue)
      json.field("message", refusal.message)
    }
  }
}
