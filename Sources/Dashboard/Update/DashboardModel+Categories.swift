import RunState

extension CategoriesPane {
  static func moveRow(by count: Int, in model: inout DashboardModel) { model.moveCategory(by: count) }
}

extension DashboardModel {
  /// Indices into `run.categories` as the pane lists them: by decisions, but two that are nearly as frequent do not
  /// change places at every batch. One moves up when it has a tenth more than the one above it.
  ///
  /// - Complexity: O(C²) at the worst, O(C log C) where nothing moves.
  var categoryOrder: [Int] {
    var order = run.categoryOrder
    guard !heldCategories.names.isEmpty else { return order }
    var place: [String: Int] = [:]
    for (index, name) in heldCategories.names.enumerated() { place[name] = index }
    func held(_ category: Int) -> Int { place[run.categories[category].name] ?? heldCategories.names.count }
    // Both sorts leave equal ones in the order of the run's.
    order = order.enumerated().sorted { (held($0.element), $0.offset) < (held($1.element), $1.offset) }
      .map(\.element)
    for index in order.indices.dropFirst() {
      var place = index
      while place > 0, isFarAbove(order[place], order[place - 1]) {
        order.swapAt(place, place - 1)
        place -= 1
      }
    }
    return order
  }

  mutating func holdCategoryOrder() {
    guard heldCategories.decisions != run.counts.decisions else { return }
    heldCategories = (categoryOrder.map { run.categories[$0].name }, run.counts.decisions)
  }

  private func isFarAbove(_ category: Int, _ other: Int) -> Bool {
    let (one, two) = (run.categories[category], run.categories[other])
    if one.name == RunState.otherCategory { return false }
    if two.name == RunState.otherCategory { return true }
    return one.decisions > two.decisions + max(4, two.decisions / 10)
  }

  /// Place of the selected category in the order; 0 where it is gone.
  func selectedCategory(in order: [Int]) -> Int {
    guard let name = view.category else { return 0 }
    return order.firstIndex { run.categories[$0].name == name } ?? 0
  }

  /// The scope that pins and bans begin with: the category under the cursor, where the pane has the focus.
  var controlCategory: String? {
    guard isFocused(.categories) else { return nil }
    let order = categoryOrder
    guard !order.isEmpty else { return nil }
    let name = run.categories[order[selectedCategory(in: order)]].name
    return newestCategories.contains(name) && name != RunState.otherCategory ? name : nil
  }

  mutating func moveCategory(by count: Int) {
    let order = categoryOrder
    guard !order.isEmpty else { return }
    let (moved, overflows) = selectedCategory(in: order).addingReportingOverflow(count)
    let index = overflows ? (count > 0 ? order.count - 1 : 0) : min(max(0, moved), order.count - 1)
    view.category = run.categories[order[index]].name
  }
}

extension CategoriesPane {
  static var searchedList: SearchedList? { nil }

  /// The next of share, reward and P(best).
  static func switchView(in model: inout DashboardModel) {
    model.view.categoryMeasure = model.view.categoryMeasure.next
  }

  static func switchHint(_ hint: KeyHint, in model: DashboardModel) -> KeyHint? {
    var hint = hint
    hint.word = model.view.categoryMeasure.next.word
    return hint
  }
}
