/// Reads a regular expression: `. [a-z] [^a-z] \d \w \s \b ( ) (?: ) | * + ? {2,3} ^ $`, lazy ones with `?` behind.
///
/// What would need more than one walk over the text (back references, looking ahead) is refused.
struct PatternParser {
  static let mostRepetitions = 100

  private let scalars: [Unicode.Scalar]
  private var index = 0
  /// Characters before the expression, for whoever is told where a mistake is.
  private let before: Int

  private init(_ scalars: [Unicode.Scalar], before: Int) {
    self.scalars = scalars
    self.before = before
  }

  static func parse(
    _ scalars: some Sequence<Unicode.Scalar>, before: Int
  ) throws(PatternError) -> PatternNode {
    var parser = PatternParser(Array(scalars), before: before)
    let node = try parser.choice()
    if parser.index < parser.scalars.count {
      throw parser.mistake("the )", at: parser.index, "closes nothing; write \\) for the sign itself")
    }
    return node
  }

  private var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    index += 1
    return true
  }

  private func mistake(_ what: String, at place: Int, _ why: String) -> PatternError {
    PatternError(sentence: "\(what) at character \(before + place + 1) \(why)")
  }

  private mutating func choice() throws(PatternError) -> PatternNode {
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws(PatternError) -> PatternNode {
    var nodes: [PatternNode] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      let start = index
      let atom = try atom()
      nodes.append(try repetitions(of: atom, from: start))
    }
    return nodes.count == 1 ? nodes[0] : .sequence(nodes)
  }

  private mutating func atom() throws(PatternError) -> PatternNode {
    let start = index
    let scalar = scalars[index]
    index += 1
    switch scalar {
    case ".": return .any
    case "^": return .anchor(.start)
    case "$": return .anchor(.end)
    case "(": return try group(from: start)
    case "[": return .oneOf(try set(from: start))
    case "\\": return try escape(from: start)
    case "*", "+", "?":
      throw mistake(
        "the \(scalar)", at: start, "has nothing to repeat; write \\\(scalar) for the sign itself")
    default: return .scalar(scalar)
    }
  }

  private mutating func group(from start: Int) throws(PatternError) -> PatternNode {
    if take("?"), !take(":") {
      throw mistake(
        "the (?", at: start, "begins a group of a kind that is not matched here; (?: ) and ( ) are")
    }
    let node = try choice()
    guard take(")") else { throw mistake("the (", at: start, "has no )") }
    return node
  }

  private mutating func escape(from start: Int) throws(PatternError) -> PatternNode {
    guard let scalar = next else {
      throw mistake("the \\", at: start, "has nothing behind it; write \\\\ for the sign itself")
    }
    index += 1
    if let part = Self.part(scalar) { return .oneOf(ScalarClass(parts: [part])) }
    switch scalar {
    case "b": return .anchor(.wordEdge)
    case "B": return .anchor(.noWordEdge)
    case "t": return .scalar("\t")
    default:
      guard !ScalarClass.Kind.word.contains(scalar) else {
        throw mistake(
          "\\\(scalar)", at: start, "means nothing here; there are \\d \\w \\s \\b, their capitals, and \\t")
      }
      return .scalar(scalar)
    }
  }

  private static func part(_ scalar: Unicode.Scalar) -> ScalarClass.Part? {
    switch scalar {
    case "d", "D": ScalarClass.Part(kind: .digit, isNegated: scalar == "D")
    case "w", "W": ScalarClass.Part(kind: .word, isNegated: scalar == "W")
    case "s", "S": ScalarClass.Part(kind: .space, isNegated: scalar == "S")
    default: nil
    }
  }

  /// The inside of `[ ]`; a `]` that comes first, and a `-` at either end, are themselves.
  private mutating func set(from start: Int) throws(PatternError) -> ScalarClass {
    var set = ScalarClass()
    set.isNegated = take("^")
    var isFirst = true
    while let scalar = next, scalar != "]" || isFirst {
      isFirst = false
      let place = index
      index += 1
      guard let low = try member(scalar, from: place, into: &set) else { continue }
      guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
        set.ranges.append(low...low)
        continue
      }
      index += 2
      guard let high = try member(scalars[index - 1], from: index - 1, into: &set) else {
        throw mistake("the range", at: place, "ends in a class; it needs a character at either end")
      }
      guard low <= high else {
        throw mistake("the range \(low)-\(high)", at: place, "is the wrong way round")
      }
      set.ranges.append(low...high)
    }
    guard take("]") else { throw mistake("the [", at: start, "has no ]") }
    return set
  }

  /// One character of a set; `nil` where it was a class, which is in the set then.
  private mutating func member(
    _ scalar: Unicode.Scalar, from place: Int, into set: inout ScalarClass
  ) throws(PatternError) -> Unicode.Scalar? {
    guard scalar == "\\" else { return scalar }
    switch try escape(from: place) {
    case .scalar(let scalar): return scalar
    case .oneOf(let kind):
      set.parts += kind.parts
      return nil
    default:
      throw mistake("\\\(scalars[index - 1])", at: place, "is a place and no character: it cannot be in [ ]")
    }
  }

  private mutating func repetitions(
    of atom: PatternNode, from start: Int
  ) throws(PatternError) -> PatternNode {
    let place = index
    guard let (least, most) = try bounds() else { return atom }
    if case .anchor = atom {
      throw mistake("the \(scalars[place])", at: place, "repeats a place and no character")
    }
    let isLazy = take("?")
    let node = PatternNode.repeated(atom, least: least, most: most, isLazy: isLazy)
    let again = index
    if try bounds() != nil {
      throw mistake(
        "the \(scalars[again])", at: again, "repeats what is repeated already; ( ) may stand around it")
    }
    return node
  }

  /// `*`, `+`, `?`, `{2}`, `{2,}`, `{2,3}`; a `{` that begins none of them is itself.
  private mutating func bounds() throws(PatternError) -> (least: Int, most: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    guard next == "{", let end = scalars[index...].firstIndex(of: "}") else { return nil }
    let inside = String(String.UnicodeScalarView(scalars[index + 1..<end]))
    let numbers = inside.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = numbers.first, let least = Self.number(first),
      numbers.count == 1 || numbers[1].isEmpty || Self.number(numbers[1]) != nil
    else { return nil }
    let most = numbers.count == 1 ? least : Self.number(numbers[1])
    if max(least, most ?? 0) > Self.mostRepetitions {
      throw mistake("the {\(inside)}", at: index, "repeats more than \(Self.mostRepetitions) times")
    }
    if let most, most < least { throw mistake("the {\(inside)}", at: index, "is the wrong way round") }
    index = end + 1
    return (least, most)
  }

  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(text) ?? .max
  }
}
