import TerminalCells

/// The one table of keys: dispatch, help overlay, hint line, README and man page are made from it.
///
/// From a key press to an action: a row here → its `Command` → the reducer's case of that name. A configuration may
/// put other keys in their place: `KeyTable`.
package enum Keymap {
  package static let rows: [KeyBinding] =
    program + panes + digits + layout + time + charts + controls + overlays

  private static let program: [KeyBinding] = [
    KeyBinding(
      [.character("q")], .quit, .program, "quit; a trainer that pipes its data into rmtop runs on",
      hint: KeyHint("q", "quit", importance: 95)),
    KeyBinding([.control("c")], .quit, .program, "quit, from anywhere", in: KeyContext.allCases),
    KeyBinding(
      [.escape], .close, .program, "close the topmost thing (prompt, list, help, zoom); never quits",
      in: KeyContext.allCases, hint: KeyHint("Esc", "close", importance: 90)),
    KeyBinding(
      [.character("?"), .function(1)], .help, .program, "help: every key, searchable",
      hint: KeyHint("?", "help", importance: 100)),
    KeyBinding(
      [.character("T")], .chooseTheme, .program, "choose a theme, with live preview",
      hint: KeyHint("T", "theme", importance: 20)),
    KeyBinding(
      [.function(2)], .useMouse, .program,
      "the mouse for rows, titles, markers, hints and borders; again, and it is the terminal's"),
    KeyBinding([.control("l")], .repaint, .program, "redraw the screen", in: KeyContext.allCases),
    KeyBinding(
      [.control("z")], .suspend, .program,
      "suspend; with data from a pipe rmtop asks first, because the trainer would stop too",
      in: KeyContext.allCases),
  ]

  private static let panes: [KeyBinding] = [
    KeyBinding(
      [.up, .character("k")], .rowUp, .rows,
      "one row up; in the events an older line, in metrics and categories the previous one",
      in: [.panes, .themePicker], hint: KeyHint("↑↓", "row", importance: 30, plainKeys: "kj")),
    KeyBinding(
      [.down, .character("j")], .rowDown, .rows, "one row down", in: [.panes, .themePicker]),
    KeyBinding([.pageUp], .pageUp, .rows, "one page up", in: [.panes, .help, .themePicker]),
    KeyBinding([.pageDown], .pageDown, .rows, "one page down", in: [.panes, .help, .themePicker]),
    KeyBinding(
      [.character("[")], .sortByPrevious, .rows, "sort the table by the previous column",
      hint: KeyHint("[]", "sort", importance: 35)),
    KeyBinding([.character("]")], .sortByNext, .rows, "sort the table by the next column"),
    KeyBinding([.character("\\")], .reverseSort, .rows, "reverse the sort order"),
    KeyBinding(
      [.enter], .inspect, .rows,
      "show the selected RM in numbers, a metric over its whole pane, or the moment of an event",
      hint: KeyHint("Enter", "details", importance: 28)),
    KeyBinding([.tab], .nextPane, .rows, "focus on the next pane"),
    KeyBinding([.shiftTab], .previousPane, .rows, "focus on the previous pane"),
  ]

  private static let digits: [KeyBinding] = Pane.views.map {
    KeyBinding([$0.pane.key], .showPane, .rows, $0.descriptor.help)
  }

  private static let layout: [KeyBinding] = [
    KeyBinding(
      [.character("z")], .zoomPane, .rows, "zoom the focused pane to the whole screen, and back",
      hint: KeyHint("z", "zoom", importance: 50)),
    KeyBinding(
      [.character("d")], .switchView, .rows,
      "another view: posterior (mean ± sd, sd, densities), categories (share, reward, P(best)), "
        + "events (all, controls, alarms, faults)",
      hint: KeyHint("d", "view", importance: 83)),
    KeyBinding(
      [.character("v")], .nextPreset, .rows, "the next choice of panes",
      hint: KeyHint("v", "panes", importance: 22)),
    KeyBinding(
      Preset.allCases.map(\.key), .showPreset, .rows,
      "choices of panes: " + Preset.allCases.map(\.name).joined(separator: ", ")),
    KeyBinding(
      [.character("/")], .search, .rows,
      "search events, metrics or reward models: a text, a glob or a /regex/; Esc shows all again",
      hint: KeyHint("/", "find", importance: 34)),
    KeyBinding(
      [.character("n")], .nextMatch, .rows, "the next match", hint: KeyHint("nN", "match", importance: 87)),
    KeyBinding([.character("N")], .previousMatch, .rows, "the previous match"),
    KeyBinding(
      [.character("*")], .keepMetric, .rows, "keep the selected metric at the top of its pane, or let it go",
      hint: KeyHint("*", "keep", importance: 81)),
    KeyBinding(
      [.character("R")], .nextRun, .rows, "the next one of several runs: all panes and all keys are its own",
      hint: KeyHint("R", "next run", importance: 65)),
    KeyBinding([.character("0")], .resetLayout, .rows, "reset the screen: all panes, the whole run"),
  ]

  private static let time: [KeyBinding] = [
    KeyBinding(
      [.character(" ")], .pausePlay, .time, "pause, or play on from here",
      hint: KeyHint("space", "pause", importance: 80)),
    KeyBinding(
      [.left, .character("h")], .stepBack, .time, "one step back",
      hint: KeyHint("←→", "step", importance: 60, plainKeys: "hl")),
    KeyBinding([.right, .character("l")], .stepForward, .time, "one step forward"),
    KeyBinding([.shiftLeft, .character("H")], .tenStepsBack, .time, "ten steps back"),
    KeyBinding([.shiftRight, .character("L")], .tenStepsForward, .time, "ten steps forward"),
    KeyBinding(
      [.character(",")], .eventBack, .time, "one event back", hint: KeyHint(",.", "event", importance: 15)),
    KeyBinding([.character(".")], .eventForward, .time, "one event forward"),
    KeyBinding(
      [.character("{")], .previousMarker, .time, "the previous marker (controls, alarms, segments, notes)",
      hint: KeyHint("{}", "marker", importance: 40)),
    KeyBinding([.character("}")], .nextMarker, .time, "the next marker"),
    KeyBinding([.home], .toBeginning, .time, "the beginning of the log"),
    KeyBinding(
      [.end], .toEnd, .time, "the end of the log; in watch that is LIVE",
      hint: KeyHint("End", "live", importance: 70)),
    KeyBinding(
      [.character(":")], .goTo, .time, "go to a step (412), ten steps forward (+10), a time (12:41) or 50%",
      hint: KeyHint(":", "go to", importance: 45)),
    KeyBinding(
      [.character("<")], .slower, .time, "play slower", hint: KeyHint("<>", "speed", importance: 55)),
    KeyBinding([.character(">")], .faster, .time, "play faster: 0.25× … 1000×, max"),
  ]

  private static let charts: [KeyBinding] = [
    KeyBinding(
      [.character("+"), .character("=")], .zoomTimeIn, .charts, "show a shorter stretch of the run",
      hint: KeyHint("+-", "time", importance: 25)),
    KeyBinding([.character("-")], .zoomTimeOut, .charts, "show a longer stretch of the run"),
    KeyBinding(
      [.character("f")], .cycleFollow, .charts, "follow the tail, freeze this stretch, or show all",
      hint: KeyHint("f", "follow", importance: 18)),
    KeyBinding(
      [.character("x")], .crosshair, .charts,
      "crosshair over all charts: ← → by one sample, H L by ten, Home End; x or Esc leaves",
      hint: KeyHint("x", "crosshair", importance: 17)),
    KeyBinding(
      [.character("Y")], .copy, .charts, "copy what is under the crosshair, else what is selected (OSC 52)"),
    KeyBinding([.character("E")], .export, .charts, "write what the focused pane shows to a new CSV file"),
    KeyBinding([.character("X")], .changeAxis, .charts, "charts by step, by time or by decisions"),
    KeyBinding(
      [.character("s")], .smoother, .charts, "more smoothing (0, .6, .9, .97, .99)",
      hint: KeyHint("sS", "smooth", importance: 22)),
    KeyBinding([.character("S")], .rougher, .charts, "less smoothing"),
    KeyBinding(
      [.character("y")], .changeScale, .charts, "reward and metrics on a linear, log or symlog scale"),
    KeyBinding(
      [.character("o")], .clipOutliers, .charts,
      "axes of reward and metrics without outliers: ▴ ▾ say where and how many"),
    KeyBinding(
      [.function(9)], .changeGlyphs, .charts,
      "other characters: Braille, quadrants, half blocks, lines, ASCII"),
  ]

  private static let controls: [KeyBinding] = [
    KeyBinding(
      [.character("p")], .pin, .controls, "pin the selected RM, or unpin it",
      hint: KeyHint("p", "pin", importance: 86)),
    KeyBinding(
      [.character("b")], .ban, .controls, "ban the selected RM, or unban it",
      hint: KeyHint("b", "ban", importance: 85)),
    KeyBinding(
      [.character("u")], .undo, .controls, "undo the last control of this session",
      hint: KeyHint("u", "undo", importance: 75)),
    KeyBinding(
      [.character("w")], .whatIf, .controls,
      "what if (replay): your own controls and settings (again) from here on; Esc leaves",
      hint: KeyHint("w", "what if", importance: 84)),
  ]

  private static let overlays: [KeyBinding] = [
    KeyBinding(
      [.enter], .accept, .overlays, "confirm: go, send, keep, yes",
      in: [.goTo, .search, .control, .question, .themePicker],
      hint: KeyHint("Enter", "go", importance: 99)),
    KeyBinding(
      [.tab], .nextField, .overlays,
      "the next field; in a search matches only, or all with the matches marked",
      in: [.control, .search],
      hint: KeyHint("Tab", "field", importance: 60)),
    KeyBinding([.shiftTab], .previousField, .overlays, "the previous field", in: [.control]),
    KeyBinding(
      [.left], .choiceLeft, .overlays, "in the scope the previous choice, elsewhere the previous field",
      in: [.control], hint: KeyHint("←→", "scope", importance: 58, plainKeys: "Left/Right")),
    KeyBinding(
      [.right], .choiceRight, .overlays, "in the scope the next choice, elsewhere the next field",
      in: [.control]),
    KeyBinding(
      [.up], .rowUp, .overlays, "up", in: [.help],
      hint: KeyHint("↑↓", "scroll", importance: 30, plainKeys: "Up/Down")),
    KeyBinding([.down], .rowDown, .overlays, "down", in: [.help]),
    KeyBinding(
      [.backspace], .erase, .overlays, "delete the last character", in: [.goTo, .search, .control, .help]),
    KeyBinding(
      [.control("u")], .eraseAll, .overlays, "clear the field", in: [.goTo, .search, .control, .help]),
  ]
}
