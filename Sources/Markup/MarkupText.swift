import TerminalCells
import Wording

/// Writes XML and HTML in scopes: what is opened is closed where its scope ends.
///
/// ```swift
/// var page = MarkupText()
/// page.element("p", ["class": "name"]) { $0.text(name) }  // <p class="name">a &lt;b&gt;</p>
/// ```
/// Text and values that may come from outside (`text`, `.text`) are made printable and escaped, so that nothing of them
/// is markup, ends a value or a script, or turns the reading order; there is no way to write them otherwise. What the
/// program makes itself (names, numbers, paths, rules of style) is told apart by its type.
package struct MarkupText: Equatable, Sendable {
  /// A value of an attribute.
  package enum Value: ExpressibleByStringLiteral, Sendable {
    /// From outside.
    case text(String)
    /// Made by the program, of characters that need no escape.
    case own(String)
    case number(Double)
    case count(Int)

    package init(stringLiteral value: StaticString) { self = .own(value.description) }
  }

  package private(set) var text = ""

  package init() {}

  /// An element with its content.
  package mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, Value> = [:],
    _ content: (inout MarkupText) -> Void
  ) {
    open(name, attributes)
    text += ">"
    content(&self)
    text += "</\(name)>"
  }

  /// An element with a text of its own alone.
  package mutating func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, Value> = [:], text: String
  ) {
    element(name, attributes) { $0.text(text) }
  }

  /// An element without content: `<path …/>`.
  package mutating func empty(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, Value> = [:]) {
    open(name, attributes)
    text += "/>"
  }

  /// A text, from wherever it comes.
  package mutating func text(_ content: String) { text += Self.escaped(content) }

  /// What the program itself wrote: a rule of style, a comment, another markup.
  package mutating func own(_ content: String) { text += content }

  package mutating func line() { text += "\n" }

  private mutating func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, Value>) {
    text += "<\(name)"
    for (name, value) in attributes {
      text += " \(name)=\""
      switch value {
      case .text(let content): text += Self.escaped(content)
      case .own(let content): text += content
      case .number(let number): text += Self.number(number)
      case .count(let count): text += String(count)
      }
      text += "\""
    }
  }

  /// Printable, and nothing of it markup.
  static func escaped(_ content: String) -> String {
    var result = ""
    for scalar in printableText(content, limit: 1 << 16).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A coordinate: two decimals at most; 0 for what is none.
  package static func number(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e9 else { return "0" }
    var text = formatFixed(value, decimals: 2)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
