/// The text of `themes/*.toml`, written by `ThemeTests.builtInThemesAreTheFiles` (RMTOP_UPDATE_GOLDEN=1).
enum BuiltInThemes {
  static let texts: [(name: String, toml: String)] = [
    (
      "dark",
      #"""
      # rmtop's own colours on a dark terminal. Roles that are absent inherit from their parents.
      shade = "dark"
      series = [
        "#6ea8fe", "#e6a35c", "#7cc58a", "#d98cb3", "#b39ddb", "#5fc4c9",
        "#d9c36a", "#e07a6b", "#a3b86c", "#8fa3bf", "#c79a7b", "#9bd1b0",
      ]

      [roles]
      text = "#c8ccd4"
      faint = "#6f7783"
      rule = "#474e59"
      title = "#9aa5b1"
      title-focused = { color = "#e8ecf2", attributes = ["bold"] }
      heading = "#7d8692"
      run-name = { color = "#e8ecf2", attributes = ["bold"] }
      live = { color = "#7cc58a", attributes = ["bold"] }
      paused = { color = "#e0b45a", attributes = ["bold"] }
      playing = { color = "#6ea8fe", attributes = ["bold"] }
      ended = { color = "#9aa5b1", attributes = ["bold"] }
      stalled = { color = "#e5786d", attributes = ["bold"] }
      good = "#7cc58a"
      warning = "#e0b45a"
      error = "#e5786d"
      pin = { color = "#7cc58a", attributes = ["bold"] }
      ban = { color = "#e5786d", attributes = ["bold"] }
      selection = { background = "#262c36" }
      axis = "#7d8692"
      zero = "#5b636f"
      prior = "#8b93a0"
      marker = "#a58a4a"
      marker-alarm = "#b0564e"
      marker-on-area = "#14161a"
      non-finite = { color = "#ff5f56", attributes = ["bold"] }
      overall = "#dfe3ea"
      raw = "#5b636f"
      key = { color = "#c8ccd4", attributes = ["bold"] }
      hint = "#7d8692"
      status = "#dfe3ea"
      prompt = { color = "#e8ecf2", background = "#262c36" }
      input = { color = "#14161a", background = "#e0b45a" }
      overlay = { color = "#c8ccd4", background = "#1c2027" }
      overlay-title = { color = "#e8ecf2", background = "#1c2027", attributes = ["bold"] }

      """#
    ),
    (
      "light",
      #"""
      # rmtop's own colours on a light terminal.
      shade = "light"
      series = [
        "#1f5fbf", "#b35c00", "#2f7d3b", "#a83273", "#6a4bb0", "#0b7a80",
        "#8a6d00", "#b3382a", "#5c7316", "#4a6079", "#85552f", "#1f7f5c",
      ]

      [roles]
      text = "#2b3038"
      faint = "#7a828d"
      rule = "#a4aab4"
      title = "#5a6370"
      title-focused = { color = "#111418", attributes = ["bold"] }
      heading = "#757d89"
      run-name = { color = "#111418", attributes = ["bold"] }
      live = { color = "#2f7d3b", attributes = ["bold"] }
      paused = { color = "#946200", attributes = ["bold"] }
      playing = { color = "#1f5fbf", attributes = ["bold"] }
      ended = { color = "#5a6370", attributes = ["bold"] }
      stalled = { color = "#b3261e", attributes = ["bold"] }
      good = "#2f7d3b"
      warning = "#946200"
      error = "#b3261e"
      pin = { color = "#2f7d3b", attributes = ["bold"] }
      ban = { color = "#b3261e", attributes = ["bold"] }
      selection = { background = "#e6eaf0" }
      axis = "#757d89"
      zero = "#989fab"
      prior = "#7f8793"
      marker = "#b08a2e"
      marker-alarm = "#c9746c"
      marker-on-area = "#ffffff"
      non-finite = { color = "#d00000", attributes = ["bold"] }
      overall = "#111418"
      raw = "#989fab"
      key = { color = "#2b3038", attributes = ["bold"] }
      hint = "#757d89"
      status = "#111418"
      prompt = { color = "#111418", background = "#e6eaf0" }
      input = { color = "#ffffff", background = "#946200" }
      overlay = { color = "#2b3038", background = "#eef1f5" }
      overlay-title = { color = "#111418", background = "#eef1f5", attributes = ["bold"] }

      """#
    ),
    (
      "high-contrast",
      #"""
      # Strong colours on black, nothing faint.
      shade = "dark"
      series = [
        "#4da6ff", "#ffb000", "#00e676", "#ff6ec7", "#b388ff", "#00e5ff",
        "#ffff00", "#ff7043", "#c6ff00", "#90caf9", "#ffcc80", "#69f0ae",
      ]

      [roles]
      text = { color = "#ffffff", background = "#000000" }
      faint = "#c0c0c0"
      rule = "#8a8a8a"
      title-focused = { color = "#000000", background = "#ffffff", attributes = ["bold"] }
      run-name = { attributes = ["bold"] }
      live = { color = "#00e676", attributes = ["bold"] }
      paused = { color = "#ffff00", attributes = ["bold"] }
      playing = { color = "#4da6ff", attributes = ["bold"] }
      stalled = { color = "#000000", background = "#ff5252", attributes = ["bold"] }
      good = "#00e676"
      warning = "#ffff00"
      error = { color = "#ff5252", attributes = ["bold"] }
      selection = { background = "#303030", attributes = ["bold"] }
      marker-on-area = "#000000"
      non-finite = { color = "#ff0000", attributes = ["bold"] }
      key = { attributes = ["bold", "underline"] }
      prompt = { background = "#303030", attributes = ["bold"] }
      input = { color = "#000000", background = "#ffff00" }
      overlay = { color = "#ffffff", background = "#202020" }
      overlay-title = { color = "#ffffff", background = "#202020", attributes = ["bold"] }

      """#
    ),
    (
      "mono",
      #"""
      # No colour at all: letters tell reward models apart, attributes do the rest.
      shade = "dark"
      series = []

      [roles]
      faint = { attributes = ["dim"] }
      rule = { attributes = ["dim"] }
      title = { attributes = [] }
      title-focused = { attributes = ["bold"] }
      heading = { attributes = ["underline"] }
      run-name = { attributes = ["bold"] }
      live = { attributes = ["bold"] }
      paused = { attributes = ["bold", "reverse"] }
      ended = { attributes = ["bold"] }
      stalled = { attributes = ["bold", "reverse"] }
      warning = { attributes = ["bold"] }
      error = { attributes = ["bold", "underline"] }
      pin = { attributes = ["bold"] }
      ban = { attributes = ["bold", "underline"] }
      selection = { attributes = ["reverse"] }
      axis = { attributes = [] }
      marker = { attributes = [] }
      non-finite = { attributes = ["bold", "reverse"] }
      key = { attributes = ["bold"] }
      hint = { attributes = [] }
      prompt = { attributes = ["reverse"] }
      input = { attributes = ["bold", "underline"] }

      """#
    ),
    (
      "okabe-ito",
      #"""
      # The eight colours of Okabe and Ito, which people with the common colour blindnesses can tell apart.
      shade = "dark"
      series = ["#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#0072b2", "#d55e00", "#b8b8b8"]

      [roles]
      text = "#d0d0d0"
      faint = "#858585"
      rule = "#555555"
      title = "#a8a8a8"
      title-focused = { color = "#ffffff", attributes = ["bold"] }
      run-name = { color = "#ffffff", attributes = ["bold"] }
      live = { color = "#56b4e9", attributes = ["bold"] }
      paused = { color = "#f0e442", attributes = ["bold"] }
      playing = { color = "#56b4e9", attributes = ["bold"] }
      stalled = { color = "#d55e00", attributes = ["bold"] }
      good = "#56b4e9"
      warning = "#f0e442"
      error = "#d55e00"
      pin = { color = "#56b4e9", attributes = ["bold"] }
      ban = { color = "#d55e00", attributes = ["bold"] }
      selection = { background = "#2a2a2a" }
      marker = "#9d9530"
      marker-alarm = "#d55e00"
      marker-on-area = "#000000"
      non-finite = { color = "#d55e00", attributes = ["bold", "underline"] }
      overall = "#ffffff"
      key = { color = "#ffffff", attributes = ["bold"] }
      prompt = { color = "#ffffff", background = "#2a2a2a" }
      input = { color = "#000000", background = "#f0e442" }
      overlay = { color = "#d0d0d0", background = "#1e1e1e" }
      overlay-title = { color = "#ffffff", background = "#1e1e1e", attributes = ["bold"] }

      """#
    ),
  ]
}
