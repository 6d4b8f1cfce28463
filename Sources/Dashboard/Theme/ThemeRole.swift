/// What a colour is for. Panes name roles; only a theme knows colours.
package enum ThemeRole: String, CaseIterable, Sendable {
  /// Everything that has no role of its own; the root from which all others inherit.
  case text
  /// What may be overlooked: dots of the forest, units, older lines.
  case faint
  case rule
  case title
  case titleFocused = "title-focused"
  /// Column titles of the table.
  case heading
  case header
  case runName = "run-name"
  case live
  case paused
  case playing
  case ended
  case stalled
  case good
  case warning
  case error
  case pin
  case ban
  /// The row of the selected RM.
  case selection
  case axis
  case zero
  /// The tick of the prior mean.
  case prior
  /// Vertical markers of controls.
  case marker
  case markerAlarm = "marker-alarm"
  /// A marker on a filled area, whose colour is its ground.
  case markerOnArea = "marker-on-area"
  /// The mark where a value was NaN or infinite.
  case nonFinite = "non-finite"
  /// The curve over all RMs, and metrics' curves.
  case overall
  /// The same before smoothing.
  case raw
  case key
  case hint
  case status
  case prompt
  /// The field of a prompt that has the cursor.
  case input
  /// What is searched for.
  case match
  case overlay
  case overlayTitle = "overlay-title"
  /// What is shown is no recording: not to be overlooked.
  case whatIf = "what-if"

  /// The role whose look this one takes where a theme does not say.
  package var parent: ThemeRole? {
    switch self {
    case .text: nil
    case .faint, .title, .header, .selection, .good, .warning, .error, .overall, .status, .prompt, .overlay,
      .markerOnArea:
      .text
    case .rule, .axis, .prior, .hint, .ended, .raw, .heading: .faint
    case .titleFocused, .key: .title
    case .runName: .header
    case .live: .good
    case .playing: .live
    case .paused, .marker: .warning
    case .pin: .good
    case .stalled, .ban, .nonFinite, .markerAlarm: .error
    case .zero: .axis
    case .input: .selection
    case .match, .whatIf: .input
    case .overlayTitle: .titleFocused
    }
  }
}
