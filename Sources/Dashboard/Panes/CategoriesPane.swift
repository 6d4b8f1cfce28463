import RouterEngine
import RunState
import TerminalCells
import Wording

/// Pane 6: what each reward model is to each category, as a heat map: the paper's utilisation figure, live.
///
/// A category is a row, a reward model a column, in the order of the table. Numbers are rounded here; drawing only
/// places them.
struct CategoriesPane: Equatable, PaneView {
  static let descriptor = PaneDescriptor(
    pane: .categories, name: "categories", rank: 4, leastWidthBeside: 48, isOptional: true
  ) { request, _ in
    guard request.categories > 0 || request.focus == .categories else { return nil }
    let count = max(1, min(request.categories, 1000))
    return PaneHeights(
      minimum: 3 + min(count, 2), comfortable: 4 + min(count, 8), large: 4 + min(count, 12), full: 4 + count)
  }

  struct Column: Equatable {
    /// One reward model, or all that there is no room for.
    var arms: [Int]
    /// `nil` for those.
    var arm: Int? { isRest ? nil : arms.first }
    var isRest = false
    var name: String
    var isBanned = false
    var isInRun = true
    var isSelected = false
  }

  struct Cell: Equatable {
    /// `–` where nothing is known.
    var text: String
    /// What it is of, where cells are high enough for it.
    var note = ""
    /// Place on the scale, in [0, 1]; `nil` where nothing is known.
    var heat: Double?
    /// It is the one that is pinned for this category, or is banned from it, everywhere or here alone.
    var mark: Mark?
    /// Nothing in the row is greater.
    var isGreatest = false
    /// A mean of so few rewards that it takes no part in the scale.
    var isThin = false
  }

  enum Mark: Equatable {
    case pin
    case ban
  }

  struct Row: Equatable {
    var name: String
    /// As the log names it; `nil` is all pairs.
    var category: String?
    /// Decisions of the run.
    var count: String
    var cells: [Cell]
    /// What stands behind the cells; empty where there is no such column.
    var total = ""
    var isSelected = false
  }

  var title: String
  var detail: String
  var measure: CategoryMeasure
  var columns: [Column] = []
  var rows: [Row] = []
  /// Of all pairs.
  var all: Row?
  /// What the ends of the colour bar stand for; `nil` where no cell has a value on it.
  var scale: ClosedRange<Double>?
  /// Said in place of the colour bar where there is none.
  var absence: String?
  /// Cells of the longest text in the map.
  var longestText = 0
  var grid = Grid()
  /// Title of the last column.
  var totalTitle = ""
  var emptyText: String?

  /// - Parameters:
  ///   - measure: what is shown; `nil` is what the viewer has set.
  ///   - width: of the pane.
  ///   - height: lines below the title.
  ///   - hasNames: false where they stand at the left already.
  init(
    _ model: DashboardModel, _ measure: CategoryMeasure? = nil, width: Int, height: Int, hasNames: Bool = true
  ) {
    let run = model.run
    let measure = measure ?? model.view.categoryMeasure
    self.measure = measure
    detail = ""
    title = "Categories"
    guard !run.categories.isEmpty else {
      emptyText = "No pair has named a category yet: a trainer gives it as `category`."
      return
    }
    let order = model.categoryOrder
    grid = Grid(
      width: width, height: height, names: run.categories.map(\.name), decisions: run.counts.decisions,
      rewardModels: run.rewardModels.count, isAlone: model.view.zoomed == .categories, hasNames: hasNames)
    let selected = model.selectedCategory(in: order)
    let window = grid.window(of: order.count, around: selected)
    let look = CategoryLook(run, measure)
    let arms = columnArms(model)
    // Colours do not change with what is scrolled to.
    let numbers = (measure == .reward ? 0..<order.count : window).map {
      look.numbers(of: order[$0], arms: arms)
    }
    scale = look.scale(numbers)
    if scale == nil { absence = look.absence }
    columns = columns(model, arms)
    totalTitle = grid.totalWidth > 0 ? look.totalTitle : ""
    let first = measure == .reward ? 0 : window.lowerBound
    rows = window.map { position in
      let category = run.categories[order[position]]
      var row = row(numbers[position - first], look, of: category.name, decisions: category.decisions)
      row.name = grid.names[order[position]]
      row.isSelected = model.isFocused(.categories) && position == selected
      return row
    }
    if grid.hasTotals {
      all = row(look.numbers(of: nil, arms: arms), look, of: nil, decisions: run.counts.decisions)
    }
    longestText = rows.flatMap(\.cells).map { displayWidth($0.text) }.max() ?? 0
    if hasNames { detail = Self.detail(model, window: window, of: order.count) }
    title = Self.title(measure, cells: width - 6 - (detail.isEmpty ? 0 : displayWidth(detail) + 5))
  }

