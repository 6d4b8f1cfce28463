package import TerminalCells

/// Which characters charts are drawn with, as people name them.
package enum GlyphChoice: String, CaseIterable, Sendable {
  case auto
  case braille
  case quadrant
  case block
  case line
  case ascii

  /// `nil`: what the terminal and the locale allow.
  package var tier: GlyphTier? {
    switch self {
    case .auto: nil
    case .braille: .braille
    case .quadrant: .quadrant
    case .block: .halfBlock
    case .line: .lineDrawing
    case .ascii: .ascii
    }
  }

  /// For sentences: `auto, braille, … or ascii`.
  package static let accepted =
    allCases.dropLast().map(\.rawValue).joined(separator: ", ") + " or ascii"
}
