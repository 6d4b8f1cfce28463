import RunEvents

/// Counts of faults by kind, and the first 1,000 of them.
public struct FaultList: Equatable, Sendable {
  public struct Entry: Equatable, Sendable {
    public var line: Int
    public var offset: Int
    public var reason: FaultReason
  }

  public static let listedLimit = 1000

  public internal(set) var total = 0
  /// In the order of `FaultReason.Kind.allCases`, kinds that occurred only.
  public internal(set) var byKind: [KindCount] = []
  public internal(set) var listed: [Entry] = []
  public internal(set) var last: Entry?
  /// What the first line looked like that looked like anything.
  public internal(set) var format: ForeignFormat?

  public struct KindCount: Equatable, Sendable {
    public var kind: FaultReason.Kind
    public var count: Int
  }

  public init() {}
}

extension FaultList {
  /// - Returns: how many of this kind there are now.
  mutating func record(_ entry: Entry) -> Int {
    total += 1
    last = entry
    if format == nil { format = entry.reason.format }
    if listed.count < Self.listedLimit { listed.append(entry) }
    if let index = byKind.firstIndex(where: { $0.kind == entry.reason.kind }) {
      byKind[index].count += 1
      return byKind[index].count
    }
    byKind.append(KindCount(kind: entry.reason.kind, count: 1))
    let order = FaultReason.Kind.allCases
    byKind.sort {
      (order.firstIndex(of: $0.kind) ?? order.endIndex) < (order.firstIndex(of: $1.kind) ?? order.endIndex)
    }
    return 1
  }
}
