import CTerminal
import TerminalCells

/// A key as ncurses reports it.
enum RawKey: Equatable {
  case character(UInt32)
  /// One of `RMTOP_KEY_…`, 0 for a key that has no name here.
  case named(Int32)
}

/// Turns what ncurses reports in one go into key strokes.
///
/// A sequence that ncurses does not know (a key or a report of the terminal that its description lacks) comes as
/// Escape and plain characters at once, faster than fingers are: it is dropped whole, or its letters would be commands.
func keyStrokes(_ keys: [RawKey]) -> [KeyStroke] {
  var result: [KeyStroke] = []
  var index = 0
  while index < keys.count {
    if let end = endOfSequence(keys, from: index) {
      index = end
      continue
    }
    switch keys[index] {
    case .character(let value):
      if let stroke = stroke(ofCharacter: value) { result.append(stroke) }
    case .named(let name):
      if let stroke = stroke(named: name) { result.append(stroke) }
    }
    index += 1
  }
  return result
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
