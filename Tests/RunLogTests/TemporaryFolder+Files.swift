import Files
import Foundation
import RunEvents
import TestSupport

@testable import RunLog

/// What tests of sources do to files, by system calls of their own.
extension TemporaryFolder {
  func path(_ name: String) -> String { file(name) }

  /// Writes a file, in place when it is there (same inode, emptied first).
  @discardableResult
  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    try put(name, Array(bytes), O_WRONLY | O_CREAT | O_TRUNC)
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, text.utf8) }

  @discardableResult
  func append(_ name: String, _ text: String) throws -> String {
    try put(name, Array(text.utf8), O_WRONLY | O_CREAT | O_APPEND)
  }

  func truncate(_ name: String, to size: Int) throws {
    guard Glibc.truncate(path(name), off_t(size)) == 0 else { throw POSIXError(.EIO) }
  }

  func rename(_ name: String, to other: String) throws {
    guard Glibc.rename(path(name), path(other)) == 0 else { throw POSIXError(.EIO) }
  }

  func remove(_ name: String) throws {
    guard unlink(path(name)) == 0 else { throw POSIXError(.EIO) }
  }

  func link(_ name: String, to target: String) throws {
    guard symlink(target, path(name)) == 0 else { throw POSIXError(.EIO) }
  }

  @discardableResult
  func makePipe(_ name: String) throws -> String {
    guard mkfifo(path(name), 0o600) == 0 else { throw POSIXError(.EIO) }
    return path(name)
  }

  private func put(_ name: String, _ bytes: [UInt8], _ flags: Int32) throws -> String {
    // A FIFO that nobody reads is then an error and does not stop the tests.
    let file = try OwnedDescriptor(path: path(name), flags: flags | O_NONBLOCK, mode: 0o644)
    try writeAll(file.raw, bytes)
    return path(name)
  }
}

func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) throws {
  var done = 0
  while done < bytes.count {
    done += try bytes[done...].withUnsafeBytes { (rest) throws(SystemFailure) in
      try quietWrite(descriptor, rest)
    }
  }
}

/// A line of a log that says its number, with its line break.
func noteLine(_ number: Int, padding: Int = 0) -> String {
  #"{"type":"note","level":"info","text":"line \#(number)\#(String(repeating: ".", count: padding))"}"# + "\n"
}

func noteLines(_ numbers: some Sequence<Int>) -> String { numbers.map { noteLine($0) }.joined() }

extension LogReader {
  /// Everything that is there now, read in steps; stops at the end, or when a thousand steps bring nothing.
  func drain(maximumBytes: Int = 1 << 20, maximumLines: Int = .max) throws -> Drained {
    var drained = Drained()
    var idle = 0
    while idle < 1000 {
      let result = try read(into: &drained.lines, maximumBytes: maximumBytes, maximumLines: maximumLines)
      drained.notices += result.notices
      drained.tornTail = drained.tornTail || result.tornTail
      idle = result.bytes == 0 ? idle + 1 : 0
      if result.reachedEnd {
        drained.reachedEnd = true
        return drained
      }
    }
    return drained
  }
}

struct Drained: Equatable {
  var lines: [LogLine] = []
  var notices: [String] = []
  var tornTail = false
  var reachedEnd = false

  /// The numbers in the texts of `noteLine`.
  var said: [Int] {
    lines.compactMap {
      guard case .event(let timed) = $0.content, case .note(let note) = timed.event else { return nil }
      guard let range = note.text.range(of: "line ") else { return nil }
      return Int(note.text[range.upperBound...].prefix { $0.isNumber })
    }
  }
}

// Calls whose names methods hide.

func rawSocketPair(_ ends: inout [Int32]) -> Int32 {
  let result = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
  _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
  return result
}

func rawClose(_ descriptor: Int32) { close(descriptor) }
