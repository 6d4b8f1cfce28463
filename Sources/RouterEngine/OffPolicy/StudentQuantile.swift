/// The 97.5 % quantile of Student's t: half the width of a 95 % interval in standard errors.
///
/// Cornish–Fisher expansion in 1/ν around the normal quantile, to ν⁻⁴; a table where that is not enough.
///
/// - Parameter degrees: ν, degrees of freedom; below 9 that of ⌊ν⌋, the wider one, and below 1 that of 1.
/// - Returns: 1.96 … 12.71, falling in ν; error below 2e-5, and 1e-8 from ν = 40 on.
/// - Complexity: O(1).
///
/// Source: Abramowitz & Stegun 26.7.5. Tested by `StudentQuantileTests` against an independent program.
package func studentQuantile975(degrees: Double) -> Double {
  let few = [
    12.706204736174694, 4.302652729749462, 3.1824463052837078, 2.7764451051977934, 2.5705818356363146,
    2.4469118511449786, 2.364624251592784, 2.306004135204166,
  ]
  if !(degrees >= 9) { return few[degrees >= 1 ? Int(degrees) - 1 : 0] }
  let z = standardNormalQuantile975
  let n = degrees
  let z2 = z * z
  let first = z * (z2 + 1) / 4
  let second = z * ((5 * z2 + 16) * z2 + 3) / 96
  let third = z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384
  let fourth = z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92160
  return z + (first + (second + (third + fourth / n) / n) / n) / n
}

/// The same of the standard normal distribution.
package let standardNormalQuantile975 = 1.959963984540054
