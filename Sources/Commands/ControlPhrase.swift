import RunEvents
import Wording

/// `RM` or `RM/CATEGORY` of `--pin` and `--ban`, which only the log can tell apart.
struct ControlPhrase {
  var action: ControlEvent.Action
  var text: String

  /// The control that it stands for; an id that the log has goes before a category behind a slash.
  ///
  /// - Throws: a sentence that names the nearest reward model, with exit code 64.
  func control(ids: [String], sequence: String) throws -> ControlEvent {
    if ids.contains(text) { return ControlEvent(sequence: sequence, action: action, rewardModel: text) }
    var slash = text.lastIndex(of: "/")
    while let place = slash {
      let id = String(text[..<place])
      let category = text[text.index(after: place)...]
      if ids.contains(id), !category.isEmpty {
        return ControlEvent(sequence: sequence, action: action, rewardModel: id, category: String(category))
      }
      slash = text[..<place].lastIndex(of: "/")
    }
    var sentence =
      "--\(action.word): there is no reward model \"\(printableText(text, limit: 64))\" in the log"
    if let near = nearestName(to: text, among: ids) {
      sentence += " (did you mean \"\(printableText(near, limit: 64))\"?)"
    } else if !ids.isEmpty {
      sentence += "; it has " + ids.prefix(8).map { printableText($0, limit: 64) }.joined(separator: ", ")
    }
    throw CommandFailure(.usage, sentence)
  }
}
