import CKernels
import TestSupport
import Testing

/// Every variant of every kernel that is chosen by the processor, against plain loops: a machine would otherwise test
/// its own alone.
@Suite struct DispatchTests {
  private static let sizes = Array(1...70) + [127, 128, 129, 200]
  /// What stands where a kernel has no business.
  private static let sentinel = -7.25

  /// Columns `leading` apart, the strict upper triangle and the padding full of sentinels.
  private func padded(_ matrix: [Double], size: Int, leading: Int) -> [Double] {
    var padded = Array(repeating: Self.sentinel, count: size * leading)
    for column in 0..<size {
      for row in column..<size { padded[row + column * leading] = matrix[row + column * size] }
    }
    return padded
  }

  private func isUntouched(_ padded: [Double], size: Int, leading: Int) -> Bool {
    (0..<size).allSatisfy { column in
      (0..<leading).allSatisfy { row in
        (row >= column && row < size) || padded[row + column * leading] == Self.sentinel
      }
    }
  }

  private func close(_ one: [Double], _ other: [Double], within limit: Double = 1e-11) -> Bool {
    one.count == other.count
      && zip(one, other).allSatisfy { abs($0 - $1) <= limit * (1 + abs($1)) }
  }

  private func lower(_ padded: [Double], size: Int, leading: Int) -> [Double] {
    (0..<(size * size)).map { $0 % size >= $0 / size ? padded[$0 % size + $0 / size * leading] : 0 }
  }

  @Test func theLevelIsTheThreadsAndComesBack() {
    let before = rmtop_instruction_level()
    for level in instructionLevels {
      #expect(atInstructionLevel(level) { rmtop_instruction_level() } == min(level, before))
    }
    #expect(atInstructionLevel(-1) { rmtop_instruction_level() } == 0)
    #expect(atInstructionLevel(9) { rmtop_instruction_level() } == before)
    #expect(rmtop_instruction_level() == before)
  }

