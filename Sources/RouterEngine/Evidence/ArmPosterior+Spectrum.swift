import LinearAlgebra

extension PosteriorBank {
  /// An arm's evidence as a function of λ₀, σ² and s, whatever is in force.
  ///
  /// - Returns: `nil` for an arm that does not exist, and where the eigenvalues cannot be computed (statistics that
  ///   have overflowed).
  /// - Complexity: O(width³); O(width) for an arm without observations.
  package func evidenceSpectrum(_ arm: Int) -> EvidenceSpectrum? {
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
    var basis = block.entries
    priorMatrix?.block.whiten(&basis)
    guard let eigenvalues = Matrices.diagonalise(&basis, order: width) else { return nil }
    /// Qᵀ L_M⁻¹ v.
    func turned(_ vector: [Double]) -> [Double] {
      var result = Array(repeating: 0.0, count: width)
      Matrices.addProduct(
        basis, transposed: true, rows: width, columns: width, priorMatrix?.block.solution(vector) ?? vector,
        to: &result)
      return result
    }
    // L_M⁻¹ (M E) is L_Mᵀ E.
    return EvidenceSpectrum(
      eigenvalues: eigenvalues, rewarded: turned(rewardedContexts), prior: turned(priorInformation),
      squaredRewards: squaredRewards, effectiveCount: effectiveWeight)
  }
}
