import CTerminal
import Files
package import TerminalCells

/// What the environment says of the terminal.
package struct TerminalEnvironment: Equatable, Sendable {
  /// `TERM`; `nil` and empty are the same.
  package var type: String?
  /// `COLORTERM`.
  package var colorHint: String?
  /// `NO_COLOR` is set and not empty (https://no-color.org).
  package var forbidsColor: Bool
  /// The locale's character set is UTF-8.
  package var isUtf8: Bool
  /// What `COLORFGBG` says of the background.
  package var backgroundHint: TerminalBackground?

  package init(
    type: String?, colorHint: String? = nil, forbidsColor: Bool = false, isUtf8: Bool = true,
    backgroundHint: TerminalBackground? = nil
  ) {
    self.backgroundHint = backgroundHint
    self.type = type
    self.colorHint = colorHint
    self.forbidsColor = forbidsColor
    self.isUtf8 = isUtf8
  }

  /// Reads `TERM`, `COLORTERM`, `NO_COLOR` and `COLORFGBG`.
  package static func current(isUtf8: Bool) -> TerminalEnvironment {
    TerminalEnvironment(
      type: environmentValue("TERM"), colorHint: environmentValue("COLORTERM"),
      forbidsColor: environmentValue("NO_COLOR") != nil,
      isUtf8: isUtf8,
      backgroundHint: environmentValue("COLORFGBG").flatMap(TerminalBackground.init(colorFgBg:)))
  }

  /// The same for the locale of the environment, which the process takes over.
  package static func ofProcess() -> TerminalEnvironment { current(isUtf8: rmtop_locale_is_utf8() == 1) }
}

extension TerminalEnvironment {
  /// What a terminal whose description this machine lacks (foot, kitty over ssh) is taken for.
  static let usualType = "xterm-256color"

  /// Names of terminal descriptions to be tried, best first: one with direct colours where `COLORTERM` says that the
  /// terminal has them, then `TERM` itself, then what nearly all terminals are like.
  var candidates: [String] {
    guard let type, !type.isEmpty else { return [] }
    guard promisesTrueColor, !forbidsColor, !type.hasSuffix("-direct") else {
      return [type, Self.usualType]
    }
    let base = type.split(separator: "-").first.map(String.init) ?? type
    // screen itself has no direct colours; in what calls itself so and promises them tmux' description works.
    return [base == "screen" ? "tmux-direct" : base + "-direct", type, "xterm-direct", Self.usualType]
  }

  private var promisesTrueColor: Bool { colorHint == "truecolor" || colorHint == "24bit" }

  /// Colours of a terminal that is not opened: of text that is printed for one.
  package var printedColorTier: ColorTier {
    forbidsColor ? .mono : promisesTrueColor ? .trueColor : .palette256
  }

  /// Whether the terminal may be asked what it is. The kernel's console would print the question.
  var understandsQuestions: Bool { type != "linux" }

  /// Characters the terminal is trusted with.
  package var glyphTier: GlyphTier {
    guard isUtf8 else { return .ascii }
    // The font of the kernel's console has 512 glyphs and none of Braille.
    return type == "linux" ? .halfBlock : .braille
  }

  /// Colours to be used where the terminal's description has so many.
  func colorTier(colors: Int) -> ColorTier {
    if forbidsColor || colors < 8 { return .mono }
    if colors >= 0x100_0000 { return .trueColor }
    return colors >= 256 ? .palette256 : colors >= 16 ? .palette16 : .palette8
  }

  /// What the viewer should know of a screen that is drawn by the description of this name.
  func remarks(drawnAs name: String, choosesGlyphs: Bool) -> [String] {
    var remarks: [String] = []
    if let type, name == "xterm-direct" || name == Self.usualType, !type.hasPrefix("xterm") {
      remarks.append(
        "this machine has no description of the terminal \(type) (TERM): it is taken for \(name)")
    }
    if !isUtf8, !choosesGlyphs {
      remarks.append(
        "the locale's character set is not UTF-8, so ASCII is drawn: set LANG=C.UTF-8 or start with --glyphs braille"
      )
    }
    return remarks
  }
}
