package import TerminalCells
import Wording

/// What a viewer has chosen and wants to find again: a small text of lines `name value`.
package struct ViewChoices: Equatable, Sendable {
  /// The theme that was kept in the picker; `nil` where none was.
  package var theme: String?
  package var sort = TableSort()
  package var smoothing = Smoothing.more
  package var categoryMeasure = CategoryMeasure.share
  package var hidden: Set<Pane> = []
  package var posterior = PosteriorAspect.bands
  package var axis = ChartAxis.step
  package var scale = ValueScale.Kind.linear
  package var clipsOutliers = false
  /// `nil` where none were chosen.
  package var glyphs: GlyphTier?
  /// Names of metrics that are kept at the top.
  package var metrics: [String] = []
  /// What to try has been said once.
  package var isGreeted = false

  package init() {}

  private static let head = "rmtop view 1"

  /// As it is stored.
  package var text: String {
    var lines = [Self.head]
    if let theme { lines.append("theme \(theme)") }
    lines.append("sort \(sort.word)")
    lines.append("smoothing \(smoothing.word)")
    if categoryMeasure != .share { lines.append("categories \(categoryMeasure.rawValue)") }
    for pane in Pane.allCases where hidden.contains(pane) { lines.append("hidden \(pane.digit)") }
    if posterior != .bands { lines.append("posterior \(posterior.rawValue)") }
    if scale != .linear { lines.append("scale \(scale.rawValue)") }
    if clipsOutliers { lines.append("outliers clipped") }
    if axis != .step { lines.append("axis \(axis.rawValue)") }
    for name in metrics where Self.canKeep(name) { lines.append("metric \(name)") }
    if let glyphs { lines.append("glyphs \(glyphs.word)") }
    if isGreeted { lines.append("greeted yes") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// - Throws: which line is none of these.
  package init(text: String) throws(ViewChoicesError) {
    self.init()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == Self.head[...], lines.last == "" else { throw ViewChoicesError(line: 1) }
    for (index, line) in lines.enumerated().dropFirst().dropLast() {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2, set(words[0], words[1]) else { throw ViewChoicesError(line: index + 1) }
    }
  }

  /// Whether a name comes back from the stored text as it was.
  private static func canKeep(_ name: String) -> Bool {
    !name.isEmpty && printableText(name, limit: 256) == name
  }

  private mutating func set(_ name: String, _ value: String) -> Bool {
    switch name {
    case "theme":
      guard printableText(value, limit: 100) == value else { return false }
      theme = value
    case "sort":
      guard let known = TableSort(word: value) else { return false }
      sort = known
    case "smoothing":
      guard let known = Smoothing.allCases.first(where: { $0.word == value }) else { return false }
      smoothing = known
    case "categories":
      guard let known = CategoryMeasure(rawValue: value) else { return false }
      categoryMeasure = known
    case "hidden":
      guard let pane = Pane.allCases.first(where: { String($0.digit) == value }), pane != .rewardModels else {
        return false
      }
      hidden.insert(pane)
    case "posterior":
      guard let known = PosteriorAspect(rawValue: value) else { return false }
      posterior = known
    case "scale":
      guard let known = ValueScale.Kind(rawValue: value) else { return false }
      scale = known
    case "outliers":
      guard value == "clipped" else { return false }
      clipsOutliers = true
    case "axis":
      guard let known = ChartAxis(rawValue: value) else { return false }
      axis = known
    case "metric":
      guard Self.canKeep(value), !metrics.contains(value), metrics.count < DashboardModel.keptLimit else {
        return false
      }
      metrics.append(value)
    case "glyphs":
      guard let known = GlyphTier.allCases.first(where: { $0.word == value }) else { return false }
      glyphs = known
    case "greeted":
      guard value == "yes" else { return false }
      isGreeted = true
    default: return false
    }
    return true
  }
}

extension ViewChoices {
  /// What is remembered after a session that began as `start`: what the viewer has changed in it, and of all else what
  /// was remembered before. So what a configuration file says is not kept as the viewer's own choice.
  package func remembering(_ before: ViewChoices, start: ViewChoices) -> ViewChoices {
    var kept = before
    func take<Value: Equatable>(_ field: WritableKeyPath<ViewChoices, Value>) {
      if self[keyPath: field] != start[keyPath: field] { kept[keyPath: field] = self[keyPath: field] }
    }
    take(\.theme)
    take(\.sort)
    take(\.smoothing)
    take(\.categoryMeasure)
    take(\.hidden)
    take(\.posterior)
    take(\.axis)
    take(\.scale)
    take(\.clipsOutliers)
    take(\.metrics)
    take(\.glyphs)
    take(\.isGreeted)
    return kept
  }
}

/// A stored text that is not one of `ViewChoices`.
package struct ViewChoicesError: Error, Equatable, Sendable {
  package var line: Int
}

extension ViewState {
  /// What of this is found again at the next start.
  package var choices: ViewChoices {
    get {
      var choices = ViewChoices()
      choices.theme = chosenTheme
      choices.sort = sort
      choices.smoothing = smoothing
      choices.categoryMeasure = categoryMeasure
      choices.hidden = hidden
      choices.posterior = posterior
      choices.axis = axis
      choices.scale = scale
      choices.clipsOutliers = clipsOutliers
      choices.glyphs = chosenGlyphs
      choices.metrics = keptMetrics
      choices.isGreeted = isGreeted
      return choices
    }
    set {
      chosenTheme = newValue.theme
      sort = newValue.sort
      smoothing = newValue.smoothing
      categoryMeasure = newValue.categoryMeasure
      hidden = newValue.hidden
      posterior = newValue.posterior
      axis = newValue.axis
      scale = newValue.scale
      clipsOutliers = newValue.clipsOutliers
      glyphs = newValue.glyphs
      chosenGlyphs = newValue.glyphs
      keptMetrics = newValue.metrics
      isGreeted = newValue.isGreeted
    }
  }
}
