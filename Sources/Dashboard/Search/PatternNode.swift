/// A pattern as it is written, before it is a program.
indirect enum PatternNode: Equatable, Sendable {
  /// A place that takes no character.
  enum Anchor: Equatable, Sendable {
    case start
    case end
    case wordEdge
    case noWordEdge
  }

  case scalar(Unicode.Scalar)
  case any
  case oneOf(ScalarClass)
  case anchor(Anchor)
  case sequence([PatternNode])
  case choice([PatternNode])
  /// Without a `most` as often as it comes. A lazy one takes as few as it can.
  case repeated(PatternNode, least: Int, most: Int?, isLazy: Bool)

  static let anything = PatternNode.repeated(.any, least: 0, most: nil, isLazy: false)

  static func text(_ text: some Sequence<Unicode.Scalar>) -> PatternNode {
    .sequence(text.map { .scalar($0) })
  }

  /// `*` is any text, `?` one character.
  static func glob(_ text: some Sequence<Unicode.Scalar>) -> PatternNode {
    .sequence(text.map { $0 == "*" ? anything : $0 == "?" ? .any : .scalar($0) })
  }

  /// Whether it names a capital letter, which makes case count.
  var hasCapital: Bool {
    switch self {
    case .scalar(let scalar): scalar.folded != scalar
    case .any, .anchor: false
    case .oneOf(let set):
      set.ranges.contains { $0.lowerBound.folded != $0.lowerBound || $0.upperBound.folded != $0.upperBound }
    case .sequence(let nodes), .choice(let nodes): nodes.contains(where: \.hasCapital)
    case .repeated(let node, _, _, _): node.hasCapital
    }
  }
}
