import LinearAlgebra
import StateCoding

/// Where two values differ, by the path of stored properties that leads there; `nil` where they are the same through
/// and through, whatever the order of dictionaries. What is not saved is not looked at.
func difference(_ one: Any, _ other: Any, at path: String = "state") -> String? {
  if let one = one as? any NotSavedValue { return one.isNotSaved ? nil : path }
  if let one = one as? TriangleBlock, let other = other as? TriangleBlock {
    return one.columns == other.columns ? nil : path
  }
  let (first, second) = (Mirror(reflecting: one), Mirror(reflecting: other))
  if first.displayStyle == .dictionary || first.displayStyle == .set {
    let sorted = (
      first.children.map { "\($0.value)" }.sorted(), second.children.map { "\($0.value)" }.sorted()
    )
    return sorted.0 == sorted.1 ? nil : path
  }
  guard first.children.count == second.children.count else { return path }
  if first.children.isEmpty { return same(one, other) ? nil : path }
  for (index, pair) in zip(first.children, second.children).enumerated() {
    let name = pair.0.label ?? "\(index)"
    guard pair.0.label == pair.1.label else { return "\(path).\(name)" }
    if let found = difference(pair.0.value, pair.1.value, at: "\(path).\(name)") { return found }
  }
  return nil
}

private func same(_ one: Any, _ other: Any) -> Bool {
  if let one = one as? Double, let other = other as? Double { return one.bitPattern == other.bitPattern }
  return "\(one)" == "\(other)"
}

private protocol NotSavedValue {
  var isNotSaved: Bool { get }
}

extension NotSaved: NotSavedValue {
  fileprivate var isNotSaved: Bool { true }
}

extension TriangleBlock {
  fileprivate var columns: [[UInt64]] {
    var columns: [[UInt64]] = []
    if !isEmpty { forEachColumn { columns.append($0.map(\.bitPattern)) } }
    return columns
  }
}
