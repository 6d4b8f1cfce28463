import RunState
import TerminalCells
import Wording

extension DashboardModel {
  /// Bytes of a text that terminals take as one; a longer one is cut after its last whole line.
  static let copyLimit = 64_000

  /// `Y`: what is under the crosshair, else what is selected in the focused pane, for the terminal's clipboard.
  mutating func copy() -> [Effect] {
    guard let table = view.crosshair == nil ? focusedView.selection(self) : crosshairTable,
      !table.rows.isEmpty
    else { return stay("there is nothing to copy here yet") }
    var lines = table.tabbed.split(separator: "\n", omittingEmptySubsequences: false)
    let whole = lines.count
    var bytes = lines.reduce(-1) { $0 + $1.utf8.count + 1 }
    while bytes > Self.copyLimit, let last = lines.popLast() { bytes -= last.utf8.count + 1 }
    guard !lines.isEmpty else {
      return refuse("this line is too long to copy: terminals take \(formatCount(Self.copyLimit)) bytes")
    }
    let what =
      view.crosshair == nil ? "what is selected" : "what is under the crosshair"
    var sentence =
      "copied \(what): \(formatCount(table.rows.count, of: "row")), \(formatCount(bytes, of: "byte"))"
    if lines.count < whole {
      sentence += ", the first \(formatCount(lines.count)) of \(formatCount(whole)) lines"
    }
    sentence +=
      session.isInsideTmux
      ? "; tmux passes it on after: tmux set -s set-clipboard on" : ", if the terminal takes OSC 52"
    status = StatusLine(sentence)
    return [.copy(lines.joined(separator: "\n"))]
  }

  /// `E`: what the focused pane shows, as a CSV file in the folder that rmtop was started in.
  mutating func export() -> [Effect] {
    let pane = view.zoomed ?? view.focus
    guard let table = focusedView.table(self), !table.rows.isEmpty else {
      return stay("there is nothing to export in this pane yet")
    }
    let name = focusedView.descriptor.name.split(separator: " ").last.map(String.init) ?? "\(pane.digit)"
    let step = currentStep.map { "-\($0)" } ?? ""
    return [.export(name: "rmtop-\(exportStem)-\(name)\(step)", csv: table.csv, rows: table.rows.count)]
  }

  /// A file was written, or could not be.
  mutating func receive(exported path: String, rows: Int) {
    let most = rows >= ExportTable.rowLimit ? ", and no more" : ""
    status = StatusLine("wrote \(formatCount(rows, of: "row"))\(most) to \(printableText(path, limit: 300))")
  }

  mutating func refuse(_ reason: String) -> [Effect] {
    status = StatusLine(printableText(reason, limit: 400), isError: true)
    return []
  }

  /// The source's name without its kind, in letters that every file system takes.
  private var exportStem: String {
    var name = Substring(session.sourceFileName)
    for suffix in [".gz", ".zst", ".jsonl", ".json"] where name.hasSuffix(suffix) {
      name = name.dropLast(suffix.count)
    }
    let kept = name.map { character in
      character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
        ? character : "-"
    }
    let stem = String(kept.drop { $0 == "." || $0 == "-" }.prefix(60))
    return stem.isEmpty ? "run" : stem
  }

  /// The samples of that step in all charts, as they were logged.
  private var crosshairTable: ExportTable? {
    guard let crosshair = chartSpan?.crosshair else { return nil }
    var table = ExportTable(columns: ["step", "seconds", "decisions", "of", "rm", "value"])
    let place = ExportTable.place(crosshair.position, run.charts.timeline)
    func add(_ what: String, _ id: String, _ series: Series) {
      guard let reading = series.reading(at: crosshair.position), reading.isExact else { return }
      table.rows.append(place + [.text(what), .text(id), .number(reading.value)])
    }
    for (arm, id) in modelIDs.enumerated() { add("share", id, run.shares.byArm[arm]) }
    for (arm, id) in modelIDs.enumerated() {
      add("posterior mean", id, run.beliefs[arm].mean)
      add("posterior sd", id, run.beliefs[arm].standardDeviation)
    }
    add("reward", "", run.reward)
    for (arm, id) in modelIDs.enumerated() { add("reward", id, run.charts.rewardByArm[arm]) }
    for index in metricOrder where !hasOwnAxis(run.metrics[index]) {
      add(run.metrics[index].name, "", run.metrics[index].series)
    }
    return table
  }
}
