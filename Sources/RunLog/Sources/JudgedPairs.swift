package import RunEvents
import Wording

/// A file of judged pairs, whole: what was read, and what was left out and why.
package struct JudgedPairs: Equatable, Sendable {
  /// A line that was left out.
  package struct Fault: Equatable, Sendable {
    /// Counted from 1.
    package var line: Int
    package var reason: FaultReason
  }

  /// How often a reason occurred.
  package struct FaultCount: Equatable, Sendable {
    package var kind: FaultReason.Kind
    package var count: Int
  }

  /// More reward models than this are faults.
  package static let mostRewardModels = 64
  /// More faults than this are counted, but not listed.
  package static let listedFaults = 1000

  /// In the order of the file; all of one kind of features and of one length.
  package internal(set) var pairs: [JudgedPair] = []
  /// The ids in `labels`, in order of first appearance.
  package internal(set) var rewardModels: [String] = []
  /// How many lines were left out.
  package internal(set) var faultTotal = 0
  /// In the order of `FaultReason.Kind.allCases`, kinds that occurred only.
  package internal(set) var faultCounts: [FaultCount] = []
  /// The first of them.
  package internal(set) var faults: [Fault] = []
  /// What was left out of pairs that are there.
  package internal(set) var remarks = RemarkList()
  /// What happened to the source as a whole, one printable sentence each.
  package internal(set) var notices: [String] = []
  /// Whether pairs are known to be missing: packed data was cut or damaged, or reading failed.
  package internal(set) var isDamaged = false

  package init() {}
}

extension JudgedPairs {
  /// Takes one decoded pair; a pair that does not go with those before it is a fault.
  mutating func add(_ pair: JudgedPair, line: Int, leftOut: [FieldRemark] = []) {
    do throws(FaultReason) {
      try checkFeatures(pair.features)
      let labels = try internedLabels(pair.labels)
      var pair = pair
      pair.labels = labels
      pairs.append(pair)
      for remark in leftOut { remarks.record(remark, line: line) }
    } catch {
      add(fault: error, line: line)
    }
  }

  mutating func add(fault: FaultReason, line: Int) {
    faultTotal += 1
    if let index = faultCounts.firstIndex(where: { $0.kind == fault.kind }) {
      faultCounts[index].count += 1
    } else {
      let kinds = FaultReason.Kind.allCases
      let present = Set(faultCounts.map(\.kind)).union([fault.kind])
      let old = faultCounts
      faultCounts = kinds.filter { present.contains($0) }.map { kind in
        FaultCount(kind: kind, count: old.first { $0.kind == kind }?.count ?? 1)
      }
    }
    if faults.count < Self.listedFaults { faults.append(Fault(line: line, reason: fault)) }
  }

  private func checkFeatures(_ features: JudgedPair.Features) throws(FaultReason) {
    guard let first = pairs.first?.features else { return }
    switch (first, features) {
    case (.embeddings(let expected, _), .embeddings(let found, _)):
      if expected.count != found.count {
        throw FaultReason(
          .badContext,
          "`a` and `b` have \(found.count) numbers, and those of the first pair \(expected.count): expected one length"
        )
      }
    case (.context(let expected), .context(let found)):
      if expected.count != found.count {
        throw FaultReason(
          .badContext,
          "`x` has \(found.count) numbers, and that of the first pair \(expected.count): expected one length"
        )
      }
    case (.embeddings, .context):
      throw FaultReason(.badContext, "the pair has `x`, and the first pair `a` and `b`: expected one kind")
    case (.context, .embeddings):
      throw FaultReason(.badContext, "the pair has `a` and `b`, and the first pair `x`: expected one kind")
    }
  }

  /// The labels with the ids of `rewardModels`, so that 50,000 pairs do not hold 50,000 copies of each.
  private mutating func internedLabels(_ labels: [JudgedPair.Label]) throws(FaultReason) -> [JudgedPair.Label]
  {
    var known = rewardModels
    var result = labels
    for index in labels.indices {
      // Lines of one file mostly name the same reward models in the same order.
      let id = labels[index].rewardModel
      let place = index < known.count && known[index] == id ? index : known.firstIndex(of: id)
      if let place {
        result[index].rewardModel = known[place]
      } else if known.count < Self.mostRewardModels {
        known.append(id)
      } else {
        throw FaultReason(
          .unknownRewardModel,
          "\(quoted(id)) would be reward model \(known.count + 1): expected at most \(Self.mostRewardModels)"
        )
      }
    }
    rewardModels = known
    return result
  }
}
