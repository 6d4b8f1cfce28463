/// Values by id that wait for something, in order of arrival, so that the oldest can be dropped.
struct ArrivalQueue<Value: Sendable>: Sendable {
  private var values: [IdentifierHash: Value] = [:]
  /// Ids in order of arrival from `head` on; some of them may have been removed since.
  private var order: [IdentifierHash] = []
  private var head = 0

  init() {}

  var count: Int { values.count }
  /// In no order.
  var all: some Collection<Value> { values.values }

  subscript(hash: IdentifierHash) -> Value? { values[hash] }

  /// A value for an id; one that waits already is replaced where it stands.
  ///
  /// - Complexity: amortised O(1).
  mutating func insert(_ value: Value, for hash: IdentifierHash) {
    guard values.updateValue(value, forKey: hash) == nil else { return }
    order.append(hash)
    if order.count > 1024 && order.count > 2 * values.count {
      order = order[head...].filter { values[$0] != nil }
      head = 0
    }
  }

  @discardableResult
  mutating func remove(_ hash: IdentifierHash) -> Value? {
    values.isEmpty ? nil : values.removeValue(forKey: hash)
  }

  /// - Returns: the value that has waited longest; `nil` where none waits.
  mutating func removeOldest() -> Value? {
    while head < order.count {
      head += 1
      if let value = values.removeValue(forKey: order[head - 1]) { return value }
    }
    return nil
  }

  /// - Returns: what was removed, in no order.
  /// - Complexity: O(values).
  @discardableResult
  mutating func removeAll(where isOver: (Value) -> Bool) -> [Value] {
    let gone = values.filter { isOver($0.value) }
    for hash in gone.keys { values[hash] = nil }
    return Array(gone.values)
  }
}

extension ArrivalQueue: Codable where Value: Codable {}
