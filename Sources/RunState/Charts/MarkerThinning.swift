/// Keeps at most 4,096 marks of a kind: when they are full every other one goes, and from then on only every second
/// (fourth, …) new one is taken.
struct MarkerThinning: Codable, Sendable {
  static let limit = 4096

  private struct Tally: Codable {
    var seen = 0
    var kept = 0
    var stride = 1
  }

  private var tallies = [Tally](repeating: Tally(), count: Marker.Kind.allCases.count)

  init() {}

  /// Whether the next mark of this kind is drawn; counts it.
  mutating func takes(_ kind: Marker.Kind) -> Bool {
    let index = Self.index(kind)
    defer { tallies[index].seen += 1 }
    guard tallies[index].seen % tallies[index].stride == 0 else { return false }
    tallies[index].kept += 1
    return true
  }

  /// Marks of this kind that were taken back.
  mutating func forget(_ kind: Marker.Kind, count: Int) {
    tallies[Self.index(kind)].kept -= count
  }

  func isFull(_ kind: Marker.Kind) -> Bool { tallies[Self.index(kind)].kept >= Self.limit }

  mutating func thin(_ kind: Marker.Kind, _ markers: inout [Marker]) {
    var index = 0
    markers.removeAll { marker in
      guard marker.kind == kind else { return false }
      index += 1
      return index % 2 == 0
    }
    let tally = Self.index(kind)
    tallies[tally].kept = (tallies[tally].kept + 1) / 2
    tallies[tally].stride *= 2
  }

  private static func index(_ kind: Marker.Kind) -> Int {
    Marker.Kind.allCases.firstIndex(of: kind) ?? 0
  }
}
