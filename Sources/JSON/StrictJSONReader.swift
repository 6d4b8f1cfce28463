import CSimdjson
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
  /// - Throws: what is wrong with it first.
  /// - Complexity: O(length).
  mutating func read() throws(JSONFault) {
    if let bad = firstInvalidUTF8(bytes) {
      throw JSONFault(.notUTF8, "byte \(bad + 1) of the line is no UTF-8")
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
  mutating func withValue<Result, Failure>(
    _ body: (JSONValue) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    func view(
      _ nodes: UnsafePointer<rmtop_json_node>, _ numbers: UnsafePointer<Double>
    ) throws(Failure) -> Result {
      try body(JSONValue(nodes: nodes, numbers: numbers, index: 0))
    }
    return try text.withUnsafeBufferPointer { (text) throws(Failure) in
      for index in nodes.indices where nodes[index].length > 0 {
        if nodes[index].kind == RMTOP_JSON_STRING || nodes[index].kind == RMTOP_JSON_DOUBLE {
          nodes[index].text = text.baseAddress.map {
            UnsafeRawPointer($0 + Int(nodes[index].place)).assumingMemoryBound(to: CChar.self)
          }
        }
      }
      return try view(nodes, numbers)
    }
  }

  /// The fault at the position where something else was wanted.
  func refused(_ wanted: String) -> JSONFault {
    guard position < bytes.count else {
      return JSONFault(.notJSON, "the line ends where \(wanted) is expected")
    }
    let rest = String(decoding: bytes[position...].prefix(12), as: UTF8.self)
    return JSONFault(
      .notJSON, "at byte \(position + 1) stands \(quoted(rest)) where \(wanted) is expected")
  }
}
