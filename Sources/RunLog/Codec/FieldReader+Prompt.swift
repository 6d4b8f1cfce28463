import JSON
import RunEvents

extension JSONObject {
  /// `prompt`: a text; or chat messages, as TRL has them, whose `content` is joined by line breaks.
  func prompt() throws(FaultReason) -> String? {
    guard let value = field("prompt") else { return nil }
    if let text = value.string { return text }
    var pieces: [String] = []
    if let message = JSONObject(value, .inside("prompt"), remarks) {
      message.appendContent(to: &pieces)
    } else {
      for element in value.elements { appendMessage(element, to: &pieces) }
    }
    guard !pieces.isEmpty else {
      throw refused(.illTypedField, "prompt", value, "a text, or chat messages with a `content`,")
    }
    return pieces.joined(separator: "\n")
  }

  private func appendMessage(_ value: JSONValue, to pieces: inout [String]) {
    if let text = value.string {
      pieces.append(text)
    } else {
      JSONObject(value, .inside("prompt"), remarks)?.appendContent(to: &pieces)
    }
  }

  /// A message's `content`: a text, or parts of which some have a `text`. What has none (a picture) is passed over.
  private func appendContent(to pieces: inout [String]) {
    guard let content = field("content") else { return }
    if let text = content.string {
      pieces.append(text)
      return
    }
    for part in content.elements {
      if let text = part.string {
        pieces.append(text)
      } else if let text = JSONObject(part, .inside("content"), remarks)?.field("text")?.string {
        pieces.append(text)
      }
    }
  }
}
