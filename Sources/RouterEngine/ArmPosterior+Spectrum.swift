import COpenBLAS

extension PosteriorBank {
  /// An arm's evidence as a function of λ₀, σ² and s, whatever is in force.
  ///
  /// - Returns: `nil` for an arm that does not exist, and where the eigenvalues cannot be computed (statistics that
  ///   have overflowed).
  /// - Complexity: O(width³); O(width) for an arm without observations.
  public func evidenceSpectrum(_ arm: Int) -> EvidenceSpectrum? {
    arms.indices.contains(arm) ? arms[arm].evidenceSpectrum() : nil
  }
}

extension ArmPosterior {
  /// See `PosteriorBank.evidenceSpectrum`.
  func evidenceSpectrum() -> EvidenceSpectrum? {
    guard isObserved else {
      return EvidenceSpectrum(
        eigenvalues: [], rewarded: [], prior: [], squaredRewards: 0, effectiveCount: 0)
    }
    guard pending.count == 0 else {
      // The rows that wait belong to S and c, too.
      var whole = self
      whole.rebase()
      return whole.evidenceSpectrum()
    }
    BLAS.prepare()
    var basis = whitenedContexts()
    guard let eigenvalues = Self.diagonalise(&basis, width: width) else { return nil }
    // L_M⁻¹ (M E) is L_Mᵀ E.
    return EvidenceSpectrum(
      eigenvalues: eigenvalues,
      rewarded: Self.rotate(whitened(rewardedContexts), into: basis),
      prior: Self.rotate(whitened(priorInformation), into: basis), squaredRewards: squaredRewards,
      effectiveCount: effectiveWeight)
  }

  /// L_M⁻¹ S L_M⁻ᵀ, column-major, width × width; S itself where M = I.
  private func whitenedContexts() -> [Double] {
    let width = width
    var matrix = Array(repeating: 0.0, count: width * width)
    for column in 0..<width {
      for row in 0...column {
        let entry = block[row + (column + 1) * width]
        matrix[row + column * width] = entry
        matrix[column + row * width] = entry
      }
    }
    guard let priorMatrix else { return matrix }
    let order = Int32(width)
    matrix.withUnsafeMutableBufferPointer { matrix in
      priorMatrix.block.withUnsafeBufferPointer { factor in
        cblas_dtrsm(
          CblasColMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, order, order, 1,
          factor.baseAddress, order, matrix.baseAddress, order)
        cblas_dtrsm(
          CblasColMajor, CblasRight, CblasLower, CblasTrans, CblasNonUnit, order, order, 1,
          factor.baseAddress, order, matrix.baseAddress, order)
      }
    }
    return matrix
  }

  /// L_M⁻¹ v.
  private func whitened(_ vector: [Double]) -> [Double] {
    guard let priorMatrix else { return vector }
    let order = Int32(width)
    var solution = vector
    solution.withUnsafeMutableBufferPointer { solution in
      priorMatrix.block.withUnsafeBufferPointer { factor in
        cblas_dtrsv(
          CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, order, factor.baseAddress, order,
          solution.baseAddress, 1)
      }
    }
    return solution
  }

  /// Qᵀ v.
  private static func rotate(_ vector: [Double], into basis: [Double]) -> [Double] {
    let order = Int32(vector.count)
    var result = vector
    result.withUnsafeMutableBufferPointer { result in
      basis.withUnsafeBufferPointer { basis in
        vector.withUnsafeBufferPointer { vector in
          cblas_dgemv(
            CblasColMajor, CblasTrans, order, order, 1, basis.baseAddress, order, vector.baseAddress, 1, 0,
            result.baseAddress, 1)
        }
      }
    }
    return result
  }

  /// The eigenvalues of a symmetric matrix, ascending, which gives its place to its eigenvectors; `nil` where they
  /// cannot be computed.
  private static func diagonalise(_ matrix: inout [Double], width: Int) -> [Double]? {
    guard matrix.allSatisfy(\.isFinite) else { return nil }
    var eigenvalues = Array(repeating: 0.0, count: width)
    var work = [0.0]
    var indices: [Int32] = [0]
    func solve(_ matrix: inout [Double], workLength: Int32, indexLength: Int32) -> Int32 {
      var info: Int32 = 0
      withUnsafePointer(to: Int32(width)) { order in
        withUnsafePointer(to: workLength) { workLength in
          withUnsafePointer(to: indexLength) { indexLength in
            matrix.withUnsafeMutableBufferPointer { matrix in
              dsyevd_(
                "V", "L", order, matrix.baseAddress, order, &eigenvalues, &work, workLength, &indices,
                indexLength, &info)
            }
          }
        }
      }
      return info
    }
    // −1 asks how much room it wants.
    guard solve(&matrix, workLength: -1, indexLength: -1) == 0,
      let workLength = Int32(exactly: work[0].rounded(.up))
    else { return nil }
    let indexLength = indices[0]
    work = Array(repeating: 0, count: Int(workLength))
    indices = Array(repeating: 0, count: Int(indexLength))
    guard solve(&matrix, workLength: workLength, indexLength: indexLength) == 0 else { return nil }
    return eigenvalues
  }
}
