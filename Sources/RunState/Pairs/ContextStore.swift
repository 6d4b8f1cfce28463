/// Contexts of decisions whose feedback is not used yet, of all segments whose ids are known: at most 4,096 and 64 MiB,
/// the oldest dropped first.
struct ContextStore: Codable, Sendable {
  static let capacity = 4096
  static let byteCapacity = 64 << 20

  private struct Entry: Codable {
    var context: [Double]
    var segment: Int
    var bytes: Int { context.count * MemoryLayout<Double>.stride }
  }

  private var entries = ArrivalQueue<Entry>()
  private var bytes = 0

  init() {}

  var count: Int { entries.count }

  subscript(hash: IdentifierHash) -> [Double]? { entries[hash]?.context }

  /// Keeps a context.
  ///
  /// - Returns: how many had to be dropped for it (itself, if it is too large for the store or its id is taken).
  /// - Complexity: amortised O(1).
  mutating func insert(_ context: [Double], for hash: IdentifierHash, segment: Int = 0) -> Int {
    guard entries[hash] == nil else { return 1 }
    let entry = Entry(context: context, segment: segment)
    entries.insert(entry, for: hash)
    bytes += entry.bytes
    var dropped = 0
    while entries.count > Self.capacity || bytes > Self.byteCapacity, let gone = entries.removeOldest() {
      bytes -= gone.bytes
      dropped += 1
    }
    return dropped
  }

  /// Lets go of a context that is used or of no use.
  @discardableResult
  mutating func remove(_ hash: IdentifierHash) -> Bool {
    guard let entry = entries.remove(hash) else { return false }
    bytes -= entry.bytes
    return true
  }

  /// Lets go of what nobody can ask for any more.
  ///
  /// - Complexity: O(contexts).
  mutating func removeAll(before segment: Int) {
    for entry in entries.removeAll(where: { $0.segment < segment }) { bytes -= entry.bytes }
  }

  mutating func removeAll() { self = ContextStore() }
}
