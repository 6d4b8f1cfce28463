import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

@Suite struct RewardModelTableTests {
  @Test func columnsFillTheWidthAndNeverOverlap() {
    var found: [String] = []
    for width in 60...300 {
      for longest in [1, 8, 18, 30, 200] {
        let columns = RewardModelColumns(
          width: width, longestID: longest, longestName: longest, flag: longest, wholeFlag: 2 * longest)
        var end = 0
        for column in columns.columns {
          if column.x < end { found.append("\(column) at \(width)") }
          end = column.x + column.width
        }
        if end > width { found.append("\(end) cells of \(width)") }
        if (columns[.id]?.width ?? 0) < 8 { found.append("id cut at \(width)") }
        if (columns[.forest]?.width ?? 0) < 12 { found.append("forest cut at \(width)") }
        // Numbers keep a blank to the edge.
        if end != width - 1, end <= width { found.append("\(width - end) cells unused of \(width)") }
      }
    }
    #expect(found == [])
  }

  @Test func sparklinesOfAFewStepsHaveNoHoles() {
    let model = sampleDashboard(SampleRun.lines(steps: 4))
    let spark = RewardModelTable(model, width: 100, height: 8).rows.first?.spark ?? []
    #expect(spark.count == 8)
    let end = (spark.lastIndex { $0.isFinite } ?? -1) + 1
    #expect(end >= 5 && spark.prefix(end).allSatisfy { $0.isFinite })
  }

  @Test func columnsGoInTheOrderOfTheDesign() {
    func has(_ kind: RewardModelColumns.Kind, _ width: Int) -> Bool {
      RewardModelColumns(width: width, longestID: 18)[kind] != nil
    }
    #expect(has(.reward, 80) && has(.best, 80) && !has(.count, 80))
    #expect(has(.reward, 74) && !has(.reward, 73) && has(.best, 73))
    #expect(has(.best, 67) && !has(.best, 66) && has(.flag, 60) && has(.share, 60) && has(.mean, 60))
    #expect(has(.count, 100) && has(.reward, 100) && !has(.latency, 119) && has(.latency, 120))
    // The share pane has the shares over time: the sparkline comes where ids leave room for it.
    #expect(!has(.spark, 80) && RewardModelColumns(width: 80, longestID: 8)[.spark] != nil)
    let names = RewardModelColumns(width: 160, longestID: 18, longestName: 10)
    #expect(names[.name] != nil)
  }

  @Test func theSelectedRowAndPinnedOnesStay() {
    let order = Array(0..<40).reversed().map { $0 }
    for selected in 0..<40 {
      let window = RowWindow(order: order, selected: selected, room: 8) { $0 == 3 || $0 == 30 }
      #expect(window.rows.count == 8)
      #expect(window.rows.contains(selected))
      #expect(window.rows.contains(36) && window.rows.contains(9))
      #expect(window.rows == window.rows.sorted())
    }
    let all = RowWindow(order: [0, 1], selected: 0, room: 2) { _ in true }
    #expect(all.rows == [0, 1] && all.wording == "")
    #expect(RowWindow(order: Array(0..<9), selected: 4, room: 1) { _ in false }.wording == "row 5")
    #expect(RowWindow(order: Array(0..<9), selected: 0, room: 3) { _ in false }.wording == "rows 1–3")
    let allPinned = RowWindow(order: Array(0..<9), selected: 8, room: 4) { _ in true }
    #expect(allPinned.rows.contains(8) && allPinned.rows.count == 4)
    #expect(RowWindow(order: [0, 1], selected: 1, room: 0) { _ in true }.rows.isEmpty)
  }

