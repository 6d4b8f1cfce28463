/// What lies over the panes.
public enum Overlay: Equatable, Sendable {
  /// `scroll`: rows of `Keymap.helpRows(search:)` above the first one shown.
  case help(search: String, scroll: Int)
  /// `index` into `Session.themeNames`, which is also the theme in use; `before` comes back with Esc.
  case themePicker(index: Int, before: String)
  /// A one-line form: the confirm line of a control, go-to, or a question.
  case prompt(Prompt)
}

/// A line that asks for something and needs Enter.
public struct Prompt: Equatable, Sendable {
  public enum Purpose: Equatable, Sendable {
    case goTo
    /// The settings of a what-if.
    case whatIf
    /// A control to be confirmed; the fields are `scope`, `steps`, `reason`.
    case control(ControlDraft)
    /// From a pipe: suspending stops the trainer.
    case suspend
  }

  public var purpose: Purpose
  /// Text typed into `goTo`; a control's texts are in its draft.
  public var input: String
  /// Said in place of the hint when the input was refused.
  public var error: String?

  public init(purpose: Purpose, input: String = "", error: String? = nil) {
    self.purpose = purpose
    self.input = input
    self.error = error
  }

  /// Most characters a field takes.
  static let inputLimit = 200
}

/// A sentence for the viewer.
public struct StatusLine: Equatable, Sendable {
  public var text: String
  public var isError: Bool

  public init(_ text: String, isError: Bool = false) {
    self.text = text
    self.isError = isError
  }
}