  /// A row without its name: shares are rounded together.
  ///
  /// - Parameter category: as the log names it; `nil` is all pairs.
  private func row(
    _ numbers: CategoryLook.Numbers, _ look: CategoryLook, of category: String?, decisions: Int
  ) -> Row {
    let texts = look.texts(numbers, cells: grid.cellWidth)
    let certain = numbers.values.enumerated().map { numbers.isThin[$0] ? nil : $1 }
    let greatest = certain.count > 1 ? certain.compactMap { $0 }.max() : nil
    let cells = columns.enumerated().map { index, column in
      Cell(
        text: texts[index], note: numbers.notes[index],
        heat: certain[index].flatMap { value in scale.map { Self.heat(value, on: $0) } },
        mark: Self.mark(look.run.allowed, column, category: category),
        isGreatest: greatest != nil && certain[index] == greatest, isThin: numbers.isThin[index])
    }
    return Row(
      name: "all", category: category, count: formatCount(decisions, width: grid.countWidth), cells: cells,
      total: grid.totalWidth > 0 ? look.total(numbers) : "")
  }

  /// Arms of each column; the last one has all that there is no room for.
  private func columnArms(_ model: DashboardModel) -> [[Int]] {
    let order = model.rowOrder
    guard order.count > grid.columns else { return order.map { [$0] } }
    let alone = max(0, grid.columns - 1)
    let selected = model.selectedArm.flatMap { order.firstIndex(of: $0) } ?? 0
    let start = max(0, min(selected - alone + 1, order.count - alone))
    let shown = start..<start + alone
    return order[shown].map { [$0] } + [order.indices.filter { !shown.contains($0) }.map { order[$0] }]
  }

  private func columns(_ model: DashboardModel, _ arms: [[Int]]) -> [Column] {
    let isBesideTable = model.view.zoomed != .categories
    let names = model.shownModelNames(
      width: grid.headingWidth, leavesOutPrefix: isBesideTable, byWords: isBesideTable
    ).names
    return arms.map { arms in
      guard arms.count == 1, let arm = arms.first else {
        return Column(arms: arms, isRest: true, name: "+\(arms.count)")
      }
      return Column(
        arms: arms, name: names[arm], isBanned: model.run.allowed.isBanned(arm, category: nil),
        isInRun: model.run.rewardModels[arm].isInRun, isSelected: model.selectedArm == arm)
    }
  }

  private static func heat(_ value: Double, on scale: ClosedRange<Double>) -> Double {
    let extent = scale.upperBound - scale.lowerBound
    return extent > 0 ? min(1, max(0, (value - scale.lowerBound) / extent)) : 0.5
  }

  /// Of several reward models in one column it is worth saying that one of them is pinned.
  private static func mark(_ allowed: AllowedSet, _ column: Column, category: String?) -> Mark? {
    if let arm = column.arm, allowed.isBanned(arm, category: category) { return .ban }
    return allowed.pin(category: category).map(column.arms.contains) == true ? .pin : nil
  }

  /// Which rows these are, and how many decisions have none; beside a what-if, that they are not its.
  private static func detail(_ model: DashboardModel, window: Range<Int>, of count: Int) -> String {
    var parts = model.whatIf == nil ? [] : ["as recorded"]
    if !window.isEmpty, window.count < count {
      parts.append("\(window.lowerBound + 1)–\(window.upperBound) of \(count)")
    }
    let without = model.run.decisionsWithoutCategory
    if without > 0 { parts.append("\(formatCount(without)) without a category") }
    return parts.joined(separator: " · ")
  }

  /// What the cells are, in as many words as there is room for.
  static func title(_ measure: CategoryMeasure, cells: Int) -> String {
    let last = formatCount(RecentDecisions.categoryCapacity)
    let words =
      switch measure {
      case .share: ["share of the last \(last) decisions of each", "share of the last \(last)", "share"]
      case .reward: ["mean reward, last \(last) of each", "mean reward", "reward"]
      case .best:
        [
          "P(best), mean over \(Beliefs.categoryProbeCapacity) contexts of each", "P(best), by contexts",
          "P(best)",
        ]
      }
    let titles = words.map { "Categories · \($0)" }
    return titles.first { displayWidth($0) <= cells } ?? titles[titles.count - 1]
  }
}

extension Pane {
  package static let categories = Pane(digit: 6)
}
