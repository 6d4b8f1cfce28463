/// One division of judged pairs into what is learned from and what is streamed; groups stay whole.
struct EvaluationSplit: Equatable {
  /// Places of the offline part, ascending.
  let offline: [Int]
  /// Places of the stream in the order they come; pairs without any label are left out.
  let stream: [Int]

  /// The first round(fraction · groups) groups of a keyed order, at least one and not all, are the offline part; the
  /// stream's pairs come in a keyed order of their own.
  ///
  /// - Throws: `tooFewGroups` below two.
  init(_ pairs: PairDataset, fraction: Double, seed: UInt64) throws(ContrastError) {
    guard pairs.groupCount > 1 else { throw .tooFewGroups(pairs.groupCount) }
    var order = KeyedStream(seed: seed, purpose: "split")
    let wanted = Int((fraction * Double(pairs.groupCount)).rounded())
    let size = min(max(wanted, 1), pairs.groupCount - 1)
    var isOffline = Array(repeating: false, count: pairs.groupCount)
    for group in order.permutation(pairs.groupCount).prefix(size) { isOffline[group] = true }
    offline = (0..<pairs.count).filter { isOffline[pairs.groups[$0]] }
    let rest = (0..<pairs.count).filter { pair in
      !isOffline[pairs.groups[pair]]
        && pairs.rewardModels.indices.contains { pairs.label(pair, $0) != nil }
    }
    var shuffle = KeyedStream(seed: seed, purpose: "stream")
    stream = shuffle.permutation(rest.count).map { rest[$0] }
  }
}
