import CTerminal
import TerminalCells

/// A key as ncurses reports it.
enum RawKey: Equatable {
  case character(UInt32)
  /// One of `RMTOP_KEY_…`, 0 for a key that has no name here.
  case named(Int32)
}

/// Turns what ncurses reports into key strokes and pasted texts.
///
/// A sequence that ncurses does not know (a key or a report of the terminal that its description lacks) comes as
/// Escape and plain characters at once, faster than fingers are: it is dropped whole, or its letters would be commands.
/// What may be cut by the line (a slow ssh) is known across calls: where a paste begins and ends, and the terminal's
/// answers to `TerminalScreen`'s questions, however late.
struct KeyDecoder {
  /// What is not keys until its end comes.
  private enum State {
    case keys
    /// In a pasted text, with so many characters of its end seen.
    case paste(Int)
    /// In an answer `ESC ] … BEL` (or `ESC \`).
    case answer
    /// After the Escape that ends one.
    case answerEnd
    /// In a report `ESC [ ? … final`.
    case report
    /// In a report of the mouse `ESC [ < … M` or `m`.
    case mouse
    /// In one of its old form, with so many characters to come, which may be any.
    case oldMouse(Int)
  }

  /// Scalars of a paste that are kept; no field takes as many.
  static let pasteLimit = 65_536
  private static let answerLimit = 128
  private static let pasteStart = Array("\u{1B}[200~".unicodeScalars)
  private static let pasteEnd = Array("\u{1B}[201~".unicodeScalars)
  private static let answerStart = Array("\u{1B}]11;".unicodeScalars)
  private static let reportStart = Array("\u{1B}[?".unicodeScalars)
  private static let mouseStart = Array("\u{1B}[<".unicodeScalars)
  private static let oldMouseStart = Array("\u{1B}[M".unicodeScalars)

  private var state = State.keys
  private var pasted: [Unicode.Scalar] = []
  private var answer = ""
  /// An answer may come: what may be its beginning waits for the rest, and is no key before.
  var awaitsReport = false
  private var held: [RawKey] = []
  /// A report `ESC [ ? … c` has come: what a terminal answers last to a question that is followed by one for its type.
  private(set) var hasReport = false
  /// Whether the terminal knows synchronized updates (mode 2026), once it has said so.
  private(set) var synchronizes: Bool?
  private var report = ""
  /// The terminal was asked for the mouse: one that does not know its form of today may send the old one.
  var expectsMouse = false
  /// What the report that has just ended says.
  private var mouse: MouseEvent?
  /// The end of the last call's keys, where something may have begun in it.
  private var carried: [RawKey] = []

  /// - Parameter now: all that there was in one go.
  mutating func decode(_ now: [RawKey]) -> [TerminalInput] {
    var keys = held + now
    held = []
    if awaitsReport, !hasReport, case .keys = state {
      held = Self.possibleStart(keys)
      keys.removeLast(held.count)
    }
    guard !keys.isEmpty else { return [] }
    var result: [TerminalInput] = []
    var strokes: [KeyStroke] = []
    var index = resumeCarried(keys)
    if case .paste = state, keys == [.character(0x1B)] || keys == [.character(0x03)] {
      // The way out of a paste whose end never came: Escape or Ctrl-C by itself.
      return [endPaste()]
    }
    while index < keys.count {
      switch state {
      case .paste(let matched):
        let count = take(keys[index], afterMatching: matched)
        state = .paste(count)
        index += 1
        guard count == Self.pasteEnd.count else { continue }
        if !strokes.isEmpty { result.append(.keys(strokes)) }
        strokes = []
        result.append(endPaste())
      case .answer, .answerEnd, .report, .mouse, .oldMouse:
        let wasAnswer = if case .answer = state { true } else { false }
        index = swallow(keys, from: index)
        if wasAnswer, isAnswerComplete, let background = TerminalBackground(answer: answer) {
          result.append(.background(background))
        }
        guard let event = mouse else { continue }
        if !strokes.isEmpty { result.append(.keys(strokes)) }
        strokes = []
        result.append(.mouse(event))
        mouse = nil
      case .keys:
        if let next = enterSequence(keys, from: index) {
          index = next
          continue
        }
        if let stroke = stroke(of: keys[index]) { strokes.append(stroke) }
        index += 1
      }
    }
    if !strokes.isEmpty { result.append(.keys(strokes)) }
    if case .keys = state { carried = Self.possibleStart(keys) } else { carried = [] }
    return result
  }

