import TerminalCells

@testable import Dashboard

extension CellBuffer {
  /// The styles of a frame as text, for golden files: one letter a cell, and a legend.
  ///
  /// Letters stand for roles of the theme and digits for reward models (raised ones for their areas, lowered ones for
  /// raw values), so that a new style moves no letter of another. A style of several roles has the first of them in the
  /// order of `ThemeRole`; what is neither, a mixture of two, has a Greek letter in the order of appearance. Plain cells
  /// at the end of a row are left out.
  func stylePlane(_ theme: Theme) -> String {
    var names = theme.styleNames
    var legend: [(letter: String, name: String, style: CellStyle)] = []
    var mixtures = 0
    var text = ""
    for row in 0..<size.height {
      var line = ""
      for column in 0..<size.width {
        let style = self[column, row].style
        if names[style] == nil {
          names[style] = (Self.greek(mixtures), "mixture")
          mixtures += 1
        }
        let (letter, name) = names[style] ?? ("?", "")
        if !legend.contains(where: { $0.letter == letter }) { legend.append((letter, name, style)) }
        line += letter
      }
      while line.hasSuffix(".") { line.removeLast() }
      text += line + "\n"
    }
    legend.sort { $0.letter.unicodeScalars.lexicographicallyPrecedes($1.letter.unicodeScalars) }
    return text + "\n" + legend.map { "\($0.letter) \($0.name): \($0.style.legend)\n" }.joined()
  }

  private static func greek(_ number: Int) -> String {
    let letters = "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ".map { String($0) }
    return number < letters.count
      ? letters[number] : Unicode.Scalar(0x100 + UInt32(number)).map { String($0) } ?? "?"
  }
}

extension Theme {
  /// Letter and name of every style that a role or a reward model has by itself.
  fileprivate var styleNames: [CellStyle: (letter: String, name: String)] {
    var names: [CellStyle: (letter: String, name: String)] = [:]
    func add(_ style: CellStyle, _ letter: String, _ name: String) {
      if names[style] == nil { names[style] = (letter, name) }
    }
    for role in ThemeRole.allCases { add(self[role], role.letter, role.rawValue) }
    let theme = on(.trueColor)
    for (arm, key) in SeriesKey.keys((0..<10).map { "rm\($0)" }).enumerated() where hasSeriesColors {
      add(theme.style(key), "\(arm)", "RM \(arm)")
      add(theme.areaStyle(key), "⁰¹²³⁴⁵⁶⁷⁸⁹".map { String($0) }[arm], "area of RM \(arm)")
      add(theme.faintStyle(key), "₀₁₂₃₄₅₆₇₈₉".map { String($0) }[arm], "raw values of RM \(arm)")
    }
    return names
  }
}

extension ThemeRole {
  fileprivate var letter: String {
    switch self {
    case .text: "."
    case .faint: "a"
    case .rule: "b"
    case .title: "c"
    case .titleFocused: "d"
    case .heading: "e"
    case .header: "f"
    case .runName: "g"
    case .live: "h"
    case .paused: "i"
    case .playing: "j"
    case .ended: "k"
    case .stalled: "l"
    case .good: "m"
    case .warning: "n"
    case .error: "o"
    case .pin: "p"
    case .ban: "q"
    case .selection: "r"
    case .axis: "s"
    case .zero: "t"
    case .prior: "u"
    case .marker: "v"
    case .markerAlarm: "w"
    case .markerOnArea: "x"
    case .nonFinite: "y"
    case .overall: "z"
    case .raw: "A"
    case .key: "B"
    case .hint: "C"
    case .status: "D"
    case .prompt: "E"
    case .input: "F"
    case .match: "I"
    case .overlay: "G"
    case .overlayTitle: "H"
    case .whatIf: "I"
    }
  }
}

extension CellStyle {
  /// `#rrggbb on 236 bold underline`: what a golden file says of a style.
  fileprivate var legend: String {
    var parts = [foreground.legend]
    if background != .terminal { parts += ["on", background.legend] }
    let names: [(Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"), (.reverse, "reverse"),
    ]
    for (attribute, name) in names where attributes.contains(attribute) { parts.append(name) }
    return parts.joined(separator: " ")
  }
}

extension CellColor {
  /// `#rrggbb`, a palette index, or `terminal`.
  fileprivate var legend: String {
    switch self {
    case .terminal: return "terminal"
    case .palette(let index): return String(index)
    case .rgb(let red, let green, let blue):
      return "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}
