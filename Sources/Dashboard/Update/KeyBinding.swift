package import TerminalCells

/// One row of the key table.
package struct KeyBinding: Equatable, Sendable {
  package var keys: [KeyStroke]
  /// The keys that it has where no configuration says otherwise.
  package var usualKeys: [KeyStroke]
  package var command: Command
  package var contexts: [KeyContext]
  package var section: HelpSection
  /// What it does, for the help overlay, the README and the man page.
  package var help: String
  package var hint: KeyHint?

  init(
    _ keys: [KeyStroke], _ command: Command, _ section: HelpSection, _ help: String,
    in contexts: [KeyContext] = [.panes], hint: KeyHint? = nil
  ) {
    self.keys = keys
    usualKeys = keys
    self.command = command
    self.contexts = contexts
    self.section = section
    self.help = help
    self.hint = hint
  }

  /// The keys as a person reads them: `↑ k`.
  package var keyText: String { keys.map(\.label).joined(separator: " ") }
}

/// Who gets a key: the topmost thing on the screen.
package enum KeyContext: CaseIterable, Hashable, Sendable {
  case panes
  case help
  case themePicker
  /// Go-to: a line of text.
  case goTo
  /// A search: a line of text.
  case search
  /// The confirm line of a control.
  case control
  /// A question that only Enter and Esc answer.
  case question
}

/// Parts of the help overlay, in its order.
package enum HelpSection: String, CaseIterable, Sendable {
  case program = "Program"
  case rows = "Rows and panes"
  case time = "Moving in time"
  case charts = "Charts"
  case controls = "Controls"
  case overlays = "In a prompt, a list or the help"
  /// No keys: what the screen's words mean.
  case words = "Words on the screen"
}

/// A word of the hint line.
package struct KeyHint: Equatable, Sendable {
  package var keys: String
  package var word: String
  /// The least important hints are left out first where the line is short.
  package var importance: Int
  /// The keys themselves, one or two, for a click.
  package internal(set) var strokes: [KeyStroke] = []
  /// The keys where the screen has no arrows.
  var plainKeys: String?

  package init(_ keys: String, _ word: String, importance: Int, plainKeys: String? = nil) {
    self.keys = keys
    self.plainKeys = plainKeys
    self.word = word
    self.importance = importance
  }
}

extension KeyStroke {
  /// The key as a person reads it.
  package var label: String {
    switch self {
    case .character(" "): return "space"
    case .character(let character): return String(character)
    case .control(let character): return "Ctrl-" + character.uppercased()
    case .up: return "↑"
    case .down: return "↓"
    case .left: return "←"
    case .right: return "→"
    case .shiftLeft: return "Shift-←"
    case .shiftRight: return "Shift-→"
    case .pageUp: return "PgUp"
    case .pageDown: return "PgDn"
    case .home: return "Home"
    case .end: return "End"
    case .insert: return "Ins"
    case .delete: return "Del"
    case .backspace: return "Backspace"
    case .enter: return "Enter"
    case .escape: return "Esc"
    case .tab: return "Tab"
    case .shiftTab: return "Shift-Tab"
    case .function(let number): return "F\(number)"
    }
  }
}
