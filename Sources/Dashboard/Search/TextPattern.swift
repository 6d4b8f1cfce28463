import Wording

/// What is typed after `/`: a text, a glob with `*` and `?` for the whole line, or a `/regular expression/`.
///
/// Case counts where there is a capital letter.
struct TextPattern: Equatable, Sendable {
  /// As it was typed.
  let text: String
  private let program: PatternProgram
  /// What is marked of a line that matches: of a glob without the stars at its ends.
  private let marked: PatternProgram

  /// What is accepted, for the prompt.
  static let accepted =
    "type a text, a glob for the whole line (* ?) or a /regular expression/; a capital makes case count"
  /// Characters of a text that are looked at.
  static let textLimit = 1000
  /// Most characters of a pattern.
  static let limit = 200

  /// - Throws: what is wrong with it, and where.
  init(_ typed: String) throws(PatternError) {
    text = String(typed.prefix(Self.limit))
    let scalars = Array(text.unicodeScalars)
    let node: PatternNode
    var core: PatternNode?
    if scalars.first == "/", scalars.count > 1 {
      let end = Self.isClosed(scalars) ? scalars.count - 1 : scalars.count
      node = try PatternParser.parse(scalars[1..<end], before: 1)
    } else if scalars.contains(where: { $0 == "*" || $0 == "?" }) {
      let glob = PatternNode.glob(scalars)
      node = .sequence([.anchor(.start), glob, .anchor(.end)])
      let front = scalars.drop { $0 == "*" }
      let back = front.reversed().drop { $0 == "*" }
      core = .glob(back.reversed())
    } else {
      node = .text(scalars)
    }
    let ignoresCase = !node.hasCapital
    program = try PatternProgram(node, ignoringCase: ignoresCase)
    if let core {
      marked = try PatternProgram(core, ignoringCase: ignoresCase)
    } else {
      marked = program
    }
  }

  /// A last `/` that no `\` stands before.
  private static func isClosed(_ scalars: [Unicode.Scalar]) -> Bool {
    guard scalars.count > 2, scalars.last == "/" else { return false }
    let slashes = scalars.dropLast().reversed().prefix { $0 == "\\" }.count
    return slashes % 2 == 0
  }

  /// Whether a text has it.
  ///
  /// - Parameter cost: what this took, in steps of the machine; added to what it was.
  func matches(_ text: String, cost: inout Int) -> Bool {
    let scalars = Array(text.unicodeScalars.prefix(Self.textLimit))
    return program.firstMatch(in: scalars, anyWillDo: true, cost: &cost) != nil
  }

  /// The same where few short texts are looked at, names for instance.
  func matches(_ text: String) -> Bool {
    var cost = 0
    return matches(text, cost: &cost)
  }

  /// Most work that is done to mark one line.
  private static let markCost = 20_000
  private static let mostMarks = 16

  /// Where in a text it is found: ranges of its characters, in order and apart, the first ones where there are many.
  func marks(in text: String) -> [Range<Int>] {
    let scalars = Array(text.unicodeScalars.prefix(Self.textLimit))
    var marks: [Range<Int>] = []
    var cost = 0
    guard marked == program || program.firstMatch(in: scalars, anyWillDo: true, cost: &cost) != nil else {
      return []
    }
    var place = 0
    while place <= scalars.count, marks.count < Self.mostMarks, cost < Self.markCost,
      let found = marked.firstMatch(in: scalars, from: place, cost: &cost, limit: Self.markCost)
    {
      if !found.isEmpty { marks.append(found) }
      place = max(found.upperBound, found.lowerBound + 1)
    }
    return marks.isEmpty ? [] : Self.characters(of: marks, in: text)
  }

  /// Ranges of scalars as the characters that have a part of them.
  private static func characters(of marks: [Range<Int>], in text: String) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var left = marks[...]
    var start = 0
    for (index, character) in text.enumerated() {
      let end = start + character.unicodeScalars.count
      while let mark = left.first, mark.upperBound <= start { left.removeFirst() }
      guard let mark = left.first else { break }
      if mark.lowerBound < end {
        if let last = result.last, last.upperBound == index, mark.lowerBound < start {
          result[result.count - 1] = last.lowerBound..<index + 1
        } else {
          result.append(index..<index + 1)
        }
      }
      start = end
    }
    return result
  }
}
