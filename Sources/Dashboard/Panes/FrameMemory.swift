package import TerminalCells

/// The last frame and what it was made from: where nothing that is seen has changed there is no other, and where only
/// the lines around the panes have, the panes are not drawn again.
///
/// The frames are those of ``DashboardModel/frame(theme:glyphs:colors:)``, cell for cell.
package struct FrameMemory {
  private var last: (parts: FrameParts, panes: CellBuffer)?

  package init() {}

  /// The frame of the run in focus, the others beside it; `nil` where it would be the last one again.
  package mutating func frame(
    of deck: Deck, theme: Theme, glyphs: GlyphTier, colors: ColorTier = .trueColor
  ) -> CellBuffer? {
    frame(of: deck.shown, theme: theme, glyphs: glyphs, colors: colors)
  }

  /// The frame to show; `nil` where it would be the last one again.
  ///
  /// - Parameter model: always the same dashboard, changed by messages only.
  /// - Complexity: O(reward models) where nothing has changed; O(cells) where panes have not.
  package mutating func frame(
    of model: DashboardModel, theme: Theme, glyphs: GlyphTier, colors: ColorTier = .trueColor
  ) -> CellBuffer? {
    let parts = FrameParts(of: model, theme: theme, glyphs: glyphs, colors: colors)
    if let last, last.parts == parts { return nil }
    let panes: CellBuffer
    if let last, last.parts.hasPanes(of: parts) {
      panes = last.panes
    } else {
      panes = model.paneCells(parts)
    }
    last = (parts, panes)
    return model.frame(parts, around: panes)
  }
}

/// What a frame is a function of, the panes' numbers by the count of changes alone.
struct FrameParts: Equatable {
  /// Which of several runs it is, its own changes, and those of the others that are seen beside it.
  var changes: [Int]
  var size: CellSize
  var theme: Theme
  var glyphs: GlyphTier
  var layout: Layout
  var header: Header
  var status: StatusArea
  var hint: HintLine

  init(of model: DashboardModel, theme: Theme, glyphs: GlyphTier, colors: ColorTier) {
    changes = [model.place.index, model.changes] + model.others.map(\.changes)
    size = model.size
    // Without any colour, the theme gives way to the one in which letters and patterns tell reward models apart.
    self.theme = theme.on(colors)
    self.glyphs = glyphs
    status = StatusArea(model)
    layout = model.layout(statusLines: status.lines.count)
    header = Header(model)
    hint = HintLine(Keymap.hints(for: model), width: layout.hint.width, glyphs: glyphs)
  }

  /// Whether the panes of both look the same.
  func hasPanes(of other: FrameParts) -> Bool {
    changes == other.changes && size == other.size && layout == other.layout && glyphs == other.glyphs
      && theme == other.theme
  }
}
