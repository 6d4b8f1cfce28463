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
    while let end = slash {
      let id = String(text[..<end])
      let category = text[text.index(after: end)...]
      if ids.contains(id), !category.isEmpty {
        return ControlEvent(sequence: sequence, action: action, rewardModel: id, category: String(category))
      }
      slash = text[..<end].lastIndex(of: "/")
    }
    throw CommandFailure(
      .usage,
      "--\(action.word): there is no reward model \(quoted(text)) in the log"
        + suggestion(for: text, among: ids, otherwise: ids.isEmpty ? "" : "; it has " + listed(ids)))
  }
}
