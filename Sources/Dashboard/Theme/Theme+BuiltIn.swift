extension Theme {
  /// The themes that are part of the binary, the default first: the files of `themes/`, embedded by the build
  /// (`Theme/Files` is a link to them), so that a binary that was moved still has them.
  package static let builtIn: [Theme] = builtInTexts.compactMap { text in
    try? Theme.parse(toml: String(decoding: text.toml, as: UTF8.self), name: text.name)
  }

  static let builtInTexts: [(name: String, toml: [UInt8])] = [
    ("dark", PackageResources.dark_toml), ("light", PackageResources.light_toml),
    ("high-contrast", PackageResources.high_contrast_toml), ("mono", PackageResources.mono_toml),
    ("okabe-ito", PackageResources.okabe_ito_toml),
  ]

  /// What is shown where no other theme can be.
  package static let standard = builtIn.first ?? Theme(name: "dark")

  /// The look of this theme where nothing has a colour: its own if it has none itself, else the built-in one.
  package var withoutColors: Theme { hasSeriesColors ? Theme.monochrome : self }

  static let monochrome = builtIn(named: "mono") ?? Theme(name: "mono")

  /// The built-in theme of this name.
  package static func builtIn(named name: String) -> Theme? { builtIn.first { $0.name == name } }
}
