/// Names as they are shown in fields of so many cells: different names never look alike.
///
/// Where one of them is too long, what all have in common at their front, up to a separator, is left out (`prefix`,
/// for whoever shows them to say once). Of a name that is still too long the middle is cut, at a place that keeps it
/// apart from all others; where there is none it is numbered. Equal names stay equal.
///
/// By words a name that is too long is its first ones, or those with which it differs from others that begin alike
/// (`grm-llama3.2-3b` and `grm-gemma2-2b` in 8 cells: `llama3.2`, `gemma2`); the middle is cut where that does not tell
/// them apart. It reads better, and is for places beside which the whole names stand.
///
/// No two different names are shown alike in fields of 8 cells or more, for up to a million names. The result depends
/// on nothing but the arguments. Tested by `ShownNamesTests`.
package struct ShownNames: Equatable, Sendable {
  /// Left out at the front of every name; empty where nothing is.
  package let prefix: String
  /// One for each of the names given, at most `width` cells each.
  package let names: [String]

  /// - Parameters:
  ///   - leavesOutPrefix: false where nobody would say what was left out.
  ///   - byWords: whole words of long names before names with a cut middle.
  ///   - printing: makes a name safe to print; names that it makes equal are still told apart.
  /// - Complexity: O(length of all names) where cut ones differ, O(width) times as much where many collide.
  package init(
    _ names: [String], width: Int, leavesOutPrefix: Bool = true, byWords: Bool = false,
    printing: (String) -> String = { $0 }
  ) {
    // By scalars: names that only canonical equivalence makes equal are two ids.
    var places: [[Unicode.Scalar]: Int] = [:]
    var different: [[TextPieces.Piece]] = []
    let indices = names.map { name in
      let key = Array(name.unicodeScalars)
      if let place = places[key] { return place }
      places[key] = different.count
      different.append(Array(TextPieces(printing(name))))
      return different.count - 1
    }
    let fits = different.allSatisfy { Self.cells($0) <= width }
    let left = fits || !leavesOutPrefix ? 0 : Self.commonFront(different.map { $0[...] })
    prefix = different.first.map { Self.text($0.prefix(left)) } ?? ""
    let shown = Self.apart(different.map { $0.dropFirst(left) }, width: max(0, width), byWords: byWords)
    self.names = indices.map { shown[$0] }
  }

  /// Some of the names, with what was left out at their front.
  package struct Part: Equatable, Sendable {
    package let prefix: String
    package let names: [String]

    /// Cells of the longest one.
    package var longest: Int { names.map { displayWidth($0) }.max() ?? 0 }
  }

  /// The names of a range, as far as there are any.
  package func part(_ range: Range<Int>) -> Part {
    Part(prefix: prefix, names: Array(names[range.clamped(to: names.indices)]))
  }

  /// Cells of the longest one.
  package var longest: Int { names.map { displayWidth($0) }.max() ?? 0 }
}

extension ShownNames {
  private typealias Pieces = ArraySlice<TextPieces.Piece>

  /// Fewer cells than this are not worth being left out.
  private static let leastPrefix = 3
  private static let separators: Set<String> = ["/", "-", "_", ".", ":", " ", "@", "|"]

  private static func cells(_ pieces: some Sequence<TextPieces.Piece>) -> Int {
    pieces.reduce(0) { $0 + $1.width }
  }

  private static func text(_ pieces: some Sequence<TextPieces.Piece>) -> String {
    pieces.map(\.glyph).joined()
  }

  /// Pieces that all names begin with, up to and with a separator, with something left of every name.
  private static func commonFront(_ names: [Pieces]) -> Int {
    guard names.count > 1, let first = names.first.map(Array.init) else { return 0 }
    var common = names.map(\.count).min().map { max(0, $0 - 1) } ?? 0
    for name in names.dropFirst() {
      common = zip(first.prefix(common), name).prefix { $0.glyph == $1.glyph }.count
    }
    while common > 0, !separators.contains(first[common - 1].glyph) { common -= 1 }
    return cells(first.prefix(common)) < leastPrefix ? 0 : common
  }

  /// Each name whole or cut, all of them different.
  private static func apart(_ names: [Pieces], width: Int, byWords: Bool) -> [String] {
    var shown = byWords ? words(names, width: width) : names.map { cut($0, width: width) }
    var groups: [String: [Int]] = [:]
    for (index, name) in shown.enumerated() { groups[look(name), default: []].append(index) }
    guard groups.count < names.count else { return shown }
    var taken = Set(groups.keys)
    for index in shown.indices {
      // In the order of their first members, so that nothing depends on the order of a dictionary.
      guard let group = groups[look(shown[index])], group.count > 1, group[0] == index else { continue }
      let members = group.map { names[$0] }
      let other =
        candidates(members, width: width).first { texts in
          let looks = Set(texts.map(look))
          return looks.count == texts.count && looks.isDisjoint(with: taken)
        } ?? numbered(members, from: group, width: width, taken: taken)
      for (place, text) in zip(group, other) { shown[place] = text }
      taken.formUnion(other.map(look))
    }
    return shown
  }

