/// Contexts of decisions whose feedback is not used yet, of all segments whose ids are known: at most 4,096 and 64 MiB,
/// the oldest dropped first.
struct ContextStore: Sendable {
  static let capacity = 4096
  static let byteCapacity = 64 << 20

  private struct Entry {
    var context: [Double]
    var segment: Int
  }

  private var contexts: [IdentifierHash: Entry] = [:]
  /// Ids in order of arrival from `head` on; some of them may have been taken since.
  private var order: [IdentifierHash] = []
  private var head = 0
  private var bytes = 0

  init() {}

  var count: Int { contexts.count }

  subscript(hash: IdentifierHash) -> [Double]? { contexts[hash]?.context }

  /// Keeps a context.
  ///
  /// - Returns: how many had to be dropped for it (itself, if it is too large for the store or its id is taken).
  /// - Complexity: amortised O(1).
  mutating func insert(_ context: [Double], for hash: IdentifierHash, segment: Int = 0) -> Int {
    guard contexts[hash] == nil else { return 1 }
    contexts[hash] = Entry(context: context, segment: segment)
    order.append(hash)
    bytes += Self.size(of: context)
    var dropped = 0
    while (contexts.count > Self.capacity || bytes > Self.byteCapacity) && head < order.count {
      if remove(order[head]) { dropped += 1 }
      head += 1
    }
    if order.count > 1024 && order.count > 2 * contexts.count {
      order = order[head...].filter { contexts[$0] != nil }
      head = 0
    }
    return dropped
  }

  /// Lets go of a context that is used or of no use.
  @discardableResult
  mutating func remove(_ hash: IdentifierHash) -> Bool {
    guard let entry = contexts.removeValue(forKey: hash) else { return false }
    bytes -= Self.size(of: entry.context)
    return true
  }

  /// Lets go of what nobody can ask for any more.
  ///
  /// - Complexity: O(contexts).
  mutating func removeAll(before segment: Int) {
    for (hash, entry) in contexts where entry.segment < segment { remove(hash) }
  }

  mutating func removeAll() { self = ContextStore() }

  private static func size(of context: [Double]) -> Int { context.count * MemoryLayout<Double>.stride }
}
