/// Why a theme could not be read: where, and a sentence.
public struct ThemeError: Error, Equatable, Sendable, CustomStringConvertible {
  public var name: String
  /// 1-based.
  public var line: Int
  public var message: String

  public init(name: String, line: Int, message: String) {
    self.name = name
    self.line = line
    self.message = message
  }

  public var description: String { "theme \(name), line \(line): \(message)" }
}