  private var isAnswerComplete: Bool {
    if case .answer = state { return false }
    return true
  }

  /// The rest of a start that was cut between two calls; returns the index after it, 0 when there was none.
  private mutating func resumeCarried(_ keys: [RawKey]) -> Int {
    guard case .keys = state, !carried.isEmpty else { return 0 }
    let joined = carried + keys
    for (start, next) in [
      (Self.pasteStart, State.paste(0)), (Self.answerStart, .answer), (Self.reportStart, .report),
      (Self.mouseStart, .mouse),
    ] where start.count > carried.count && joined.starts(with: start.map { .character($0.value) }) {
      state = next
      answer = "11;"
      report = ""
      return start.count - carried.count
    }
    return 0
  }

  /// The longest end of `keys` that is a beginning of something known.
  private static func possibleStart(_ keys: [RawKey]) -> [RawKey] {
    let starts = [pasteStart, answerStart, reportStart, mouseStart].map { start in
      start.map { RawKey.character($0.value) }
    }
    for count in stride(from: min(5, keys.count), to: 0, by: -1) {
      let end = Array(keys.suffix(count))
      if starts.contains(where: { $0.count > count && $0.starts(with: end) }) { return end }
    }
    return []
  }

  /// The place after a sequence that begins here, or after the beginning of one that goes on; `nil` for a key.
  private mutating func enterSequence(_ keys: [RawKey], from start: Int) -> Int? {
    guard start + 2 < keys.count, keys[start] == .character(0x1B) else { return nil }
    let rest = keys[start...]
    if rest.starts(with: Self.pasteStart.map { .character($0.value) }) {
      state = .paste(0)
      return start + Self.pasteStart.count
    }
    if keys[start + 1] == .character(0x5D), case .character(0x30...0x39) = keys[start + 2] {
      state = .answer
      answer = ""
      return start + 2
    }
    if rest.starts(with: Self.reportStart.map { .character($0.value) }) {
      state = .report
      report = ""
      return start + Self.reportStart.count
    }
    if rest.starts(with: Self.mouseStart.map { .character($0.value) }) {
      state = .mouse
      report = ""
      return start + Self.mouseStart.count
    }
    if expectsMouse, rest.starts(with: Self.oldMouseStart.map { .character($0.value) }) {
      state = .oldMouse(3)
      return start + Self.oldMouseStart.count
    }
    return endOfSequence(keys, from: start)
  }

  /// Goes on in an answer or a report, to its end or to what cannot belong to it.
  private mutating func swallow(_ keys: [RawKey], from start: Int) -> Int {
    guard case .character(let value) = keys[start] else {
      state = .keys
      return start
    }
    switch (state, value) {
    case (.oldMouse(let left), _):
      state = left > 1 ? .oldMouse(left - 1) : .keys
      return start + 1
    case (.mouse, 0x4D), (.mouse, 0x6D):
      mouse = MouseEvent(report: report, isRelease: value == 0x6D)
      state = .keys
      return start + 1
    case (.mouse, 0x30...0x3B) where report.utf8.count < Self.answerLimit:
      report.append(Character(Unicode.Scalar(UInt8(value))))
      return start + 1
    case (.report, 0x20...0x3F):
      if report.utf8.count < Self.answerLimit { report.append(Character(Unicode.Scalar(UInt8(value)))) }
      return start + 1
    case (.report, 0x40...0x7E):
      take(report: report, final: Unicode.Scalar(UInt8(value)))
      state = .keys
      return start + 1
    case (.answer, 0x07), (.answer, 0x9C):
      state = .keys
      return start + 1
    case (.answer, 0x1B):
      state = .answerEnd
      return start + 1
    case (.answerEnd, 0x5C):
      state = .keys
      return start + 1
    case (.answer, 0x20...0x7E) where answer.utf8.count < Self.answerLimit:
      answer.append(Character(Unicode.Scalar(UInt8(value))))
      return start + 1
    default:
      state = .keys
      return start
    }
  }