  /// Shares of the last 256 sum to 100; a banned RM has that of the time since its ban.
  @Test func aShareSaysWhatItIsOf() throws {
    let before = sampleDashboard(SampleRun.lines(steps: 36))
    let whole = RewardModelTable(before, width: 80, height: 6)
    let shares = whole.rows.compactMap { Int($0.share.dropLast()) }
    #expect(shares.reduce(0, +) == 100 && shares.count == 4)
    #expect(whole.title.contains("share of the last 256"))
    let model = sampleDashboard()
    let table = RewardModelTable(model, width: 80, height: 6)
    let recent = model.run.rewardModels[3].recentDecisions
    #expect(recent > 0 && table.rows[3].share == "0%" && table.rows[3].isSinceBan)
    #expect(table.rows[3].shareValue == 0)
    let frame = model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText
    #expect(frame.contains("BAN since 40 0% now"))
    for width in [60, 70, 80, 100, 300] {
      let title = RewardModelTable(model, width: width, height: 6).title
      #expect(title.contains("share") && title.contains("last 256") && textWidth(title) <= width - 6)
    }
    #expect(table.rows[3].isBanned && table.rows[3].flag(in: 3).map { $0.text } == ["BAN"])
    #expect(table.rows[3].flag(in: 80).map { $0.text } == ["BAN since step 40 by ops"])
    #expect(table.rows[0].flag(in: 8).map { $0.text } == ["PIN math"])
    #expect(table.rows[0].flag(in: 20).map { $0.text } == ["PIN math since 20"])
    #expect(table.rows[0].flag(in: 30).map { $0.text } == ["PIN math since 20 (161 left)"])
    #expect(table.rows[0].flag(in: 48).map { $0.text } == ["PIN math since step 20 by ops (161 left)"])
    let whole49 = table.rows[0].flag(in: 49).map { $0.text }
    #expect(whole49 == ["PIN math since step 20 by ops (161 left)", "errors 1"])
  }

  /// What nobody acknowledged and the trainer does not obey stands in the row, as errors and alarms do.
  @Test func theFlagSaysWhatIsWrong() throws {
    var events: [RunEvent] = [TestLog.header()]
    for step in 0..<5 {
      if step == 1 {
        events.append(.control(ControlEvent(sequence: "b", action: .ban, rewardModel: "alpha", by: "ana")))
      }
      events.append(.decision(DecisionEvent(id: "\(step)", rewardModel: "alpha", step: step)))
      events.append(.decision(DecisionEvent(id: "b\(step)", rewardModel: "beta", step: step)))
      events.append(
        .feedback(FeedbackEvent(id: "b\(step)", outcome: step == 0 ? .error("timeout") : .loss(0.5))))
    }
    let model = sampleDashboard(TestLog.timed(events), mode: .replay)
    let rows = RewardModelTable(model, width: 80, height: 6).rows.sorted { $0.arm < $1.arm }
    #expect(rows[0].flag(in: 14).map(\.text) == ["BAN unobeyed"])
    #expect(rows[0].flag(in: 80).first?.text.hasPrefix("BAN since step 0 by ana, unobeyed") == true)
    #expect(rows[0].flag(in: 80).first?.role == .error)
    #expect(rows[1].flag(in: 9).map(\.text) == ["errors 1"])
    // Where a column has them they are not said again.
    let wide = RewardModelTable(model, width: 120, height: 6).rows.sorted { $0.arm < $1.arm }
    #expect(wide[1].flag(in: 40).isEmpty && wide[1].errors == "20.0%")
  }

  /// Hub ids: one owner, one family, one end.
  static let hubIDs = [
    "acme-lab/judge-preference-v2-north-3.1-8B-instruct",
    "acme-lab/judge-preference-v2-north-3.1-8B-40M-instruct",
    "acme-lab/judge-preference-v2-south-3.2-1B-instruct", "acme-lab/judge-preference-v2-west3-8B-instruct",
  ]

