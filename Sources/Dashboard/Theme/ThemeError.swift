import TOML
import Wording

/// Why a theme could not be read: where, and a sentence.
public struct ThemeError: Error, Equatable, Sendable, CustomStringConvertible {
  public var name: String
  public var position: TOMLPosition
  public var message: String

  public init(name: String, position: TOMLPosition, message: String) {
    self.name = name
    self.position = position
    self.message = message
  }

  public var description: String { "theme \(printableText(name, limit: 60)), \(position): \(message)" }
}
