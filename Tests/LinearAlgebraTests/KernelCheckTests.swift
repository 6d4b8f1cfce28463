import Testing

@testable import LinearAlgebra

@Suite struct KernelCheckTests {
  private let library = KernelCheck.Routines.openBLAS

  @Test func theLibraryIsRightHere() {
    #expect(KernelCheck(library).fault() == nil)
  }

  /// The known results are those of the plainest loops, to the last bit: no step rounds.
  @Test func naiveRoutinesAreRightToTheLastBit() {
    let naive = KernelCheck.Routines(
      factor: { matrix, order in
        for column in 0..<order {
          for row in column..<order {
            var sum = matrix[row + column * order]
            for step in 0..<column { sum -= matrix[row + step * order] * matrix[column + step * order] }
            let pivot = matrix[column + column * order]
            if row == column, !(sum > 0) { return false }
            matrix[row + column * order] = row == column ? sum.squareRoot() : sum / pivot
          }
        }
        return true
      },
      solve: { factor, right, order, columns in
        for place in 0..<columns {
          for row in 0..<order {
            var sum = right[row + place * order]
            for step in 0..<row { sum -= factor[row + step * order] * right[step + place * order] }
            right[row + place * order] = sum / factor[row + row * order]
          }
        }
      },
      product: { left, right, order in
        var product = [Double](repeating: 0, count: order * order)
        for column in 0..<order {
          for row in 0..<order {
            for step in 0..<order {
              product[row + column * order] += left[row + step * order] * right[step + column * order]
            }
          }
        }
        return product
      })
    #expect(KernelCheck(naive).fault() == nil)
  }

  /// One wrong number, wherever it stands, by however little a broken kernel could be off.
  @Test(arguments: [0, 1, 4007, KernelCheck.order * KernelCheck.order - 1]) func oneWrongNumberIsSeen(
    place: Int
  ) {
    let order = KernelCheck.order
    var broken = library
    broken.product = { [library] left, right, order in
      var product = library.product(left, right, order)
      product[place] += 0.5
      return product
    }
    #expect(KernelCheck(broken).fault() == .product)
    broken = library
    broken.solve = { [library] factor, right, order, columns in
      library.solve(factor, &right, order, columns)
      right[place % right.count] *= 1 + 1e-6
      right[(place + 1) % right.count] += 1e-6
    }
    #expect(KernelCheck(broken).fault() == .solve)
    broken = library
    broken.factor = { [library] matrix, size in
      let isDone = library.factor(&matrix, size)
      // Below the diagonal: the last row of any column.
      matrix[place / order * order + order - 1] -= 1e-3
      return isDone
    }
    #expect(KernelCheck(broken).fault() == .factor)
  }

  @Test func refusalsAndWhatIsNoNumberAreFaults() {
    var broken = library
    broken.factor = { _, _ in false }
    #expect(KernelCheck(broken).fault() == .factor)
    broken = library
    broken.product = { _, _, order in [Double](repeating: .nan, count: order * order) }
    #expect(KernelCheck(broken).fault() == .product)
    broken.product = { _, _, _ in [] }
    #expect(KernelCheck(broken).fault() == .product)
    broken = library
    broken.solve = { _, _, _, _ in }
    #expect(KernelCheck(broken).fault() == .solve)
  }
}
