/// A terminal in memory: just what ncurses sends for `xterm-256color`, so that a test can read the screen.
///
/// An unknown sequence is recorded in `unknown`, so that a test fails rather than reads a wrong screen.
struct ScreenEmulator {
  private(set) var width: Int
  private(set) var height: Int
  private(set) var rows: [[Character]]
  private(set) var isAlternate = false
  private(set) var isCursorVisible = true
  /// The terminal says what is pasted.
  private(set) var bracketsPastes = false
  /// Modes in which it reports the mouse.
  private(set) var mouseModes: Set<String> = []
  /// A synchronized update is open; how many have ended.
  private(set) var isUpdating = false
  private(set) var updates = 0
  private(set) var unknown: [String] = []
  /// Operating system commands: questions, titles.
  private(set) var commands: [String] = []
  /// Whole text that came while the normal screen was shown.
  private(set) var normalText = ""

  private var x = 0
  private var y = 0
  private var top = 0
  private var bottom: Int
  private var lastGlyph: Character = " "
  private var pending: [UInt8] = []

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    bottom = height - 1
    rows = Array(repeating: Array(repeating: " ", count: width), count: height)
  }

  /// The screen, one string a row, without trailing blanks.
  var lines: [String] {
    rows.map { row in
      var text = String(row)
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  var text: String { lines.joined(separator: "\n") }

  mutating func resize(width: Int, height: Int) {
    self.width = width
    self.height = height
    (x, y, top, bottom) = (0, 0, 0, height - 1)
    rows = Array(repeating: Array(repeating: " ", count: width), count: height)
  }

  mutating func feed(_ bytes: [UInt8]) {
    pending += bytes
    while let used = step() { pending.removeFirst(used) }
  }

  /// Takes one character or sequence from `pending`; `nil` when it is not whole yet.
  private mutating func step() -> Int? {
    guard let first = pending.first else { return nil }
    switch first {
    case 0x1B: return escape()
    case 0x08: x = max(0, x - 1)
    case 0x09: x = min(width - 1, (x / 8 + 1) * 8)
    case 0x0A: lineFeed()
    case 0x0D: x = 0
    case 0x00...0x1F: break
    default: return glyph(first)
    }
    return 1
  }

  private mutating func glyph(_ first: UInt8) -> Int? {
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard pending.count >= length else { return nil }
    let character = Character(String(decoding: pending[..<length], as: UTF8.self))
    put(character)
    return length
  }

  private mutating func put(_ character: Character) {
    if !isAlternate { normalText.append(character) }
    lastGlyph = character
    if x >= width {
      x = 0
      lineFeed()
    }
    rows[y][x] = character
    x += 1
  }

  private mutating func lineFeed() {
    if !isAlternate { normalText.append("\n") }
    if y == bottom {
      rows.remove(at: top)
      rows.insert(Array(repeating: " ", count: width), at: bottom)
    } else {
      y = min(height - 1, y + 1)
    }
  }

  private mutating func escape() -> Int? {
    guard pending.count >= 2 else { return nil }
    switch pending[1] {
    case UInt8(ascii: "["): return controlSequence()
    case UInt8(ascii: "("), UInt8(ascii: ")"): return pending.count >= 3 ? 3 : nil
    case UInt8(ascii: "]"):
      guard let end = pending.firstIndex(of: 0x07) else { return nil }
      commands.append(String(decoding: pending[2..<end], as: UTF8.self))
      return end + 1
    case UInt8(ascii: "7"), UInt8(ascii: "8"), UInt8(ascii: "="), UInt8(ascii: ">"): return 2
    case UInt8(ascii: "M"):
      if y == top {
        rows.remove(at: bottom)
        rows.insert(Array(repeating: " ", count: width), at: top)
      } else {
        y = max(0, y - 1)
      }
      return 2
    default:
      unknown.append("ESC \(pending[1])")
      return 2
    }
  }

  private mutating func controlSequence() -> Int? {
    var index = 2
    while index < pending.count, !(0x40...0x7E).contains(pending[index]) { index += 1 }
    guard index < pending.count else { return nil }
    let parameters = String(decoding: pending[2..<index], as: UTF8.self)
    obey(Character(UnicodeScalar(pending[index])), parameters)
    return index + 1
  }

  private mutating func obey(_ final: Character, _ parameters: String) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let one = max(1, (numbers.first ?? nil) ?? 1)
    switch final {
    case "H", "f":
      y = clamp(one - 1, height)
      x = clamp((numbers.count > 1 ? numbers[1] ?? 1 : 1) - 1, width)
    case "A": y = clamp(y - one, height)
    case "B": y = clamp(y + one, height)
    case "C": x = clamp(x + one, width)
    case "D": x = clamp(x - one, width)
    case "G": x = clamp(one - 1, width)
    case "d": y = clamp(one - 1, height)
    case "J": eraseScreen((numbers.first ?? nil) ?? 0)
    case "K": eraseLine((numbers.first ?? nil) ?? 0)
    case "X": blank(row: y, from: x, to: min(width, x + one))
    case "b": for _ in 0..<one { put(lastGlyph) }
    case "P":
      let count = min(one, width - x)
      rows[y].removeSubrange(x..<x + count)
      rows[y] += Array(repeating: " ", count: count)
    case "@":
      rows[y].insert(contentsOf: Array(repeating: " ", count: one), at: x)
      rows[y].removeLast(rows[y].count - width)
    case "L", "M": shiftLines(one, down: final == "L")
    case "S", "T": scroll(one, up: final == "S")
    case "r":
      top = clamp(one - 1, height)
      bottom = clamp((numbers.count > 1 ? numbers[1] ?? height : height) - 1, height)
      (x, y) = (0, 0)
    case "h", "l": mode(parameters, isSet: final == "h")
    case "m", "t", "n", "c": break
    case "p" where parameters == "?2026$": break
    default: unknown.append("CSI \(parameters)\(final)")
    }
  }

  private mutating func mode(_ parameters: String, isSet: Bool) {
    switch parameters {
    case "?1049":
      isAlternate = isSet
      if isSet { eraseScreen(2) }
    case "?25": isCursorVisible = isSet
    case "?2004": bracketsPastes = isSet
    case "?1000", "?1002", "?1006":
      if isSet { mouseModes.insert(parameters) } else { mouseModes.remove(parameters) }
    case "?2026":
      isUpdating = isSet
      if !isSet { updates += 1 }
    default: break
    }
  }

  private func clamp(_ value: Int, _ limit: Int) -> Int { max(0, min(limit - 1, value)) }

  private mutating func blank(row: Int, from: Int, to: Int) {
    for column in from..<max(from, to) { rows[row][column] = " " }
  }

  private mutating func eraseLine(_ kind: Int) {
    switch kind {
    case 0: blank(row: y, from: min(x, width), to: width)
    case 1: blank(row: y, from: 0, to: min(width, x + 1))
    default: blank(row: y, from: 0, to: width)
    }
  }

  private mutating func eraseScreen(_ kind: Int) {
    if kind != 1 { eraseLine(kind == 2 ? 2 : 0) }
    for row in 0..<height where kind == 2 || (kind == 0 && row > y) || (kind == 1 && row < y) {
      blank(row: row, from: 0, to: width)
    }
  }

  private mutating func shiftLines(_ count: Int, down: Bool) {
    for _ in 0..<min(count, bottom - y + 1) {
      let blankRow = Array(repeating: Character(" "), count: width)
      if down {
        rows.remove(at: bottom)
        rows.insert(blankRow, at: y)
      } else {
        rows.remove(at: y)
        rows.insert(blankRow, at: bottom)
      }
    }
  }

  private mutating func scroll(_ count: Int, up: Bool) {
    let (oldX, oldY) = (x, y)
    y = top
    shiftLines(count, down: !up)
    (x, y) = (oldX, oldY)
  }
}
