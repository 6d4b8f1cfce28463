package import RunEvents
package import TerminalCells

/// Everything that can happen to a dashboard.
package enum Message: Sendable {
  /// Keys that were there in one read of the terminal, in order.
  case keys([KeyStroke])
  /// A text that was pasted: no key of it was pressed.
  case pasted(String)
  case mouse(MouseEvent)
  /// The terminal's answer, later than it was waited for, to a viewer who has named no theme.
  case background(Theme.Shade)
  case resized(CellSize)
  case tick(ClockReading)
  /// Lines in order, of this reader generation.
  case lines([LogLine], generation: Int)
  /// A fold that was lent is done.
  case folded(HeavyFold)
  /// A frame is about to be drawn: the beliefs are to be those of the moment (`DashboardModel.wantsLook`).
  case look
  /// Fold at most so many lines, as transport and target allow.
  case fold(maximum: Int)
  case source(SourceReport)
  /// Something happened to the source (truncated, replaced, gone, back): one sentence. It goes past lines that wait.
  case sourceNotice(String)
  /// From now on no line handed over, or waiting to be, can be read again. It goes past lines that wait.
  case historyLost
  /// The next lines are of another file, from its beginning; in order with the lines, after its `historyLost`.
  /// `afresh`: they are what the log is now (it was cut back or edited), and the lines before count no more.
  case sourceRestarted(afresh: Bool)
  /// Lines that `Effect.readBack` asked for: of each offset what stands there now, nothing where it is gone.
  case readBack(offsets: [Int], lines: [[LogLine]])
  /// A control was written to the control file, or could not be.
  case controlWritten(sequence: String)
  case controlFailed(sequence: String, error: String)
  /// The router took a control and will not have it in its log. It goes past lines that wait.
  case controlRefused(sequence: String, reason: String)
  /// What `Effect.export` asked for is in this file, or is not; nor is what was to be copied.
  case exported(path: String, rows: Int)
  case exportFailed(String)
  case copyFailed(String)
  /// The theme that `view.themeName` names cannot be used, for this reason; the one in use stays.
  case themeRefused(String, inUse: String)

  /// A key by itself.
  package static func key(_ key: KeyStroke) -> Message { .keys([key]) }
}

/// What the shell is asked to do.
package enum Effect: Equatable, Sendable {
  case quit
  /// Append this line to the control file.
  case send(ControlEvent)
  /// Read again from this byte (line number of it), with lines and reports tagged by this generation.
  case read(fromOffset: Int, line: Int, generation: Int)
  /// Read the lines that begin at these offsets again, beside all else, and answer with `Message.readBack`.
  case readBack(offsets: [Int])
  /// Call `claimHeavyFold()`, fold it on another thread and send it back as `.folded`.
  case foldElsewhere
  /// Give this text to the terminal's clipboard.
  case copy(String)
  /// Write a new file of this name (without its kind) in the working folder, and answer with `Message.exported`.
  case export(name: String, csv: String, rows: Int)
  case repaint
  case suspend
  /// The next run is to have the screen, and these keys, which came with the one that asked for it. `Deck` does it.
  case nextRun(pending: [KeyStroke])
}
