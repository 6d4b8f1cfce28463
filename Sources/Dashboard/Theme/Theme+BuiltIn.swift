extension Theme {
  /// The themes that are part of the binary, the default first.
  ///
  /// Their text is `BuiltInThemes.texts`, a copy of `themes/*.toml` (a test compares them), so a binary that was
  /// moved still has them.
  public static let builtIn: [Theme] = BuiltInThemes.texts.compactMap { text in
    try? Theme.parse(toml: text.toml, name: text.name)
  }

  /// What is shown where no other theme can be.
  public static let standard = builtIn.first ?? Theme(name: "dark")

  /// The look of this theme where nothing has a colour: its own if it has none itself, else the built-in one.
  public var withoutColors: Theme { hasSeriesColors ? Theme.monochrome : self }

  static let monochrome = builtIn(named: "mono") ?? Theme(name: "mono")

  /// The built-in theme of this name.
  public static func builtIn(named name: String) -> Theme? { builtIn.first { $0.name == name } }
}
