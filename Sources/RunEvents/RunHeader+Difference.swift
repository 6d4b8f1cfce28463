import Wording

extension RunHeader {
  /// In which fields this `run` line differs from the one before, where it is the same run: by name or by its reward
  /// models; `rms in another order`, `dim 64, was 32`, `prior_precision 2, was 1`.
  ///
  /// - Returns: printable; `nil` where it is another run, or none of the fields that count differs.
  package func difference(from other: RunHeader) -> String? {
    let ids = rewardModels.map(\.id)
    let before = other.rewardModels.map(\.id)
    guard name == other.name || Set(ids) == Set(before) else { return nil }
    var parts: [String] = []
    if name != other.name { parts.append("run \(quoted(name)), was \(quoted(other.name))") }
    if let models = Self.difference(of: ids, from: before) { parts.append(models) }
    if dimension != other.dimension {
      parts.append("dim \(Self.text(dimension)), was \(Self.text(other.dimension))")
    }
    for field in SettingField.all {
      let (now, was) = (field.value(in: router).text, field.value(in: other.router).text)
      if now != was { parts.append("\(field.name) \(now), was \(was)") }
    }
    // Vectors are too long to name.
    if router.prior != other.router.prior, !parts.contains(where: { $0.hasPrefix("prior ") }) {
      parts.append("other prior vectors")
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  private static func difference(of ids: [String], from before: [String]) -> String? {
    if ids == before { return nil }
    let added = ids.filter { !before.contains($0) }
    let removed = before.filter { !ids.contains($0) }
    if added.isEmpty && removed.isEmpty { return "rms in another order" }
    let parts = [("added", added), ("removed", removed)].filter { !$0.1.isEmpty }
    return "rms: " + parts.map { "\($0.0) \(listed($0.1, atMost: 4))" }.joined(separator: ", ")
  }

  private static func text(_ number: Int?) -> String { number.map { "\($0)" } ?? "not given" }
}
