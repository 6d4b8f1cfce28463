/// A stored property that no saved state holds: it is made again, or given again, and is `Value()` until then.
@propertyWrapper
package struct NotSaved<Value: Remade>: Codable {
  package var wrappedValue: Value

  @inlinable package init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) { wrappedValue = Value() }

  package func encode(to encoder: any Encoder) {}
}

extension NotSaved: Sendable where Value: Sendable {}
/// What is remade says nothing of what a value is.
extension NotSaved: Equatable {
  package static func == (one: Self, other: Self) -> Bool { true }
}

/// What a property begins with that no saved state holds.
package protocol Remade {
  init()
}

extension Optional: Remade {
  package init() { self = nil }
}
extension Array: Remade {}
extension Int: Remade {}
