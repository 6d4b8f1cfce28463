/// Why a text is not TOML: where, and half a sentence that is safe to print.
package struct TOMLError: Error, Equatable, Sendable, CustomStringConvertible {
  package var position: TOMLPosition
  package var message: String

  package init(position: TOMLPosition, message: String) {
    self.position = position
    self.message = message
  }

  package var description: String { "\(position): \(message)" }
}
