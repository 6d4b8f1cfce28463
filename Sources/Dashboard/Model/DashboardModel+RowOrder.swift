import RunEvents
import RunState
import TerminalCells
import Wording

extension DashboardModel {
  /// Arms in the order of the table's rows; removed RMs are listed as well.
  ///
  /// While the run moves the order is held for `HeldOrder.seconds`, so that rows of nearly equal RMs do not change
  /// positions under the eye (and the finger) at every batch.
  /// - Complexity: O(K log K).
  package var rowOrder: [Int] {
    if let held = heldOrder, held.sort == view.sort, held.arms.count == run.rewardModels.count, isMoving {
      return held.arms
    }
    return sortedRows
  }

  /// The rows of the table: those that match, where it is filtered.
  ///
  /// - Complexity: O(K log K + length of the names × steps of the pattern).
  var tableOrder: [Int] {
    guard let search = view.searches[.rewardModels], !search.showsAll else { return rowOrder }
    return rowOrder.filter { matches(search.pattern, rewardModel: $0) }
  }

  /// Whether an RM's id or its name does.
  func matches(_ pattern: TextPattern, rewardModel arm: Int) -> Bool {
    let info = run.rewardModels[arm].info
    return pattern.matches(printableID(info.id))
      || info.name.map { pattern.matches(printableName($0)) } ?? false
  }

  /// Events come in by themselves: LIVE and caught up, or PLAYING.
  private var isMoving: Bool {
    feed.target == nil && (feed.transport == .playing || (feed.transport == .live && feed.hasCaughtUp))
  }

  /// There are posteriors, and nobody has seen them yet: rows are in no order.
  private var awaitsFirstLook: Bool {
    run.isLookDue && run.rewardModels.indices.allSatisfy { run.beliefs[$0].current == nil }
  }

  /// Sorts the held order afresh when it is time, or lets it go. Not while a control is being given.
  mutating func holdRowOrder() {
    guard isMoving, !awaitsFirstLook else {
      heldOrder = nil
      return
    }
    if let held = heldOrder, held.sort == view.sort, held.arms.count == run.rewardModels.count {
      if case .control = keyContext { return }
      if clock.monotonic - held.since < HeldOrder.seconds { return }
    }
    heldOrder = HeldOrder(
      arms: sortedRows, sort: view.sort, charted: chartedOrder, since: clock.monotonic)
  }

  /// The selection is an RM, not a row: the first row's is taken as soon as the rows are in order, and from then
  /// on it is the same RM wherever it is sorted to.
  mutating func settleSelection() {
    guard !run.rewardModels.isEmpty else { return }
    if let id = view.selected, run.arm(id) != nil { return }
    guard isMoving || (feed.target == nil && feed.transport == .paused), !awaitsFirstLook else { return }
    view.selected = rowOrder.first.map { run.rewardModels[$0].info.id }
  }

  /// Greatest first (ids and the listed order: smallest first), RMs without the value last, equal ones in the
  /// order of the `run` line. Reversing turns the order of those with a value only.
  ///
  /// - Complexity: O(K log K).
  private var sortedRows: [Int] {
    let models = run.rewardModels
    let listed = Array(models.indices)
    let column = view.sort.column
    if column == .listed { return view.sort.isReversed ? listed.reversed() : listed }
    if column == .id {
      let byID = listed.sorted { first, second in
        let (a, b) = (models[first].info.id, models[second].info.id)
        return a == b ? first < second : a.utf8.lexicographicallyPrecedes(b.utf8)
      }
      return view.sort.isReversed ? byID.reversed() : byID
    }
    let keys = models.indices.map { sortKey($0, column) }
    let sign = view.sort.isReversed ? -1.0 : 1.0
    return listed.sorted { first, second in
      switch (keys[first], keys[second]) {
      case (let a?, let b?) where a != b: return a * sign > b * sign
      case (.some, .none): return true
      case (.none, .some): return false
      default: return first < second
      }
    }
  }

  /// The arm of the selected row; `nil` only while there are no RMs.
  package var selectedArm: Int? {
    if let id = view.selected, let arm = run.arm(id) { return arm }
    return rowOrder.first
  }

  /// What `[` and `]` go through: the columns on the screen from left to right, then the order of the `run` line.
  var sortableColumns: [TableSort.Column] {
    let rect = layout.rect(of: .rewardModels) ?? CellRect(size)
    return RewardModelTable(self, width: rect.width, height: rect.height).columns.sortable + [.listed]
  }

  /// What a column sorts by; `nil` and not-a-number sort last.
  private func sortKey(_ arm: Int, _ column: TableSort.Column) -> Double? {
    let model = run.rewardModels[arm]
    let value: Double?
    switch column {
    case .mean: value = run.beliefs[arm].current?.mean
    case .share: value = Double(model.recentDecisions)
    case .count: value = Double(model.decisions)
    case .best: value = run.beliefs[arm].current?.bestProbability
    case .reward: value = model.meanReward
    case .ties: value = model.share(of: model.ties)
    case .failures: value = model.share(of: model.errors)
    case .latency: value = model.meanLatency
    case .id, .listed: value = nil
    }
    return value.flatMap { $0.isNaN ? nil : $0 }
  }
}
