import CPseudoTerminal
import Files
import Testing

/// A pseudo-terminal of which the test holds the other end.
final class PseudoTerminal {
  let master: Int32
  let slave: Int32

  init(rows: Int32 = 6, columns: Int32 = 40) throws {
    var ends: (Int32, Int32) = (-1, -1)
    try #require(rmtop_open_pty(rows, columns, &ends.0, &ends.1) == 0)
    (master, slave) = ends
  }

  deinit {
    close(master)
    close(slave)
  }

  /// Types for the program.
  func type(_ text: String) { _ = text.withCString { write(master, $0, strlen($0)) } }

  /// All that was written to the terminal so far: what stands before a mark that is written after it.
  func output() throws -> String {
    let mark = "<mark>"
    _ = mark.withCString { write(slave, $0, strlen($0)) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !String(decoding: bytes, as: UTF8.self).hasSuffix(mark) {
      let count = read(master, &buffer, buffer.count)
      try #require(count > 0)
      bytes += buffer[..<count]
    }
    return String(String(decoding: bytes, as: UTF8.self).dropLast(mark.count))
  }

  /// The terminal's modes, as far as they decide how it behaves for a shell.
  func modes() -> [UInt32] {
    var modes = termios()
    tcgetattr(slave, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_lflag]
  }
}

/// Reads a descriptor to its end (a terminal whose program has gone ends with an error).
func readToEnd(_ descriptor: Int32) -> String {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    if count > 0 {
      bytes += buffer[..<count]
    } else if count == 0 || errno != EINTR {
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
