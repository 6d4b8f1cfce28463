import CKernels

/// A 64-bit hash of the bytes of a file from its start, readable after every byte.
struct PrefixHash: Equatable {
  private var state = rmtop_prefix_hash()

  init() {}

  /// Bytes taken.
  var count: Int { Int(state.length) }

  /// The hash of all of them.
  ///
  /// - Complexity: O(1)
  var value: UInt64 { withUnsafePointer(to: state) { rmtop_prefix_hash_value($0) } }

  /// Takes the next bytes.
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    rmtop_prefix_hash_add(&state, base.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  static func == (one: PrefixHash, other: PrefixHash) -> Bool {
    one.count == other.count && one.value == other.value
  }
}

/// The hash of a file's first bytes.
struct PrefixMark: Equatable {
  var offset: Int
  var value: UInt64

  init(_ hash: PrefixHash) {
    offset = hash.count
    value = hash.value
  }
}
