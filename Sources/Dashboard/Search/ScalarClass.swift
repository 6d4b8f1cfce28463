/// A set of characters: `[a-z_]`, `\d`, `[^,]`.
struct ScalarClass: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case digit
    case word
    case space

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .digit: return ("0"..."9").contains(scalar)
      case .word:
        if scalar.isASCII { return scalar == "_" || scalar.isASCIILetter || ("0"..."9").contains(scalar) }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      case .space: return scalar == " " || scalar == "\t"
      }
    }
  }

  struct Part: Equatable, Sendable {
    var kind: Kind
    /// `\D`: all but these.
    var isNegated: Bool
  }

  var ranges: [ClosedRange<Unicode.Scalar>] = []
  var parts: [Part] = []
  var isNegated = false

  func contains(_ scalar: Unicode.Scalar, ignoringCase: Bool) -> Bool {
    var isIn = holds(scalar)
    if !isIn, ignoringCase { isIn = holds(scalar.folded) || holds(scalar.upper) }
    return isIn != isNegated
  }

  private func holds(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar) }
      || parts.contains { $0.kind.contains(scalar) != $0.isNegated }
  }
}

extension Unicode.Scalar {
  var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }

  /// The small letter, where that is one character.
  var folded: Unicode.Scalar {
    if isASCII { return ("A"..."Z").contains(self) ? Unicode.Scalar(UInt8(value) + 32) : self }
    let small = properties.lowercaseMapping.unicodeScalars
    return small.count == 1 ? small.first ?? self : self
  }

  fileprivate var upper: Unicode.Scalar {
    if isASCII { return ("a"..."z").contains(self) ? Unicode.Scalar(UInt8(value) - 32) : self }
    let capital = properties.uppercaseMapping.unicodeScalars
    return capital.count == 1 ? capital.first ?? self : self
  }
}
