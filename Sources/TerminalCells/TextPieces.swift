/// Cuts text into what stands in one cell, or in two for wide characters: a spacing character and its marks.
///
/// Cut by scalars, not by grapheme clusters, since that is what all terminals agree on: of a joined emoji every part
/// stands by itself, joiners, variation selectors and other format characters are dropped, a flag becomes its two
/// letters, a skin tone after its emoji goes. Tabs and line ends become a space, other control characters go.
/// At most three marks stay with their base; marks without a base go.
struct TextPieces: Sequence, IteratorProtocol {
  struct Piece {
    var glyph: String
    /// Cells: 1 or 2.
    var width: Int
  }

  static let space = Piece(glyph: " ", width: 1)
  private static let ascii = (0..<128).map { String(Unicode.Scalar(UInt8($0))) }
  private static let mostMarks = 3

  /// The glyph of a byte of printable ASCII.
  static func glyph(ofASCII byte: UInt8) -> String { ascii[Int(byte)] }

  private var rest: Substring.UnicodeScalarView

  init(_ text: some StringProtocol) { rest = Substring(text).unicodeScalars }

  mutating func next() -> Piece? {
    while let scalar = rest.popFirst() {
      if let piece = opened(by: scalar) { return takingMarks(piece) }
    }
    return nil
  }

  /// The piece that begins with this scalar; `nil` when it begins none.
  private func opened(by scalar: Unicode.Scalar) -> Piece? {
    let value = scalar.value
    if value >= 0x20, value < 0x7F { return Piece(glyph: Self.ascii[Int(value)], width: 1) }
    switch value {
    case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: return Self.space
    case 0x1F1E6...0x1F1FF: return Piece(glyph: Self.ascii[Int(value - 0x1F1E6) + 0x41], width: 1)
    default: break
    }
    guard let width = ScalarWidth.cells(of: scalar), width > 0 else { return nil }
    return Piece(glyph: String(scalar), width: width)
  }

  private mutating func takingMarks(_ piece: Piece) -> Piece {
    var piece = piece
    var marks = 0
    while let scalar = rest.first, scalar.value >= 0x300 {
      if piece.width == 2, (0x1F3FB...0x1F3FF).contains(scalar.value) {
        rest.removeFirst()
        continue
      }
      // Format characters are passed over here so that a mark behind a joiner keeps its base.
      guard scalar.value != 0x2028, scalar.value != 0x2029 else { break }
      let width = ScalarWidth.cells(of: scalar)
      if let width, width > 0 { break }
      rest.removeFirst()
      if width == 0, marks < Self.mostMarks {
        piece.glyph.unicodeScalars.append(scalar)
        marks += 1
      }
    }
    return piece
  }
}
