/// Why a text is not TOML: where, and half a sentence that is safe to print.
public struct TOMLError: Error, Equatable, Sendable, CustomStringConvertible {
  public var position: TOMLPosition
  public var message: String

  public init(position: TOMLPosition, message: String) {
    self.position = position
    self.message = message
  }

  public var description: String { "\(position): \(message)" }
}