  /// Each name whole or by its words; with its middle cut where these are those of another one too.
  private static func words(_ names: [Pieces], width: Int) -> [String] {
    var shown = names.map { firstWords($0, width: width) }
    for members in Dictionary(grouping: shown.indices, by: { look(shown[$0] ?? "") }).values
    where members.count > 1 {
      let front = commonFront(members.map { names[$0] })
      for index in members { shown[index] = firstWords(names[index].dropFirst(front), width: width) }
    }
    let counts = Dictionary(shown.map { (look($0 ?? ""), 1) }, uniquingKeysWith: +)
    return shown.indices.map { index in
      guard let words = shown[index], counts[look(words)] == 1 else { return cut(names[index], width: width) }
      return words
    }
  }

  /// As many words from the front as fit; `nil` where not one does that says anything.
  private static func firstWords(_ name: Pieces, width: Int) -> String? {
    guard cells(name) > width else { return text(name) }
    var end = name.startIndex + fitting(name, width).count
    while end > name.startIndex, !separators.contains(name[end].glyph) || isInNumber(end, name) { end -= 1 }
    while end > name.startIndex, separators.contains(name[end - 1].glyph) { end -= 1 }
    return cells(name[..<end]) < leastPrefix ? nil : text(name[..<end])
  }

  /// Whether this is the point of a number: `0.6b` is one word.
  private static func isInNumber(_ index: Int, _ name: Pieces) -> Bool {
    guard name[index].glyph == "." else { return false }
    let whole = name[..<index].reversed().prefix { $0.glyph.allSatisfy(\.isNumber) }
    guard !whole.isEmpty else { return false }
    let before = index - whole.count - 1
    return before < name.startIndex || separators.contains(name[before].glyph)
  }

  /// What the eye tells apart: blanks at the ends are not seen.
  private static func look(_ text: String) -> String {
    var scalars = Substring(text).unicodeScalars
    while scalars.last == " " { scalars.removeLast() }
    while scalars.first == " " { scalars.removeFirst() }
    return String(scalars)
  }

  /// Other places to cut: more of the end, more of the front, then what stands around the first difference.
  private static func candidates(_ names: [Pieces], width: Int) -> [[String]] {
    guard width > 2, names.allSatisfy({ cells($0) > width }) else { return [] }
    let middle = (width - 1) / 2
    let heads = (1...middle + 1).flatMap { [middle - $0, middle + $0] }.filter { (0..<width).contains($0) }
    let ends = heads.map { head in names.map { cut($0, width: width, head: head) } }
    var common = names.map(\.count).min() ?? 0
    for name in names.dropFirst() {
      common = zip(names[0].prefix(common), name).prefix { $0.glyph == $1.glyph }.count
    }
    let around = names.map { name in
      let rest = name.dropFirst(max(0, common - 1))
      let room = width - 2
      return cells(rest) <= width - 1
        ? "…" + text(fitting(rest, width - 1)) : "…" + text(fitting(rest, room)) + "…"
    }
    return ends + [around]
  }

  /// The front and a number that nobody else has: last resort.
  private static func numbered(_ names: [Pieces], from group: [Int], width: Int, taken: Set<String>)
    -> [String]
  {
    var taken = taken
    return zip(names, group).map { name, place in
      var number = place + 1
      while true {
        let ending = "…\(number)"
        let result = text(fitting(name, max(0, width - displayWidth(ending)))) + ending
        let shown = displayWidth(result) <= width ? result : truncated(String(number), to: width)
        if taken.insert(look(shown)).inserted || displayWidth(ending) > width { return shown }
        number += names.count
      }
    }
  }

  private static func cut(_ name: Pieces, width: Int) -> String {
    cut(name, width: width, head: (width - 1) / 2)
  }

  /// The whole name, or its front and its end with `…` between them.
  private static func cut(_ name: Pieces, width: Int, head: Int) -> String {
    guard cells(name) > width else { return text(name) }
    guard width > 0 else { return "" }
    let front = fitting(name, max(0, head))
    var end = name.endIndex
    var room = width - 1 - cells(front)
    while end > front.endIndex, name[end - 1].width <= room {
      end -= 1
      room -= name[end].width
    }
    return text(front) + "…" + text(name[end...])
  }

  /// As many pieces from the front as fit.
  private static func fitting(_ pieces: Pieces, _ width: Int) -> Pieces {
    var room = width
    return pieces.prefix { piece in
      room -= piece.width
      return room >= 0
    }
  }
}
