/// When belief points are taken: a function of the number of closes alone.
enum BeliefLaw {
  /// At close c iff c mod 2^max(0, ⌊log₂(c/1024)⌋) = 0: all of the first 2,047, then fewer.
  static func takesPoint(atClose close: Int) -> Bool { isDue(close: close, perDoubling: 1024) }

  /// Every close up to twice the number, then so many of each doubling.
  static func isDue(close: Int, perDoubling number: Int) -> Bool {
    let exponent = close >= number ? Int.bitWidth - 1 - (close / number).leadingZeroBitCount : 0
    return close & ((1 << exponent) - 1) == 0
  }
}
