/// Which columns the table of reward models has at a width, and where.
struct RewardModelColumns: Equatable {
  enum Kind: CaseIterable {
    case key
    case id
    case name
    case flag
    case share
    case bar
    case spark
    case count
    case forest
    case mean
    case best
    case reward
    case ties
    case errors
    case latency
  }

  struct Column: Equatable {
    var kind: Kind
    var x: Int
    var width: Int
  }

  /// Left to right, one blank cell between neighbours.
  let columns: [Column]
  /// Room for two decimals behind shares and for `+0.31 ±0.04`.
  let isWide: Bool

  subscript(kind: Kind) -> Column? { columns.first { $0.kind == kind } }

  /// - Parameters:
  ///   - longestID: cells of the longest id.
  ///   - longestName: cells of the longest name, 0 when no RM has one.
  ///   - flag: cells of the longest flag that says since when.
  ///   - wholeFlag: cells of the longest flag with all that is known.
  ///   - sorted: the column with the mark of the order.
  init(
    width: Int, longestID: Int, longestName: Int = 0, flag: Int = 0, wholeFlag: Int = 0, sorted: Kind? = nil
  ) {
    isWide = width >= 120
    var widths: [Kind: Int] = [
      .key: 3, .id: min(18, max(8, longestID)), .flag: 9, .share: 4, .forest: 12, .mean: 8, .best: 7,
      .reward: 6,
    ]
    if width >= 100 { widths[.count] = 7 }
    if width >= 120 {
      widths[.share] = 6
      widths[.mean] = 11
      widths[.ties] = 5
      widths[.errors] = 5
      widths[.latency] = 6
    }
    // Their titles fill them.
    if let sorted, [.best, .reward].contains(sorted) { widths[sorted, default: 0] += 1 }
    // Numbers at the right end keep a blank to the edge of the screen.
    var spare = width - Self.total(widths) - 1
    Self.squeeze(&widths, spare: &spare)
    Self.stretch(
      &widths, spare: &spare, width: width, longestID: longestID, longestName: longestName, flag: flag,
      wholeFlag: wholeFlag)
    var x = 0
    var columns: [Column] = []
    for kind in Kind.allCases {
      guard let width = widths[kind] else { continue }
      columns.append(Column(kind: kind, x: x, width: width))
      // The key column brings its own blank.
      x += width + (kind == .key ? 0 : 1)
    }
    self.columns = columns
  }

  /// Cells of all columns with the blanks between them.
  private static func total(_ widths: [Kind: Int]) -> Int {
    Kind.allCases.reduce(0) { $0 + (widths[$1] ?? 0) } + max(0, widths.count - 2)
  }

  /// What goes when it is tight: the reward, P(best), then the id shrinks to 8 and the flag to 4.
  private static func squeeze(_ widths: inout [Kind: Int], spare: inout Int) {
    for kind in [Kind.reward, .best] where spare < 0 {
      guard let width = widths.removeValue(forKey: kind) else { continue }
      spare += width + 1
    }
    for (kind, least) in [(Kind.id, 8), (.flag, 4)] where spare < 0 {
      guard let width = widths[kind] else { continue }
      let given = min(-spare, max(0, width - least))
      widths[kind] = width - given
      spare += given
    }
  }

  /// Who gets what is over: ids until none is cut, badges, the forest, the sparkline, then the forest with bar and name
  /// where they fit.
  private static func stretch(
    _ widths: inout [Kind: Int], spare: inout Int, width: Int, longestID: Int, longestName: Int,
    flag: Int, wholeFlag: Int
  ) {
    func grow(_ kind: Kind, to wanted: Int) {
      guard let now = widths[kind], spare > 0, wanted > now else { return }
      let given = min(spare, wanted - now)
      widths[kind] = now + given
      spare -= given
    }
    grow(.id, to: min(longestID, 40))
    grow(.flag, to: min(flag, width < 100 ? 14 : 21))
    grow(.forest, to: 20)
    let sparkWidth = width >= 100 ? 8 : 5
    if spare > sparkWidth {
      widths[.spark] = sparkWidth
      spare -= sparkWidth + 1
    }
    grow(.flag, to: min(flag, 24))
    if width >= 160, longestName > 0, spare >= 12 {
      let wanted = min(longestName, 24)
      if spare > wanted {
        widths[.name] = wanted
        spare -= wanted + 1
      }
    }
    grow(.forest, to: 32)
    if width >= 120, spare >= 8 {
      widths[.bar] = 7
      spare -= 8
    }
    grow(.spark, to: width >= 160 ? 16 : 8)
    grow(.flag, to: min(wholeFlag, 40))
    grow(.forest, to: 72)
    grow(.bar, to: 10)
    grow(.forest, to: Int.max)
  }
}
