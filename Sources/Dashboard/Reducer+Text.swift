import RunEvents

extension DashboardModel {
  /// A typed character goes to the field that has the cursor; where there is none it is not taken.
  mutating func insert(_ character: Character) {
    let text = printableText(String(character), limit: 16)
    guard !text.isEmpty else { return }
    editText { field in
      if field.count < Prompt.inputLimit { field += text }
    }
  }

  /// Changes the text of the field that has the cursor.
  mutating func editText(_ change: (inout String) -> Void) {
    switch view.overlay {
    case .help(var search, _):
      change(&search)
      view.overlay = .help(search: search, scroll: 0)
    case .prompt(var prompt):
      prompt.error = nil
      switch prompt.purpose {
      case .goTo, .whatIf: change(&prompt.input)
      case .control(var draft):
        switch draft.field {
        case .scope: return
        case .steps:
          change(&draft.steps)
          draft.steps = String(draft.steps.filter { $0.isASCII && $0.isWholeNumber }.prefix(16))
        case .reason: change(&draft.reason)
        }
        judge(&draft)
        prompt.purpose = .control(draft)
      case .suspend: return
      }
      view.overlay = .prompt(prompt)
    default: break
    }
  }
}
