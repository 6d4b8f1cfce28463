import CSimdjson

/// Reads a text as one JSON value: simdjson first, and where that refuses, the strict reader, which words the fault,
/// and also takes the numbers that Python writes.
///
/// Its memory is kept from text to text, so a reader is used on one thread.
package final class JSONReader {
  private let parser: OpaquePointer?
  private let takesPython: Bool

  /// - Parameter takesPython: Whether what Python's `json` writes beyond JSON (NaN, the infinities, integers of any
  ///   length, halves of surrogate pairs) and numbers too great for a double are taken too.
  package init(takesPython: Bool = true) {
    parser = rmtop_json_create()
    self.takesPython = takesPython
  }

  deinit {
    rmtop_json_destroy(parser)
  }

  /// Calls `body` with the text's value, which is good only inside the call.
  ///
  /// - Parameter refused: The caller's own error for a text that is not JSON.
  /// - Throws: that error, or what `body` throws.
  /// - Complexity: O(length).
  @inlinable package func read<Result, Failure>(
    _ text: UnsafeRawBufferPointer, refused: (JSONFault) -> Failure,
    _ body: (JSONValue) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if let value = fastValue(of: text) { return try body(value) }
    return try readSlowly(text, refused: refused, body)
  }

  /// The same for bytes of an array.
  package func read<Result, Failure>(
    _ text: ArraySlice<UInt8>, refused: (JSONFault) -> Failure,
    _ body: (JSONValue) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try text.withUnsafeBufferPointer { (text) throws(Failure) in
      try read(UnsafeRawBufferPointer(text), refused: refused, body)
    }
  }

  @usableFromInline func readSlowly<Result, Failure>(
    _ text: UnsafeRawBufferPointer, refused: (JSONFault) -> Failure,
    _ body: (JSONValue) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var strict = StrictJSONReader(text)
    do throws(JSONFault) {
      try strict.read()
      guard takesPython else {
        throw JSONFault(.notJSON, "the line has a number or a text as only Python writes it")
      }
    } catch {
      throw refused(error)
    }
    return try strict.withValue(body)
  }

  @usableFromInline func fastValue(of text: UnsafeRawBufferPointer) -> JSONValue? {
    guard let parser, let first = text.first, let start = text.baseAddress else { return nil }
    // Some versions of simdjson pass over a byte order mark, wherever it stands; only a source may begin with one.
    if first == 0xEF { return nil }
    var tree = rmtop_json_tree()
    let bytes = start.assumingMemoryBound(to: UInt8.self)
    guard rmtop_json_parse(parser, bytes, text.count, &tree), let nodes = tree.nodes else { return nil }
    return JSONValue(nodes: nodes, numbers: tree.numbers, index: 0)
  }
}
