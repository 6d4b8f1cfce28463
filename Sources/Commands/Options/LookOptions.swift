import ArgumentParser
import Foundation
import TerminalCells
import Wording

/// `--glyphs`: which characters charts are drawn with.
enum GlyphChoice: String, CaseIterable, ExpressibleByArgument {
  case auto
  case braille
  case quadrant
  case block
  case ascii

  /// `nil`: what the terminal and the locale allow.
  var tier: GlyphTier? {
    switch self {
    case .auto: nil
    case .braille: .braille
    case .quadrant: .quadrant
    case .block: .halfBlock
    case .ascii: .ascii
    }
  }
}

/// What the option and the environment say of characters.
struct GlyphOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Characters of charts (auto: as the locale allows; also RMTOP_GLYPHS).", valueName: "glyphs"))
  var glyphs: GlyphChoice?

  /// The option, else `RMTOP_GLYPHS`.
  func tier(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> GlyphTier? {
    if let glyphs { return glyphs.tier }
    guard let text = environment["RMTOP_GLYPHS"], !text.isEmpty else { return nil }
    guard let choice = GlyphChoice(rawValue: text) else {
      throw CommandFailure(
        .usage, "RMTOP_GLYPHS: expected \(Self.accepted), got \(quoted(text))")
    }
    return choice.tier
  }

  private static let accepted =
    GlyphChoice.allCases.dropLast().map(\.rawValue).joined(separator: ", ") + " or ascii"
}

/// `--colors` of `snapshot --ansi`.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
  case auto
  case truecolor
  case palette256 = "256"
  case palette16 = "16"
  case palette8 = "8"
  case none

  /// `nil`: what NO_COLOR and COLORTERM say.
  var tier: ColorTier? {
    switch self {
    case .auto: nil
    case .truecolor: .trueColor
    case .palette256: .palette256
    case .palette16: .palette16
    case .palette8: .palette8
    case .none: .mono
    }
  }
}
