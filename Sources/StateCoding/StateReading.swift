/// What `stateBytes(of:)` made.
///
/// - Throws: where the bytes end too early or hold what no such state has; where they are those of another build the
///   answer may be any state, which is why whoever keeps them keeps the build and a checksum with them.
package func state<Value: Decodable>(_ type: Value.Type, from bytes: UnsafeRawBufferPointer) throws -> Value {
  let input = Input(bytes)
  let value = try input.read(type)
  guard input.offset == bytes.count else { throw StateReadingError.hasMore }
  return value
}

package enum StateReadingError: Error, Equatable, Sendable {
  case endsEarly
  case hasMore
  /// Text that is not UTF-8, or a case that the enum does not have.
  case isMalformed
}

final class Input {
  private let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var remaining: Int { bytes.count - offset }

  func take(_ count: Int) throws(StateReadingError) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= remaining else { throw .endsEarly }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
  }

  func readPlain<Value: PlainData>(_ type: Value.Type) throws(StateReadingError) -> Value {
    try take(MemoryLayout<Value>.size).loadUnaligned(as: type)
  }

  func readPresent() throws(StateReadingError) -> Bool { try readPlain(UInt8.self) != 0 }

  /// A number of things that take a byte each at least.
  func readCount() throws(StateReadingError) -> Int {
    let count = try readPlain(Int.self)
    guard (0...remaining).contains(count) else { throw .endsEarly }
    return count
  }

  /// What is cast is of the type that it is cast to, which the compiler cannot see.
  func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if let plain = type as? any PlainData.Type { return try readPlain(plain) as! Value }
    if let whole = type as? any WholeCoding.Type { return try whole.read(from: self) as! Value }
    return try Value(from: StateDecoder(input: self))
  }

  /// The text that comes next, which stays where it is.
  func peekText() -> String? {
    let start = offset
    defer { offset = start }
    return try? String.read(from: self)
  }
}

private struct StateDecoder: Decoder {
  let input: Input
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key>(keyedBy: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(KeyedReader<Key>(input: input))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer { PlainReader(input: input) }
  func singleValueContainer() -> any SingleValueDecodingContainer { PlainReader(input: input) }
}

private struct KeyedReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let input: Input
  var codingPath: [any CodingKey] { [] }

  /// The one case of an enum: nobody else asks.
  var allKeys: [Key] { input.peekText().flatMap(Key.init(stringValue:)).map { [$0] } ?? [] }
  func contains(_ key: Key) -> Bool { true }

  func decodeNil(forKey key: Key) throws -> Bool { try !input.readPresent() }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try input.read(type) }

  func nestedContainer<Nested>(
    keyedBy: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    _ = try String.read(from: input)
    return KeyedDecodingContainer(KeyedReader<Nested>(input: input))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer { PlainReader(input: input) }
  func superDecoder() -> any Decoder { StateDecoder(input: input) }
  func superDecoder(forKey key: Key) -> any Decoder { StateDecoder(input: input) }
}

/// Values one after the other.
private struct PlainReader: UnkeyedDecodingContainer, SingleValueDecodingContainer {
  let input: Input
  var codingPath: [any CodingKey] { [] }
  var count: Int? { nil }
  var isAtEnd: Bool { false }
  var currentIndex: Int { 0 }

  func decodeNil() -> Bool { (try? !input.readPresent()) ?? false }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try input.read(type) }

  func nestedContainer<Nested>(keyedBy: Nested.Type) -> KeyedDecodingContainer<Nested> {
    KeyedDecodingContainer(KeyedReader<Nested>(input: input))
  }

  func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer { self }
  func superDecoder() -> any Decoder { StateDecoder(input: input) }
}
