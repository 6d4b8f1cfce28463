/// What lies over the panes.
package enum Overlay: Equatable, Sendable {
  /// `scroll`: rows of `Keymap.helpRows(search:)` above the first one shown.
  case help(search: String, scroll: Int)
  /// `index` into `Session.themeNames`, which is also the theme in use; `before` comes back with Esc.
  case themePicker(index: Int, before: String)
  /// A one-line form: the confirm line of a control, go-to, or a question.
  case prompt(Prompt)
}

/// A line that asks for something and needs Enter.
package struct Prompt: Equatable, Sendable {
  package enum Purpose: Equatable, Sendable {
    case goTo
    /// The settings of a what-if.
    case whatIf
    /// A control to be confirmed; the fields are `scope`, `steps`, `reason`.
    case control(ControlDraft)
    /// A search in a list: what is typed takes effect at once.
    case search(SearchDraft)
    /// From a pipe: suspending stops the trainer.
    case suspend
  }

  package var purpose: Purpose
  /// Text typed into `goTo` and `search`; a control's texts are in its draft.
  package var input: String
  /// Said in place of the hint when the input was refused.
  package var error: String?

  package init(purpose: Purpose, input: String = "", error: String? = nil) {
    self.purpose = purpose
    self.input = input
    self.error = error
  }

  /// Most characters a field takes.
  static let inputLimit = 200
}

/// A sentence for the viewer.
package struct StatusLine: Equatable, Sendable {
  package var text: String
  package var isError: Bool

  package init(_ text: String, isError: Bool = false) {
    self.text = text
    self.isError = isError
  }
}
