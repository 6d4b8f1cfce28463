/// Why a text is not JSON: a kind, and a sentence that names the byte and what is expected there.
package struct JSONFault: Error, Equatable, Sendable {
  package enum Kind: Sendable {
    case notUTF8
    case notJSON
    case tooManyValues
  }

  package var kind: Kind
  /// One sentence, safe to print, that calls the text “the line”.
  package var message: String

  init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}
