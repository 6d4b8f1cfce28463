package import TOML
import Wording

/// Why a theme could not be read: where, and a sentence.
package struct ThemeError: Error, Equatable, Sendable, CustomStringConvertible {
  package var name: String
  package var position: TOMLPosition
  package var message: String

  package init(name: String, position: TOMLPosition, message: String) {
    self.name = name
    self.position = position
    self.message = message
  }

  package var description: String { "theme \(printableText(name, limit: 60)), \(position): \(message)" }
}
