#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The standard normal distribution.
enum NormalDistribution {
  /// Beyond this many standard deviations a tail is below 1e-17 and counts as nothing.
  static let reach = 8.5

  /// φ(z) = exp(−z²/2)/√(2π).
  static func density(_ z: Double) -> Double { exp(-0.5 * z * z) * 0.398_942_280_401_432_7 }

  /// Φ(z), to full relative precision in the lower tail.
  static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z * 0.707_106_781_186_547_6) }
}