  @Test func factorsAndSolvesEqualPlainLoops() {
    var random = SeededGenerator(seed: 1)
    for size in Self.sizes {
      let matrix = NaiveTriangle(size: size, random: &random)
      let expected = matrix.factor()
      let x = random.vector(size)
      let solved = NaiveTriangle.solve(expected, x)
      for level in instructionLevels {
        for leading in size % 4 == 1 ? [size, size + 3] : [size] {
          atInstructionLevel(level) {
            var factor = padded(matrix.entries, size: size, leading: leading)
            var work = Array(repeating: Double.nan, count: rmtop_cholesky_numbers(size))
            #expect(rmtop_cholesky(&factor, size, leading, &work), "\(level) \(size)")
            #expect(
              close(lower(factor, size: size, leading: leading), expected), "factor \(level) \(size)")
            #expect(isUntouched(factor, size: size, leading: leading), "\(level) \(size)")
            var known = x
            rmtop_solve_one(factor, size, leading, &known)
            #expect(close(known, solved), "solve \(level) \(size)")
          }
        }
      }
    }
  }

  @Test func whatHasNoFactorHasNoneAtAnyLevel() {
    var random = SeededGenerator(seed: 2)
    for (size, place) in [(1, 0), (5, 4), (64, 63), (65, 64), (130, 70)] {
      for bad in [-1, 0, Double.nan, .infinity] {
        var matrix = NaiveTriangle(size: size, random: &random)
        for row in 0..<size {
          matrix.entries[row + place * size] = 0
          matrix.entries[place + row * size] = 0
        }
        matrix.entries[place * (size + 1)] = bad
        for level in instructionLevels {
          atInstructionLevel(level) {
            var factor = matrix.entries
            var work = Array(repeating: 0.0, count: rmtop_cholesky_numbers(size))
            #expect(!rmtop_cholesky(&factor, size, size, &work), "\(level) \(size) \(bad)")
          }
        }
      }
    }
  }

  private func solvedTogether(_ factor: [Double], size: Int, rows: [[Double]]) -> (x: [Double], lines: Int) {
    let numbers = rmtop_tile_numbers(size)
    let tiles = (rows.count + 15) / 16
    var x = Array(repeating: Double.nan, count: tiles * numbers)
    var panel = Array(repeating: Double.nan, count: rmtop_panel_numbers(size))
    rmtop_fill_tiles(rows.flatMap { $0 }, size, rows.count, &x)
    rmtop_solve_tiles(factor, size, size, &x, tiles, &panel)
    return (x, numbers / 16)
  }

  /// The bits of a vector solved alone are those beside any neighbours, and so are its sums.
  @Test func aVectorDoesNotSeeItsNeighbours() {
    var random = SeededGenerator(seed: 3)
    for size in Self.sizes where size < 30 || size > 60 {
      let factor = NaiveTriangle(size: size, random: &random).factor()
      let v = random.vector(size)
      var rows = (0..<19).map { _ in random.vector(size) }
      rows[3] = Array(repeating: .nan, count: size)
      rows[9] = Array(repeating: 1e200, count: size)
      rows[17] = Array(repeating: -.infinity, count: size)
      for level in instructionLevels {
        atInstructionLevel(level) {
          let together = solvedTogether(factor, size: size, rows: rows)
          for place in rows.indices where ![3, 9, 17].contains(place) {
            var alone = rows[place]
            rmtop_solve_one(factor, size, size, &alone)
            let start = place / 16 * together.lines * 16
            let beside = (0..<size).map { together.x[start + $0 * 16 + place % 16] }
            #expect(beside.map(\.bitPattern) == alone.map(\.bitPattern), "\(level) \(size) \(place)")
            let tile = Array(together.x[start..<(start + together.lines * 16)])
            var sums = (uv: Array(repeating: 0.0, count: 16), uu: Array(repeating: 0.0, count: 16))
            rmtop_dots_tile(tile, v, size, &sums.uv, &sums.uu)
            var (uv, uu) = (0.0, 0.0)
            rmtop_dots_one(alone, v, size, &uv, &uu)
            #expect(sums.uv[place % 16] == uv && sums.uu[place % 16] == uu, "\(level) \(size) \(place)")
          }
        }
      }
    }
  }

  @Test func rankUpdatesEqualPlainLoops() {
    var random = SeededGenerator(seed: 4)
    for size in Self.sizes where size <= 34 || size % 16 == 1 {
      for count in size < 20 ? [1, 2, 7, 8, 9, 63, 64, 65, 130] : [1 + size % 7, 8 + size % 5, 65] {
        let rows = (0..<count).map { _ in random.vector(size) }
        let start = random.vector(size * size)
        var expected = start
        for row in rows {
          for column in 0..<size {
            for line in 0...column { expected[line + column * size] += row[line] * row[column] }
          }
        }
        for level in instructionLevels {
          atInstructionLevel(level) {
            var sums = start
            var work = Array(repeating: Double.nan, count: rmtop_rank_update_numbers(size, count))
            rmtop_rank_update(&sums, size, size, rows.flatMap { $0 }, count, &work)
            #expect(close(sums, expected), "\(level) \(size) \(count)")
            let isBelowTheSame = (0..<(size * size)).allSatisfy {
              $0 % size <= $0 / size || sums[$0] == start[$0]
            }
            #expect(isBelowTheSame, "\(level) \(size) \(count)")
          }
        }
      }
    }
  }

  /// Rows rotated into a factor give the factor of the sum, one by one the bits of all together, and the vectors that
  /// go along are solved for.
  @Test func rotatedRowsGiveTheFactorOfTheSum() {
    var random = SeededGenerator(seed: 5)
    for size in Self.sizes where size <= 40 || size > 60 {
      let matrix = NaiveTriangle(size: size, random: &random)
      let count = [1, 3, 8, 9][size % 4]
      let rows = (0..<count).map { _ in random.vector(size) }
      let rests = random.vector(count)
      let x = random.vector(size)
      let b = random.vector(size)
      let old = matrix.factor()
      let expected = matrix.adding(rows: rows).factor()
      var right = b
      for (row, rest) in zip(rows, rests) {
        for index in right.indices { right[index] += rest * row[index] }
      }
      let expectedHalf = NaiveTriangle.solve(expected, right)
      let half = NaiveTriangle.solve(old, b)
      for level in instructionLevels {
        atInstructionLevel(level) {
          let leading = size + 2
          func rotated(_ batches: [Range<Int>]) -> (factor: [Double], half: [Double], solved: [Double]) {
            var result = (
              factor: padded(old, size: size, leading: leading), half: half, solved: x
            )
            for batch in batches {
              var some = rows[batch].flatMap { $0 }
              var rest = Array(rests[batch])
              var solved = x
              rmtop_rotate_rows(
                &result.factor, size, leading, &result.half, &some, &rest, batch.count, &solved)
              result.solved = solved
            }
            return result
          }
          let together = rotated([0..<count])
          #expect(
            close(lower(together.factor, size: size, leading: leading), expected), "\(level) \(size)")
          #expect(isUntouched(together.factor, size: size, leading: leading), "\(level) \(size)")
          #expect(close(together.half, expectedHalf), "\(level) \(size)")
          let alone = rotated((0..<count).map { $0..<($0 + 1) })
          #expect(alone.factor == together.factor && alone.half == together.half, "\(level) \(size)")
          var solved = x
          rmtop_solve_one(together.factor, size, leading, &solved)
          #expect(solved == together.solved && alone.solved == solved, "\(level) \(size)")
        }
      }
    }
  }
}
