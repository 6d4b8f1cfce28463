import CSimdjson
import RunEvents

/// Reads a line as one JSON value: simdjson first, and where that refuses, the strict reader, which also takes the
/// numbers that Python writes, and which words the fault.
final class JSONReader {
  private let parser: OpaquePointer?

  init() {
    parser = rmtop_json_create()
  }

  deinit {
    rmtop_json_destroy(parser)
  }

  /// Calls `body` with the line's value, which is good only inside the call.
  ///
  /// - Throws: `invalidJSON` or `invalidUTF8` for the line, or what `body` throws.
  func read<Result>(
    _ line: UnsafeRawBufferPointer, _ body: (JSONValue) throws(FaultReason) -> Result
  ) throws(FaultReason) -> Result {
    if let value = fastValue(of: line) {
      return try body(value)
    }
    var strict = StrictJSONReader(line)
    try strict.read()
    return try strict.withValue(body)
  }

  private func fastValue(of line: UnsafeRawBufferPointer) -> JSONValue? {
    guard let parser, let first = line.first, let start = line.baseAddress else { return nil }
    // Some versions of simdjson pass over a byte order mark, wherever it stands; only a source may begin with one.
    if first == 0xEF { return nil }
    var tree = rmtop_json_tree()
    let bytes = start.assumingMemoryBound(to: UInt8.self)
    guard rmtop_json_parse(parser, bytes, line.count, &tree), let nodes = tree.nodes else { return nil }
    return JSONValue(nodes: nodes, numbers: tree.numbers, index: 0)
  }
}
