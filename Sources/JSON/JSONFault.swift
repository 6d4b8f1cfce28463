/// Why a text is not JSON: a kind, and a sentence that names the byte and what is expected there.
public struct JSONFault: Error, Equatable, Sendable {
  public enum Kind: Sendable {
    case notUTF8
    case notJSON
    case tooManyValues
  }

  public var kind: Kind
  /// One sentence, safe to print, that calls the text “the line”.
  public var message: String

  init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}
