import CKernels

/// Some vectors, laid out once for the triangular solves with several factors.
package struct TiledRows {
  /// Bytes of right-hand sides that are solved together: they stay in a core's own cache while a factor passes.
  private static let chunkBytes = 1 << 20
  private static let lanes = 16

  /// The vectors, one after the other.
  package let rows: ArraySlice<Double>
  package let count: Int
  private let width: Int
  /// 16 vectors side by side in each tile; none for one vector alone.
  private var tiles: [Double] = []
  private var solutions: [Double] = []
  private var panel: [Double] = []

  /// Calls `body` with the vectors in order, as many at a time as are solved together.
  ///
  /// - Parameter rows: vectors of length width, one after the other.
  package static func forEach(in rows: [Double], width: Int, _ body: (inout TiledRows) -> Void) {
    let count = rows.count / width
    let limit = max(4, chunkBytes / (MemoryLayout<Double>.stride * rmtop_tile_numbers(width))) * lanes
    // Chunks of about the same size: every one of them reads the whole factor.
    let chunks = (count + limit - 1) / limit
    var start = 0
    for chunk in 0..<chunks {
      let end = count * (chunk + 1) / chunks
      var tiles = TiledRows(rows: rows[(start * width)..<(end * width)], width: width)
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

  /// u·v and u·u with L u = x, for every vector x of two or more: the same bits for each, whatever stands beside it.
  ///
  /// - Parameter isLast: the vectors are not wanted again, and are solved for in their own place.
  /// - Complexity: O(count · width²).
  package mutating func dots(
    factor: TriangleBlock, _ v: [Double], isLast: Bool
  ) -> [(product: Double, square: Double)] {
    let size = rmtop_tile_numbers(width)
    if isLast {
      swap(&solutions, &tiles)
    } else if solutions.isEmpty {
      solutions = tiles
    } else {
      solutions.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: tiles) }
    }
    var products = Array(repeating: 0.0, count: Self.lanes)
    var squares = products
    var result: [(product: Double, square: Double)] = []
    result.reserveCapacity(count)
    solutions.withUnsafeMutableBufferPointer { solutions in
      let number = solutions.count / size
      guard let solutions = solutions.baseAddress else { return }
      rmtop_solve_tiles(factor.numbers, width, width, solutions, number, &panel)
      for tile in 0..<number {
        rmtop_dots_tile(solutions + tile * size, v, width, &products, &squares)
        for lane in 0..<min(Self.lanes, count - tile * Self.lanes) {
          result.append((products[lane], squares[lane]))
        }
      }
    }
    return result
  }
}
