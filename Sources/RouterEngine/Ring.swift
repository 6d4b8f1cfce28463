/// The last so many elements in order of arrival: one more takes the place of the oldest.
package struct Ring<Element> {
  /// ≥ 1.
  @usableFromInline var limit: Int
  @usableFromInline var elements: [Element] = []
  @usableFromInline var first = 0

  /// - Parameter capacity: less than 1 counts as 1.
  package init(capacity: Int) { limit = max(capacity, 1) }

  @inlinable package var capacity: Int { limit }
  @inlinable package var count: Int { elements.count }

  /// The elements as they lie in memory: in order of arrival from `oldest` on, around the end.
  @inlinable package var storage: [Element] { elements }
  @inlinable package var oldest: Int { first }

  /// - Returns: the oldest element where it had to go.
  /// - Complexity: O(1).
  @inlinable @discardableResult
  package mutating func append(_ element: Element) -> Element? {
    if elements.count < limit {
      elements.append(element)
      return nil
    }
    let gone = elements[first]
    elements[first] = element
    first = (first + 1) % limit
    return gone
  }

  /// Changes the capacity; a smaller one drops the oldest elements.
  ///
  /// - Returns: what was dropped, in order of arrival.
  /// - Complexity: O(count).
  package mutating func resize(capacity: Int) -> ArraySlice<Element> {
    let inOrder = elements[first...] + elements[..<first]
    limit = max(capacity, 1)
    elements = Array(inOrder.suffix(limit))
    first = 0
    return inOrder.dropLast(limit)
  }
}

extension Ring: Sendable where Element: Sendable {}
extension Ring: Equatable where Element: Equatable {}
extension Ring: Codable where Element: Codable {}

extension Ring<Double> {
  /// Combines the number of elements, then the elements in order of arrival, which say everything.
  package func hash(into digest: inout StateDigest) {
    digest.combine(elements.count)
    elements.withUnsafeBufferPointer { elements in
      digest.combine(span: UnsafeBufferPointer(rebasing: elements[first...]))
      digest.combine(span: UnsafeBufferPointer(rebasing: elements[..<first]))
    }
  }
}
