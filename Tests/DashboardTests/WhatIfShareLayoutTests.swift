import TerminalCells
import Testing

@testable import Dashboard

@Suite struct WhatIfShareLayoutTests {
  /// Whatever the size: everything inside, nothing over anything else, both charts of one size.
  @Test func nothingOverlapsAnywhere() {
    for width in stride(from: 1, through: 260, by: 3) {
      for height in 0...40 {
        for rows in [0, 1, 3, 8, 40] {
          let layout = WhatIfShareLayout(width: width, top: 2, bottom: height, rows: rows)
          let inside = CellRect(x: 1, y: 2, width: max(0, width - 2), height: max(0, height - 2))
          var used: [CellRect] = layout.charts.enumerated().map { index, chart in
            CellRect(
              x: chart.x - WhatIfShareLayout.labelWidth, y: chart.y,
              width: chart.width + WhatIfShareLayout.labelWidth,
              height: chart.height + (layout.axes.contains(index) ? 1 : 0))
          }
          if let table = layout.table { used.append(table) }
          for (index, rect) in used.enumerated() {
            #expect(rect.x >= inside.x && rect.right <= inside.right && rect.y >= inside.y)
            #expect(rect.bottom <= inside.bottom && rect.height >= 0, "\(width)×\(height), \(rows): \(rect)")
            for other in used[(index + 1)...] {
              let isApart =
                rect.right <= other.x || other.right <= rect.x || rect.bottom <= other.y
                || other.bottom <= rect.y
              #expect(isApart, "\(width)×\(height), \(rows)")
            }
          }
          if let first = layout.charts.first, let last = layout.charts.last {
            #expect(first.height == last.height && abs(first.width - last.width) <= 2)
          }
        }
      }
    }
  }

  @Test func wideOnesStandSideBySide() {
    let wide = WhatIfShareLayout(width: 198, top: 2, bottom: 30, rows: 4)
    #expect(wide.charts.map(\.y) == [2, 2] && wide.axes == [0, 1] && wide.table != nil)
    let narrow = WhatIfShareLayout(width: 80, top: 2, bottom: 30, rows: 4)
    #expect(narrow.charts.map(\.x)[0] == narrow.charts.map(\.x)[1] && narrow.axes == [1])
    #expect(WhatIfShareLayout(width: 40, top: 2, bottom: 11, rows: 3).table == nil)
  }
}
