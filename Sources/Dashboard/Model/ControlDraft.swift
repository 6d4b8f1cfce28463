package import RunEvents
import Wording

/// A control being made up on the confirm line.
package struct ControlDraft: Equatable, Sendable {
  package enum Field: CaseIterable, Sendable {
    case scope
    case steps
    case reason
  }

  package var action: ControlEvent.Action
  package var rewardModel: String?
  /// `nil`: all categories. Chosen from `RunState.categories` with ← →.
  package var category: String?
  package var steps: String = ""
  package var reason: String = ""
  package var undoes: String?
  package var field = Field.scope
  /// Something to say before Enter: an older moment is shown, somebody else changed the scope, what is refused.
  package var warning: String?
  /// `warning` is why the router would refuse this: Enter sends nothing.
  package var isRefused = false
  /// `warning` is a question that the next Enter answers with yes.
  package var isQuestion = false

  package init(
    action: ControlEvent.Action, rewardModel: String?, category: String? = nil, undoes: String? = nil,
    warning: String? = nil
  ) {
    self.action = action
    self.rewardModel = rewardModel
    self.category = category
    self.undoes = undoes
    self.warning = warning
  }

  /// The fields that can be gone to: an undo has its scope and its steps already, and taking a pin or ban away
  /// has no expiry.
  package var fields: [Field] {
    if undoes != nil { return [.reason] }
    switch action {
    case .pin, .ban: return [.scope, .steps, .reason]
    default: return [.scope, .reason]
    }
  }

  /// Scope as a person reads it.
  package var scopeName: String { category.map { printableText($0, limit: 64) } ?? "all" }

  /// What Enter will do, in one sentence.
  package var sentence: String {
    let name = printableID(rewardModel ?? "the pin")
    let scope = category.map { " for category " + printableText($0, limit: 64) } ?? ""
    let time = steps.isEmpty ? "" : ", next \(steps) steps"
    let prefix = undoes == nil ? "" : "undo: "
    switch action {
    case .pin: return prefix + "PIN \(name)\(scope)\(time): it alone is chosen"
    case .unpin: return prefix + "UNPIN \(name)\(scope): the router chooses again"
    case .ban: return prefix + "BAN \(name)\(scope)\(time): it is not chosen"
    case .unban: return prefix + "UNBAN \(name)\(scope): it may be chosen again"
    default: return prefix + action.word.uppercased() + " \(name)\(scope)"
    }
  }
}
