package import RunState

/// In which order training metrics are listed: those that tell of the health of preference training first, then the
/// others by group, and last those that say nothing on a chart.
package enum MetricOrder {
  /// Words of names, the most telling first; a name's rank is that of the first row with one of its words.
  static let rules: [[String]] = [
    ["loss"],
    ["kl", "kl_div", "kl_divergence", "approx_kl"],
    ["reward", "rewards", "score", "scores", "return", "returns"],
    ["margin", "margins"],
    ["accuracy", "accuracies", "acc", "win_rate", "winrate", "pass"],
    ["entropy"],
    ["grad_norm", "gradient_norm"],
    ["clip_ratio", "clip_frac", "clipfrac", "clip_fraction"],
    ["length", "lengths"],
    ["lr", "learning_rate"],
  ]

  /// Place in `rules`; those of no row come after all of them.
  static func rank(_ name: String) -> Int {
    let joined = joinedWords(name)
    return patterns.firstIndex { $0.contains { joined.has($0) } } ?? rules.count
  }

  /// The rules as bytes, with a `_` at both ends: names are looked at for every frame.
  private static let patterns = rules.map { $0.map { Array("_\($0)_".utf8) } }

  /// Whether a name has one of the words that mean the same as this one.
  static func has(anyOf word: String, in name: String) -> Bool {
    let alike = rules.first { $0.contains(word) } ?? [word]
    let joined = joinedWords(name)
    return alike.contains { joined.has(Array("_\($0)_".utf8)) }
  }

  /// Runs of letters and digits, in small letters, with a `_` between them and at both ends:
  /// `_rewards_chosen_mean_`.
  private static func joinedWords(_ name: String) -> [UInt8] {
    var joined = [UInt8(ascii: "_")]
    joined.reserveCapacity(name.utf8.count + 2)
    func end() { if joined.last != UInt8(ascii: "_") { joined.append(UInt8(ascii: "_")) } }
    guard name.utf8.allSatisfy({ $0 < 0x80 }) else {
      for character in name.lowercased() {
        if character.isLetter || character.isNumber { joined += character.utf8 } else { end() }
      }
      end()
      return joined
    }
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): joined.append(byte | 0x20)
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): joined.append(byte)
      default: end()
      }
    }
    end()
    return joined
  }

  /// Indices of metrics in the order of the pane: of one rank those without a group first (`loss` before
  /// `actor/kl_loss`).
  ///
  /// - Complexity: O(n log n) for n metrics; of a constant one O(its buckets).
  package static func order(_ metrics: [MetricSeries]) -> [Int] {
    var groups: [String: Int] = [:]
    let keys = metrics.map { metric in
      let end = metric.name.lastIndex(of: "/") ?? metric.name.startIndex
      let prefix = String(metric.name[..<end])
      let group = groups[prefix] ?? groups.count
      groups[prefix] = group
      return (
        isFlat: metric.series.isFlat ? 1 : 0, rank: rank(metric.name), isPart: prefix.isEmpty ? 0 : 1,
        group: group
      )
    }
    return metrics.indices.sorted { one, other in
      let (a, b) = (keys[one], keys[other])
      return (a.isFlat, a.rank, a.isPart, a.group, one) < (b.isFlat, b.rank, b.isPart, b.group, other)
    }
  }
}

extension Series {
  /// A line without a course: one sample, or all of them the same. What was NaN once is not.
  var isFlat: Bool {
    guard sampleCount > 1, let first = buckets.first else { return true }
    return !buckets.contains { bucket in
      bucket.nonFiniteCount > 0 || bucket.minimum != first.minimum || bucket.maximum != first.minimum
    }
  }
}

extension [UInt8] {
  fileprivate func has(_ pattern: [UInt8]) -> Bool {
    guard count >= pattern.count else { return false }
    return (0...(count - pattern.count)).contains { self[$0...].starts(with: pattern) }
  }
}
