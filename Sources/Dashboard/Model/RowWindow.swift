/// Which rows of a table are on the screen when there are more than fit: the selected one, its neighbours, and
/// those that always stay.
struct RowWindow: Equatable {
  /// Positions in the order of the table, ascending.
  var rows: [Int]
  /// `rows 5–12`, or `row 5`, as far as they scroll.
  var wording: String

  init(order: [Int], selected: Int, room: Int, stays: (Int) -> Bool) {
    guard order.count > room else {
      rows = Array(order.indices)
      wording = ""
      return
    }
    // At least half of the rows scroll, however many are pinned or banned.
    let sticky = order.indices.filter { stays(order[$0]) }.prefix(room / 2)
    let scrolling = order.indices.filter { !sticky.contains($0) }
    let free = max(0, room - sticky.count)
    let focus = scrolling.firstIndex { $0 >= selected } ?? scrolling.count - 1
    let start = max(0, min(focus - free / 2, scrolling.count - free))
    let window = scrolling[start..<min(scrolling.count, start + free)]
    rows = (sticky + window).sorted()
    let (first, last) = ((window.first ?? 0) + 1, (window.last ?? 0) + 1)
    wording = first == last ? "row \(first)" : "rows \(first)–\(last)"
  }
}
