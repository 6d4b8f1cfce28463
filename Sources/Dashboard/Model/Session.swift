/// What does not change while the screen is up.
public struct Session: Sendable {
  public enum Mode: Sendable {
    case watch
    case replay
  }

  /// Whether pins and bans can be sent, and if not, the sentence that says why.
  public enum Control: Equatable, Sendable {
    case enabled
    case off(String)
  }

  public var mode: Mode
  /// As the user typed it; printable.
  public var sourceName: String
  public var control: Control
  /// Eight hex digits: the first part of every `seq` of this session.
  public var id: String
  /// Who gives controls (`by`).
  public var user: String
  /// Data comes from a pipe: quitting leaves the trainer alone, suspending would stop it.
  public var readsStandardInput: Bool

  /// The viewer's choices are stored for the next session.
  public var keepsView = false
  /// Names of all themes there are, for the picker.
  public var themeNames = ["dark", "light"]

  /// The last part of the source's path.
  var sourceFileName: String { sourceName.split(separator: "/").last.map { String($0) } ?? sourceName }

  public init(
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
