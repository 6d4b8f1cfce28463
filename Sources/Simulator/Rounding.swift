extension Double {
  /// The nearest multiple of 1/`scale`; what is not finite stays as it is.
  ///
  /// Logged numbers are rounded to what a trainer would print, and so that the last bits of a BLAS kernel or of
  /// libm show in a file as rarely as possible.
  func rounded(toOneIn scale: Double) -> Double {
    let scaled = self * scale
    return scaled.isFinite ? scaled.rounded() / scale : self
  }
}
