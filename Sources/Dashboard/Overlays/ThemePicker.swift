import TerminalCells
import Wording

/// The list of themes; what is under it already has the chosen one's looks.
struct ThemePicker: Equatable {
  var names: [String]
  var index: Int

  func draw(into painter: inout Painter, body: CellRect) {
    let width = max(16, (names.map { displayWidth($0) }.max() ?? 0) + 8)
    // At the right: the table's names and colours stay in sight.
    let area = CellRect(
      x: max(body.x, body.right - width - 2), y: body.y + 1, width: min(body.width, width),
      height: max(0, body.height - 1))
    let box = painter.box(area, width: width, height: names.count + 2, title: "Theme")
    let start = max(0, min(index - box.height / 2, names.count - box.height))
    for (row, name) in names.dropFirst(start).prefix(box.height).enumerated() {
      let isChosen = start + row == index
      painter.spot(
        .theme(start + row), CellRect(x: box.x, y: box.y + row, width: box.width, height: 1))
      painter.write(
        "\(isChosen ? "▸" : " ") \(printableText(name, limit: 40))", x: box.x, y: box.y + row,
        width: box.width, isChosen ? .overlayTitle : .overlay)
    }
  }
}
