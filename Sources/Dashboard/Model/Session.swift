package import TerminalCells

/// What does not change while the screen is up.
package struct Session: Sendable {
  package enum Mode: Sendable {
    case watch
    case replay
  }

  /// Whether pins and bans can be sent, and if not, the sentence that says why.
  package enum Control: Equatable, Sendable {
    case enabled
    case off(String)
  }

  package var mode: Mode
  /// As the user typed it; printable.
  package var sourceName: String
  package var control: Control
  /// Eight hex digits: the first part of every `seq` of this session.
  package var id: String
  /// Who gives controls (`by`).
  package var user: String
  /// Data comes from a pipe: quitting leaves the trainer alone, suspending would stop it.
  package var readsStandardInput: Bool

  /// A line says where in the log the moment shown is.
  package var hasScrubBar = false
  /// The viewer's choices are stored for the next session.
  package var keepsView = false
  /// The keys that hold.
  package var keys = KeyTable()
  /// The terminal can be asked for the mouse.
  package var hasMouse = true
  /// What the terminal can be trusted to show.
  package var glyphs = GlyphTier.braille
  /// The terminal shows more than ASCII, so that a viewer may choose.
  package var choosesGlyphs = true
  /// Names of all themes there are, for the picker.
  package var themeNames = ["dark", "light"]

  /// The terminal is tmux, which keeps what is copied to itself unless told otherwise.
  package var isInsideTmux = false

  /// The last part of the source's path.
  var sourceFileName: String { sourceName.split(separator: "/").last.map { String($0) } ?? sourceName }

  /// The same without what says that it is a log, and how it is packed.
  var sourceStem: String {
    var stem = sourceFileName[...]
    for ending in [".gz", ".zst", ".jsonl", ".json", ".log"] where stem.hasSuffix(ending) && stem != ending {
      stem = stem.dropLast(ending.count)
    }
    return String(stem)
  }

  package init(
    mode: Mode, sourceName: String, control: Control, id: String, user: String,
    readsStandardInput: Bool = false
  ) {
    self.mode = mode
    self.sourceName = sourceName
    self.control = control
    self.id = id
    self.user = user
    self.readsStandardInput = readsStandardInput
  }
}