  @Test(arguments: [60, 72, 80, 100, 120, 200]) func noTwoNamesAreAlike(width: Int) {
    var model = sampleDashboard(SampleRun.lines(steps: 8, ids: Self.hubIDs))
    _ = model.update(.resized(CellSize(width: width, height: 24)))
    let table = RewardModelTable(model, width: width, height: 8)
    let room = table.columns[.id]?.width ?? 0
    #expect(Set(table.rows.map { truncated($0.id, to: room) }).count == 4)
    #expect(table.rows.allSatisfy { textWidth($0.id) <= room })
    if !table.rows.contains(where: { Self.hubIDs.contains($0.id) }) {
      #expect(table.title.contains("acme-lab"))
    }
    for room in [8, 12, 24] { #expect(Set(model.shownModelNames(width: room).names).count == 4) }
    // The confirm line names it in half a line.
    var titles: Set<String> = []
    for arm in 0..<4 {
      model.view.selected = Self.hubIDs[arm]
      _ = model.update(.key(.character("p")))
      for case .form(let title, _) in StatusArea(model).lines {
        titles.insert(truncated(title, to: (width - 2) / 2))
      }
      _ = model.update(.key(.escape))
    }
    #expect(titles.count == 4)
  }

  @Test func theSortedColumnIsMarked() {
    var model = sampleDashboard(size: CellSize(width: 120, height: 30))
    func heading() -> String {
      let lines = model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText.split(separator: "\n")
      return lines.first { $0.contains(" RM") }.map(String.init) ?? ""
    }
    let marks = [
      "P(best)▽", "reward▽", "ties▽", "errs▽", "lat▽", "", "RM▽", "share▽", "n▽", "mean ±sd▽",
    ]
    #expect(heading().contains("mean ±sd▽"))
    for mark in marks {
      _ = model.update(.key(.character("]")))
      #expect((mark.isEmpty || heading().contains(mark)) && (mark.isEmpty != heading().contains("▽")))
      if mark.isEmpty {
        #expect(RewardModelTable(model, width: 120, height: 6).detail == "by listed order ▽")
      }
    }
    _ = model.update(.key(.character("\\")))
    #expect(heading().contains("mean ±sd△"))
    // What is not on a narrow screen is not gone through, and what is sorted by it is said.
    model.view.sort.column = .latency
    _ = model.update(.resized(CellSize(width: 80, height: 24)))
    #expect(RewardModelTable(model, width: 80, height: 6).detail.hasPrefix("by latency"))
    #expect(model.sortableColumns == [.id, .share, .mean, .best, .reward, .listed])
  }

  /// Few calls with many failures come before many calls with few.
  @Test func tiesAndFailuresAreSortedByTheirShares() {
    var events = [TestLog.header()]
    func answer(_ id: String, _ rewardModel: String, _ outcome: FeedbackEvent.Outcome) {
      events.append(.decision(DecisionEvent(id: id, rewardModel: rewardModel, step: 0)))
      events.append(.feedback(FeedbackEvent(id: id, outcome: outcome)))
    }
    for index in 0..<20 { answer("r\(index)", "alpha", .loss(0.5)) }
    for index in 0..<4 {
      answer("e\(index)", "alpha", .error("timeout"))
      answer("t\(index)", "alpha", .tie)
    }
    for (index, outcome) in [FeedbackEvent.Outcome.loss(0.5), .error("timeout"), .tie].enumerated() {
      answer("b\(index)", "beta", outcome)
    }
    var model = sampleDashboard(TestLog.timed(events), mode: .replay)
    for column in [TableSort.Column.failures, .ties] {
      model.view.sort.column = column
      #expect(model.rowOrder == [1, 0, 2])
    }
  }

  @Test func unobservedModelsDoNotSetTheAxis() {
    // The last RM is never chosen after all: its prior of sd 1.4 would press the others together.
    let lines = SampleRun.lines(steps: 24, ids: Array(SampleRun.ids.prefix(3)))
    var header = RunHeader(
      name: "r", rewardModels: (SampleRun.ids).map { RewardModelInfo(id: $0) }, dimension: 3)
    header.tags = []
    let first = LogLine(
      number: 1, offset: 0, length: 100, content: .event(TimedEvent(time: 0, .run(header))))
    let model = sampleDashboard([first] + lines.dropFirst())
    let table = RewardModelTable(model, width: 80, height: 6)
    let prior = table.rows.first { $0.id == SampleRun.ids[3] }?.interval
    #expect(prior != nil && table.axis != nil)
    if let prior, let axis = table.axis { #expect(axis.upperBound < prior.mean + prior.deviation) }
  }
}
