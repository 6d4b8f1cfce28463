@testable import RouterEngine

extension PosteriorBank {
  /// tr(Λ⁻¹) / width.
  mutating func averageVariance(_ arm: Int) -> Double {
    varianceDiagonal(arm).reduce(0, +) / Double(settings.width)
  }

  /// ‖μ − s E‖.
  mutating func distanceFromPrior(_ arm: Int) -> Double {
    let prior = arms[arm].priorMean.map { settings.priorScale * $0 }
    return zip(posteriorMean(arm), prior).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }
}
