package import RunEvents

/// Counts of faults by kind, and the first 1,000 of them.
package struct FaultList: Equatable, Codable, Sendable {
  package struct Entry: Equatable, Codable, Sendable {
    package var line: Int
    package var offset: Int
    package var reason: FaultReason
  }

  package static let listedLimit = 1000

  package internal(set) var total = 0
  /// In the order of `FaultReason.Kind.allCases`, kinds that occurred only.
  package internal(set) var byKind: [KindCount] = []
  package internal(set) var listed: [Entry] = []
  package internal(set) var last: Entry?
  /// What the first line looked like that looked like anything.
  package internal(set) var format: ForeignFormat?

  package struct KindCount: Equatable, Codable, Sendable {
    package var kind: FaultReason.Kind
    package var count: Int
  }

  package init() {}
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
