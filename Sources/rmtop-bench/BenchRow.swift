/// One line of the report.
///
/// All times are microseconds: of thread CPU time on one core for the engine's rows, of wall time for the rows of the
/// offline half (`train`, `fit`, `evaluate`), which use all cores; these say so in their aim.
struct BenchRow: Codable {
  var name: String
  var value: Double
  var unit = "µs"
  /// What is timed beside it in the same run.
  var peer: String
  var peerValue: Double
  /// The number that the aim speaks of.
  var ratio: Double
  var aim: String
  /// What no program could beat, where there is such a thing.
  var bound: String?
  var boundValue: Double?

  enum CodingKeys: String, CodingKey {
    case name, value, unit, peer, ratio, aim, bound
    case peerValue = "peer_value"
    case boundValue = "bound_value"
  }

  /// Nulls are written, so that every row has the same keys.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(value, forKey: .value)
    try container.encode(unit, forKey: .unit)
    try container.encode(peer, forKey: .peer)
    try container.encode(peerValue, forKey: .peerValue)
    try container.encode(ratio, forKey: .ratio)
    try container.encode(aim, forKey: .aim)
    try container.encode(bound, forKey: .bound)
    try container.encode(boundValue, forKey: .boundValue)
  }
}

/// A row's name, and how to time it.
struct Benchmark {
  var name: String
  var run: () throws -> BenchRow
}
