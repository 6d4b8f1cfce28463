import ArgumentParser
import Dashboard
import Foundation
import TerminalCells
import Wording

extension GlyphChoice: ExpressibleByArgument {}

/// What the option and the environment say of characters.
struct GlyphOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Characters of charts (auto: as the locale allows; also RMTOP_GLYPHS).", valueName: "glyphs"))
  var glyphs: GlyphChoice?

  /// The option, else `RMTOP_GLYPHS`; `nil` where neither says anything.
  func choice(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> GlyphChoice? {
    try glyphs ?? Self.ofEnvironment(environment)
  }

  static func ofEnvironment(_ environment: [String: String]) throws -> GlyphChoice? {
    guard let text = environment["RMTOP_GLYPHS"], !text.isEmpty else { return nil }
    guard let choice = GlyphChoice(rawValue: text) else {
      throw CommandFailure(
        .usage, "RMTOP_GLYPHS: expected \(GlyphChoice.accepted), got \(quoted(text))")
    }
    return choice
  }
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
