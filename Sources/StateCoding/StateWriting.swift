/// The bytes of a state; `StateReading` makes the same state of them, in the same build.
///
/// `Codable` says what a state consists of: the compiler's own conformances visit every stored property in the order of
/// its declaration, and so no list of fields can forget one. Bytes follow each other in that order, without names.
/// Arrays of `PlainData` are one copy, so that matrices cost what memory costs.
///
/// - Complexity: O(bytes); some 100 ns for each value that is not in such an array.
package func stateBytes(of value: some Encodable) -> [UInt8] {
  let output = Output()
  // Nothing here fails: containers take every value, and no type of ours refuses to be written.
  do { try output.write(value) } catch { preconditionFailure("a state could not be written: \(error)") }
  return output.bytes
}

final class Output {
  var bytes: [UInt8] = []

  func write<Value: Encodable>(_ value: Value) throws {
    if Value.self is any PlainData.Type {
      withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    } else if let type = Value.self as? any WholeCoding.Type {
      try write(value, as: type)
    } else {
      try value.encode(to: StateEncoder(output: self))
    }
  }

  /// By its type, which is the value's own: an optional that is cast loses itself.
  private func write<Whole: WholeCoding>(_ value: some Encodable, as type: Whole.Type) throws {
    try (value as! Whole).write(to: self)
  }

  func write(present: Bool) { bytes.append(present ? 1 : 0) }
}

private struct StateEncoder: Encoder {
  let output: Output
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedWriter<Key>(output: output))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { PlainWriter(output: output) }
  func singleValueContainer() -> any SingleValueEncodingContainer { PlainWriter(output: output) }
}

private struct KeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let output: Output
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) { output.write(present: false) }
  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try output.write(value) }

  /// The case of an enum, by its name, and then what it carries.
  func nestedContainer<Nested>(keyedBy: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
    _ = try? output.write(key.stringValue)
    return KeyedEncodingContainer(KeyedWriter<Nested>(output: output))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { PlainWriter(output: output) }
  func superEncoder() -> any Encoder { StateEncoder(output: output) }
  func superEncoder(forKey key: Key) -> any Encoder { StateEncoder(output: output) }

  private func optional(_ value: (some Encodable)?) throws {
    output.write(present: value != nil)
    if let value { try output.write(value) }
  }

  // The protocol has one for each of these types, each with an implementation that writes nothing for `nil`.
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try optional(value) }
  func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws { try optional(value) }
}

/// Values one after the other.
private struct PlainWriter: UnkeyedEncodingContainer, SingleValueEncodingContainer {
  let output: Output
  var codingPath: [any CodingKey] { [] }
  var count: Int { 0 }

  func encodeNil() { output.write(present: false) }
  func encode<Value: Encodable>(_ value: Value) throws { try output.write(value) }

  func nestedContainer<Nested>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested> {
    KeyedEncodingContainer(KeyedWriter<Nested>(output: output))
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }
  func superEncoder() -> any Encoder { StateEncoder(output: output) }
}
