import CSimdjson
import RunEvents
import Wording

/// The slow reader: JSON to the letter, and `NaN`, `Infinity`, `-Infinity`, numbers beyond a double (they are
/// infinite), integers of any length and halves of surrogate pairs (U+FFFD).
///
/// It writes the same nodes as the fast reader. It does not recurse, so depth costs no stack.
struct StrictJSONReader {
  /// As deep as simdjson goes.
  static let deepest = 1024

  struct Container {
    var node: Int
    var isObject: Bool
    var count: Int
  }

  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0
  var nodes: [rmtop_json_node] = []
  var numbers: [Double] = []
  var text: [UInt8] = []
  var open: [Container] = []

  init(_ line: UnsafeRawBufferPointer) {
    bytes = UnsafeBufferPointer(
      start: line.baseAddress?.assumingMemoryBound(to: UInt8.self), count: line.count)
  }

  /// Reads the whole line.
  ///
  /// - Throws: `invalidUTF8`, `invalidJSON` with the byte of the line, or `lineTooLong` for too many values.
  /// - Complexity: O(length).
  mutating func read() throws(FaultReason) {
    if let bad = firstInvalidUTF8(bytes) {
      throw FaultReason(.invalidUTF8, "byte \(bad + 1) of the line is no UTF-8")
    }
    skipSpace()
    repeat {
      try readValue()
      try closeFinished()
    } while !open.isEmpty
    skipSpace()
    if position < bytes.count { throw refused("the end of the line") }
  }

  /// Calls `body` with what was read.
  mutating func withValue<Result>(
    _ body: (JSONValue) throws(FaultReason) -> Result
  ) throws(FaultReason) -> Result {
    try text.withUnsafeBufferPointer { (text) throws(FaultReason) in
      for index in nodes.indices where nodes[index].length > 0 {
        if nodes[index].kind == RMTOP_JSON_STRING || nodes[index].kind == RMTOP_JSON_DOUBLE {
          nodes[index].text = text.baseAddress.map {
            UnsafeRawPointer($0 + Int(nodes[index].place)).assumingMemoryBound(to: CChar.self)
          }
        }
      }
      return try nodes.withUnsafeBufferPointer { (nodes) throws(FaultReason) in
        try numbers.withUnsafeBufferPointer { (numbers) throws(FaultReason) in
          guard let first = nodes.baseAddress else { throw FaultReason(.invalidJSON, "the line is empty") }
          return try body(JSONValue(nodes: first, numbers: numbers.baseAddress, index: 0))
        }
      }
    }
  }

  /// The fault at the position where something else was wanted.
  func refused(_ wanted: String) -> FaultReason {
    guard position < bytes.count else {
      return FaultReason(.invalidJSON, "the line ends where \(wanted) is expected")
    }
    let rest = String(decoding: bytes[position...].prefix(12), as: UTF8.self)
    return FaultReason(
      .invalidJSON, "at byte \(position + 1) stands \(quoted(rest)) where \(wanted) is expected")
  }
}
