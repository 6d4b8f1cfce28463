import TOML
import TerminalCells
import Wording

extension ConfigOption {
  /// Every option, in the order of the file.
  package static let all: [ConfigOption] = [
    ConfigOption(
      "theme",
      "Colours: a theme's name, or the whole path of a file; auto is dark or light, as the terminal's background.",
      accepts: "a theme's name or path", usual: quote("auto"),
      remembered: { $0.theme.map(quote) },
      read: { value, config in
        guard let name = value.string, !name.isEmpty, printableText(name, limit: 1000) == name else {
          return false
        }
        config.theme = name
        return true
      }),
    ConfigOption(
      "glyphs", "Characters of charts; auto: as the locale allows.", \.glyphs, usual: .auto,
      remembered: { choices in
        choices.glyphs.flatMap { tier in GlyphChoice.allCases.first { $0.tier == tier } }
      }),
    ConfigOption(
      "mouse",
      "The mouse is asked for from the start; the terminal's own selecting of text needs Shift then.",
      accepts: "true or false", usual: "false"
    ) { value, config in
      config.mouse = value.flag
      return config.mouse != nil
    },
    ConfigOption(
      "hints", "Who opens a screen for the first time is told what to try.", accepts: "true or false",
      usual: "true"
    ) { value, config in
      config.hints = value.flag
      return config.hints != nil
    },
    ConfigOption(
      "panes", "What is below the table: a choice of panes, or a list of their digits.",
      accepts: alternatives(Preset.allCases.map(\.name)) + ", or a list of digits of panes such as [2, 4]",
      words: Preset.allCases.map(\.name), usual: quote(Preset.overview.name),
      remembered: { panes(hidden: $0.hidden) }, read: readPanes),
    ConfigOption(
      "sort", "The table's order: a column, with reversed behind it the other way round.",
      accepts: alternatives(TableSort.Column.allCases.map(\.rawValue)) + ", or one of them and reversed",
      words: TableSort.Column.allCases.map(\.rawValue), usual: quote(TableSort().word),
      remembered: { quote($0.sort.word) },
      read: { value, config in
        config.sort = value.string.flatMap(TableSort.init(word:))
        return config.sort != nil
      }),
    ConfigOption(
      "smoothing", "Weight of the curves' moving average.",
      accepts: alternatives(Smoothing.allCases.map(\.number)), usual: Smoothing.more.number,
      remembered: { $0.smoothing.number },
      read: { value, config in
        config.smoothing = value.number.flatMap(Smoothing.init(rawValue:))
        return config.smoothing != nil
      }),
    ConfigOption(
      "posterior", "What the posterior pane shows first.", \.posterior, usual: .bands,
      remembered: { $0.posterior }),
    ConfigOption(
      "categories", "What the heat map of categories shows first.", \.categories, usual: .share,
      remembered: { $0.categoryMeasure }),
    ConfigOption(
      "axis", "What charts stand over.", \.axis, usual: .step, remembered: { $0.axis }),
    ConfigOption(
      "scale", "Values of reward and metrics.", \.scale, usual: .linear, remembered: { $0.scale }),
    ConfigOption(
      "outliers", "Outliers of reward and metrics stretch the axis, or are clipped (arrows say where).",
      \.outliers, usual: .shown, remembered: { $0.clipsOutliers ? .clipped : .shown }),
  ]

  private static func readPanes(_ value: TOMLValue, _ config: inout ScreenConfig) -> Bool {
    if let name = value.string {
      config.hidden = Preset.allCases.first { $0.name == name }?.hidden
      return config.hidden != nil
    }
    guard let items = value.array else { return false }
    var panes: [Pane] = []
    for item in items {
      guard let digit = item.integer, let pane = Pane.allCases.first(where: { $0.digit == digit }) else {
        return false
      }
      panes.append(pane)
    }
    config.hidden = Preset.hidden(showing: panes)
    return true
  }

  private static func panes(hidden: Set<Pane>) -> String {
    if let preset = Preset.allCases.first(where: { $0.hidden == hidden }) { return quote(preset.name) }
    let shown = Pane.allCases.filter { !hidden.contains($0) && $0 != .rewardModels && $0 != .decision }
    return "[" + shown.map { String($0.digit) }.sorted().joined(separator: ", ") + "]"
  }
}

extension TableSort {
  /// `share` or `share reversed`: as it is stored and configured.
  var word: String { column.rawValue + (isReversed ? " reversed" : "") }

  init?(word: String) {
    let words = word.split(separator: " ")
    guard let column = words.first.flatMap({ Column(rawValue: String($0)) }),
      words.count == 1 || words.dropFirst() == ["reversed"]
    else { return nil }
    self.init()
    self.column = column
    isReversed = words.count > 1
  }
}

extension Smoothing {
  /// As TOML has it.
  fileprivate var number: String { self == .none ? "0" : "\(rawValue)" }
}

extension TOMLValue {
  fileprivate var flag: Bool? { if case .boolean(let flag) = content { flag } else { nil } }

  fileprivate var number: Double? {
    switch content {
    case .integer(let number): Double(number)
    case .float(let number): number
    default: nil
    }
  }
}
