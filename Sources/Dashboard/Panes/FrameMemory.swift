package import TerminalCells

/// The last frame and what it was made from: where nothing that is seen has changed there is no other, where only the
/// lines around the panes have, the panes are not drawn again, and of the panes those are not that have marks by which
/// they are known to be as they were.
///
/// The frames are those of ``DashboardModel/frame(theme:glyphs:colors:)``, cell for cell.
package struct FrameMemory {
  private var last: (parts: FrameParts, marks: [Pane: ChartMark], panes: CellBuffer)?

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
    if last?.parts.hasPanes(of: parts) == true {
      last?.parts = parts
    } else {
      drawPanes(of: model, parts)
    }
    return last.map { model.frame(parts, around: $0.panes) }
  }

  private mutating func drawPanes(of model: DashboardModel, _ parts: FrameParts) {
    let marks = model.marks(parts)
    guard let before = last, before.parts.hasPlaces(of: parts), !marks.isEmpty else {
      last = (parts, marks, model.paneCells(parts))
      return
    }
    last = nil
    let known = Set(marks.keys.filter { marks[$0] == before.marks[$0] })
    last = (parts, marks, model.paneCells(parts, on: before.panes, keeping: known))
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
  var scrub: ScrubBar?

  init(of model: DashboardModel, theme: Theme, glyphs: GlyphTier, colors: ColorTier) {
    changes = [model.place.index, model.changes] + model.others.map(\.changes)
    size = model.size
    // Without any colour, the theme gives way to the one in which letters and patterns tell reward models apart.
    self.theme = theme.on(colors)
    self.glyphs = glyphs
    status = StatusArea(model)
    layout = model.layout(statusLines: status.lines.count)
    header = Header(model)
    if !layout.scrub.isEmpty { scrub = ScrubBar(model, width: layout.scrub.width) }
    hint = HintLine(Keymap.hints(for: model), width: layout.hint.width, glyphs: glyphs)
  }

  /// Whether the panes of both look the same.
  func hasPanes(of other: FrameParts) -> Bool {
    changes == other.changes && hasPlaces(of: other)
  }

  /// Whether the panes of both stand where they stood, in the same colours.
  func hasPlaces(of other: FrameParts) -> Bool {
    size == other.size && layout == other.layout && glyphs == other.glyphs && theme == other.theme
  }
}
