import CKernels

/// Some contexts, laid out once for the triangular solves of all arms.
struct ContextTiles {
  /// Bytes of right-hand sides that are solved together: they stay in a core's own cache while a factor passes.
  private static let chunkBytes = 1 << 20
  private static let lanes = 16

  /// The contexts, one after the other.
  let rows: ArraySlice<Double>
  let count: Int
  private let width: Int
  /// 16 contexts side by side in each tile; none for one context alone.
  private var tiles: [Double] = []
  private var solutions: [Double] = []
  private var panel: [Double] = []

  /// Calls `body` with the contexts in order, as many at a time as are solved together.
  ///
  /// - Parameter rows: contexts of length width, one after the other.
  static func forEach(in rows: [Double], width: Int, _ body: (inout ContextTiles) -> Void) {
    let count = rows.count / width
    let limit = max(4, chunkBytes / (MemoryLayout<Double>.stride * rmtop_tile_numbers(width))) * lanes
    // Chunks of about the same size: every one of them reads the whole factor.
    let chunks = (count + limit - 1) / limit
    var start = 0
    for chunk in 0..<chunks {
      let end = count * (chunk + 1) / chunks
      var tiles = ContextTiles(rows: rows[(start * width)..<(end * width)], width: width)
      body(&tiles)
      start = end
    }
  }

  private init(rows: ArraySlice<Double>, width: Int) {
    self.rows = rows
    self.width = width
    count = rows.count / width
    guard count > 1 else { return }
    let numbers = (count + Self.lanes - 1) / Self.lanes * rmtop_tile_numbers(width)
    tiles = Array(unsafeUninitializedCapacity: numbers) { tiles, filled in
      rows.withUnsafeBufferPointer { rmtop_fill_tiles($0.baseAddress, width, count, tiles.baseAddress) }
      filled = numbers
    }
    panel = Array(repeating: 0, count: rmtop_panel_numbers(width))
  }

  /// u·v and √(u·u) with L u = x, for every context x.
  ///
  /// - Parameter isLast: the contexts are not wanted again, and are solved for in their own place.
  mutating func scores(factor: [Double], halfMean: [Double], isLast: Bool) -> [ScoreDistribution] {
    let size = rmtop_tile_numbers(width)
    if isLast {
      swap(&solutions, &tiles)
    } else if solutions.isEmpty {
      solutions = tiles
    } else {
      solutions.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: tiles) }
    }
    var means = Array(repeating: 0.0, count: Self.lanes)
    var variances = means
    var result: [ScoreDistribution] = []
    result.reserveCapacity(count)
    solutions.withUnsafeMutableBufferPointer { solutions in
      let number = solutions.count / size
      guard let solutions = solutions.baseAddress else { return }
      rmtop_solve_tiles(factor, width, width, solutions, number, &panel)
      for tile in 0..<number {
        rmtop_dots_tile(solutions + tile * size, halfMean, width, &means, &variances)
        for lane in 0..<min(Self.lanes, count - tile * Self.lanes) {
          result.append(ScoreDistribution(mean: means[lane], variance: variances[lane]))
        }
      }
    }
    return result
  }
}
