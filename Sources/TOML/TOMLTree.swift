import Wording

/// Tables while they are read: who may still add to which.
///
/// TOML lets a table be named in four ways, and each says who may come back to it: as the parent of a header (a
/// header may still open it), by a header (once), by a dotted key (more dotted keys of the same section), inline
/// (nobody). An inline table has a tree of its own.
struct TOMLTree {
  enum Origin: Equatable {
    case parentOfHeader
    case header
    case dotted(section: Int)
  }

  private enum Entry {
    case value(TOMLValue)
    case table(Int)
    /// `[[name]]`: which of `lists` has the nodes.
    case tables(Int)
  }

  private struct Node {
    var origin: Origin
    var position: TOMLPosition
    var fields: [(key: String, position: TOMLPosition, entry: Entry)] = []
    var places: [String: Int] = [:]
  }

  typealias Part = (text: String, position: TOMLPosition)

  private var nodes: [Node]
  private var lists: [[Int]] = []
  /// The table that keys go to now.
  private var current = 0
  private var section = 0

  init(at position: TOMLPosition) {
    nodes = [Node(origin: .header, position: position)]
  }

  /// `a.b.c = value` in the current table.
  mutating func set(_ parts: [Part], to value: TOMLValue) throws(TOMLError) {
    var node = current
    for part in parts.dropLast() {
      guard let entry = entry(part.text, of: node) else {
        node = add(part, to: node, origin: .dotted(section: section))
        continue
      }
      guard case .table(let next) = entry else { throw Self.taken(part) }
      switch nodes[next].origin {
      case .parentOfHeader: nodes[next].origin = .dotted(section: section)
      case .dotted(section): break
      case .dotted, .header: throw Self.taken(part)
      }
      node = next
    }
    guard let last = parts.last else { return }
    guard entry(last.text, of: node) == nil else { throw Self.taken(last) }
    append(.value(value), last, to: node)
  }

  /// `[a.b.c]`, or `[[a.b.c]]` when it is one of many.
  mutating func open(_ parts: [Part], isOneOfMany: Bool) throws(TOMLError) {
    section += 1
    var node = 0
    for part in parts.dropLast() {
      switch entry(part.text, of: node) {
      case nil: node = add(part, to: node, origin: .parentOfHeader)
      case .table(let next): node = next
      case .tables(let list): node = lists[list].last ?? node
      case .value: throw Self.taken(part)
      }
    }
    guard let last = parts.last else { return }
    switch (entry(last.text, of: node), isOneOfMany) {
    case (nil, false):
      current = add(last, to: node, origin: .header)
    case (.table(let next), false) where nodes[next].origin == .parentOfHeader:
      nodes[next].origin = .header
      current = next
    case (nil, true):
      current = make(last.position, .header)
      append(.tables(lists.count), last, to: node)
      lists.append([current])
    case (.tables(let list), true):
      current = make(last.position, .header)
      lists[list].append(current)
    default: throw Self.taken(last)
    }
  }

  /// The tables as values.
  func table() -> TOMLTable { table(0) }

  private func table(_ node: Int) -> TOMLTable {
    TOMLTable(
      fields: nodes[node].fields.map { field in
        TOMLTable.Field(key: field.key, position: field.position, value: value(field.entry, field.position))
      })
  }

  private func value(_ entry: Entry, _ position: TOMLPosition) -> TOMLValue {
    switch entry {
    case .value(let value): value
    case .table(let node): TOMLValue(.table(table(node)), at: nodes[node].position)
    case .tables(let list):
      TOMLValue(
        .array(lists[list].map { TOMLValue(.table(table($0)), at: nodes[$0].position) }), at: position)
    }
  }

  private func entry(_ key: String, of node: Int) -> Entry? {
    nodes[node].places[key].map { nodes[node].fields[$0].entry }
  }

  private mutating func make(_ position: TOMLPosition, _ origin: Origin) -> Int {
    nodes.append(Node(origin: origin, position: position))
    return nodes.count - 1
  }

  private mutating func add(_ part: Part, to node: Int, origin: Origin) -> Int {
    let made = make(part.position, origin)
    append(.table(made), part, to: node)
    return made
  }

  private mutating func append(_ entry: Entry, _ part: Part, to node: Int) {
    nodes[node].places[part.text] = nodes[node].fields.count
    nodes[node].fields.append((part.text, part.position, entry))
  }

  private static func taken(_ part: Part) -> TOMLError {
    TOMLError(position: part.position, message: "\(quoted(part.text)) is set twice")
  }
}