  /// `ESC [ ? 64 ; 1 c`: its type; `ESC [ ? 2026 ; 2 $ y`: mode 2026 is known, and off (1 on, 0 not known, 3 and 4 for
  /// good).
  private mutating func take(report: String, final: Unicode.Scalar) {
    switch final {
    case "c": hasReport = true
    case "y" where report.hasPrefix("2026;"): synchronizes = ["2026;1$", "2026;2$"].contains(report)
    default: break
    }
  }

  /// Adds a key to the paste, and returns how much of its end has been seen with it.
  private mutating func take(_ key: RawKey, afterMatching matched: Int) -> Int {
    var scalar: Unicode.Scalar?
    switch key {
    case .character(let value): scalar = Unicode.Scalar(value)
    // Arrows and the like in a paste are nothing; its line ends may come as a key.
    case .named(let name): scalar = Int(name) == Int(RMTOP_KEY_ENTER) ? "\n" : nil
    }
    if scalar == Self.pasteEnd[matched] { return matched + 1 }
    let isStart = scalar == Self.pasteEnd[0]
    for scalar in Self.pasteEnd.prefix(matched) + (isStart ? [] : [scalar].compactMap { $0 })
    where pasted.count < Self.pasteLimit {
      pasted.append(scalar)
    }
    return isStart ? 1 : 0
  }

  private mutating func endPaste() -> TerminalInput {
    defer { pasted = [] }
    state = .keys
    var text = String.UnicodeScalarView()
    text.append(contentsOf: pasted)
    return .pasted(String(text))
  }
}

/// The place after `ESC [ … final` or `ESC O letter`, where one begins at `start`.
private func endOfSequence(_ keys: [RawKey], from start: Int) -> Int? {
  guard start + 2 < keys.count, keys[start] == .character(0x1B) else { return nil }
  if keys[start + 1] == .character(0x4F) {
    guard case .character(0x40...0x7E) = keys[start + 2] else { return nil }
    return start + 3
  }
  guard keys[start + 1] == .character(0x5B) else { return nil }
  for index in (start + 2)..<keys.count {
    guard case .character(let value) = keys[index] else { return nil }
    switch value {
    case 0x20...0x3F: continue
    case 0x40...0x7E: return index + 1
    default: return nil
    }
  }
  return nil
}

private func stroke(of key: RawKey) -> KeyStroke? {
  switch key {
  case .character(let value): stroke(ofCharacter: value)
  case .named(let name): stroke(named: name)
  }
}

private func stroke(ofCharacter value: UInt32) -> KeyStroke? {
  switch value {
  case 0x09: return .tab
  case 0x0A, 0x0D: return .enter
  case 0x08, 0x7F: return .backspace
  case 0x1B: return .escape
  case 0x00: return .control(" ")
  case 0x01...0x1A:
    return Unicode.Scalar(value + 0x60).map { .control(Character($0)) }
  case 0x1C...0x1F:
    return Unicode.Scalar(value + 0x40).map { .control(Character($0)) }
  case 0x80...0x9F:
    return nil
  default:
    return Unicode.Scalar(value).map { .character(Character($0)) }
  }
}

private func stroke(named name: Int32) -> KeyStroke? {
  switch Int(name) {
  case Int(RMTOP_KEY_UP): return .up
  case Int(RMTOP_KEY_DOWN): return .down
  case Int(RMTOP_KEY_LEFT): return .left
  case Int(RMTOP_KEY_RIGHT): return .right
  case Int(RMTOP_KEY_SHIFT_LEFT): return .shiftLeft
  case Int(RMTOP_KEY_SHIFT_RIGHT): return .shiftRight
  case Int(RMTOP_KEY_PAGE_UP): return .pageUp
  case Int(RMTOP_KEY_PAGE_DOWN): return .pageDown
  case Int(RMTOP_KEY_HOME): return .home
  case Int(RMTOP_KEY_END): return .end
  case Int(RMTOP_KEY_INSERT): return .insert
  case Int(RMTOP_KEY_DELETE): return .delete
  case Int(RMTOP_KEY_BACKSPACE): return .backspace
  case Int(RMTOP_KEY_ENTER): return .enter
  case Int(RMTOP_KEY_SHIFT_TAB): return .shiftTab
  case Int(RMTOP_KEY_FUNCTION) + 1...Int(RMTOP_KEY_FUNCTION) + 63:
    return .function(Int(name) - Int(RMTOP_KEY_FUNCTION))
  default: return nil
  }
}
