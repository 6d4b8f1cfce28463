import Foundation
import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

/// The heat map of categories: its numbers, its rows and columns, and what is said where nothing is known.
@Suite struct CategoriesPaneTests {
  private static func pane(
    _ model: DashboardModel, _ measure: CategoryMeasure = .share, width: Int = 80, height: Int = 12
  ) -> CategoriesPane {
    var model = model
    model.view.categoryMeasure = measure
    return CategoriesPane(model, width: width, height: height)
  }

  /// The last 64 decisions of each category of the sample run, counted from its lines.
  @Test func sharesEqualARecount() {
    let model = sampleDashboard()
    let arms = SampleRun.armsByCategory
    let pane = Self.pane(model)
    #expect(pane.rows.map(\.name) == SampleRun.categories.sorted())
    for row in pane.rows {
      let recent = arms[row.name, default: []].suffix(64)
      let expected = pane.columns.map { column in
        Double(recent.count { $0 == column.arm }) / Double(recent.count)
      }
      #expect(row.cells.map(\.heat) == expected.map(Optional.some), "\(row.name)")
      #expect(row.count.contains("120"))
    }
    #expect(pane.columns.map(\.arm) == model.rowOrder)
    #expect(pane.all?.cells.count == 4)
  }

  /// As printed, with every number of columns that there is room for, the rest together in the last one.
  @Test(arguments: [4, 14]) func printedSharesSumTo100(models: Int) {
    let ids = (1...models).map { "reward-model-\($0)" }
    var model = sampleDashboard(SampleRun.lines(steps: 30, ids: ids, pinStep: 90, banStep: 90))
    var columns: Set<Int> = []
    for width in stride(from: 48, through: 200, by: 3) {
      for selected in [ids[0], ids[models - 1]] {
        model.view.selected = selected
        let pane = Self.pane(model, width: width)
        for row in pane.rows + [pane.all].compactMap({ $0 }) {
          let units = row.cells.map { Self.units($0.text) }
          #expect(units.reduce(0, +) == 100, "\(row.name) in \(width)")
          #expect(row.cells.allSatisfy { displayWidth($0.text) <= max(5, pane.grid.cellWidth) })
        }
        #expect(pane.columns.contains { $0.isSelected }, "\(selected) in \(width)")
        columns.insert(pane.columns.count)
        if pane.columns.count < models {
          #expect(pane.columns.last?.arm == nil)
          #expect(pane.columns.last?.name == "+\(models - pane.columns.count + 1)")
        }
        #expect(pane.grid.x(of: pane.columns.count) - 1 + pane.grid.totalWidth <= width)
      }
    }
    #expect(models == 4 ? columns == [4] : columns.count > 3)
  }

  /// `<1%` stands for nothing, `>99%` for all.
  private static func units(_ text: String) -> Int {
    if text.hasPrefix("<") { return 0 }
    return text.hasPrefix(">") ? 100 : Int(text.filter(\.isNumber)) ?? -1
  }

  @Test func pinsAndBansAreMarkedWhereTheyHold() {
    let pane = Self.pane(sampleDashboard())
    for row in pane.rows {
      for (column, cell) in zip(pane.columns, row.cells) {
        let expected: CategoriesPane.Mark? =
          column.arm == 3 ? .ban : column.arm == 0 && row.name == "math" ? .pin : nil
        #expect(cell.mark == expected, "\(row.name) \(column.name)")
      }
    }
    #expect(pane.all?.cells.map(\.mark) == pane.columns.map { $0.arm == 3 ? .ban : nil })
    #expect(pane.columns.first { $0.arm == 3 }?.isBanned == true)
    let ids = (1...14).map { "reward-model-\($0)" }
    var many = sampleDashboard(SampleRun.lines(steps: 9, ids: ids, pinStep: 3, banStep: 5))
    many.view.sort.column = .listed
    many.view.selected = ids[13]
    let narrow = Self.pane(many, width: 60)
    #expect(narrow.columns.last?.arm == nil && narrow.columns.last?.arms.contains(0) == true)
    for row in narrow.rows { #expect(row.cells.last?.mark == (row.name == "math" ? .pin : nil)) }
  }

  /// Before any feedback there is no reward, which is not a reward of 0; and no scale, but a sentence.
  @Test func whatIsNotKnownIsAbsent() {
    let model = sampleDashboard(Array(SampleRun.lines().prefix(6)))
    let reward = Self.pane(model, .reward)
    #expect(reward.rows.count == 4)
    #expect(reward.rows.allSatisfy { $0.cells.allSatisfy { $0.text == "–" && $0.heat == nil } })
    #expect(reward.scale == nil && reward.absence == "no category has 5 rewards of one RM yet")
    let none = sampleDashboard(SampleRun.lines(steps: 8, history: 1 << 40))
    let best = Self.pane(none, .best)
    #expect(best.rows.allSatisfy { $0.cells.allSatisfy { $0.text == "–" } })
    #expect(best.absence?.hasPrefix("no posterior: ") == true)
    #expect(Self.pane(none).scale == 0...1 && Self.pane(none).absence == nil)
    let nothing = Self.pane(sampleDashboard(TestLog.untimed([TestLog.header()])))
    #expect(nothing.rows.isEmpty && nothing.emptyText != nil)
  }

  /// Means of one to four rewards are written, but have no colour and do not stretch the scale.
  @Test func fewRewardsAreNotColoured() throws {
    var events: [RunEvent] = [TestLog.header()]
    for index in 0..<24 {
      let id = "\(index)"
      let rewardModel = index < 12 ? "alpha" : index < 20 ? "beta" : "gamma"
      events.append(
        .decision(
          DecisionEvent(
            id: id, rewardModel: rewardModel, step: 0, description: PairDescription(category: "math"))))
      events.append(
        .feedback(FeedbackEvent(id: id, outcome: .loss([1, 2, 900][index < 12 ? 0 : index < 20 ? 1 : 2]))))
    }
    var model = sampleDashboard(TestLog.untimed(events))
    model.view.sort.column = .listed
    let row = try #require(Self.pane(model, .reward).rows.first)
    #expect(row.cells.map(\.text) == ["-1.00", "-2.00", "-900"])
    #expect(row.cells.map(\.isThin) == [false, false, true])
    #expect(row.cells.map(\.heat) == [1, 0, nil])
    #expect(Self.pane(model, .reward).scale == -2 ... -1)
  }

  /// High cells say what their numbers are of.
  @Test func highRowsSayOfHowMany() {
    let model = sampleDashboard()
    let low = Self.pane(model, height: 7)
    #expect(low.grid.rowHeight == 1 && low.rows.count == 4)
    let high = Self.pane(model, width: 120, height: 11)
    #expect(high.grid.rowHeight == 2 && high.rows.count == 4)
    for row in high.rows {
      let parts = row.cells.map { $0.note.split(separator: " ") }
      #expect(parts.allSatisfy { $0.count == 3 && $0[2] == "64" })
      #expect(parts.compactMap { Int($0[0]) }.reduce(0, +) == 64)
    }
    var zoomed = sampleDashboard(size: CellSize(width: 120, height: 24))
    zoomed.view.zoomed = .categories
    let frame = zoomed.frame(theme: Theme.standard, glyphs: .braille).plainText
    #expect(frame.contains("64 of 64"))
    let reward = Self.pane(model, .reward, width: 120, height: 11)
    #expect(reward.rows.allSatisfy { $0.cells.allSatisfy { $0.note.isEmpty == ($0.text == "–") } })
    #expect(reward.rows.contains { $0.cells.contains { $0.note.hasSuffix(" rewards") } })
  }

  /// On a wide screen that it has for itself all measures are there at once, the one that is set first.
  @Test func zoomedItShowsTheOthersToo() throws {
    for (width, count) in [(80, 1), (120, 2), (200, 3)] {
      var model = sampleDashboard(size: CellSize(width: width, height: 40))
      model.view.zoomed = .categories
      model.view.categoryMeasure = .best
      let lines = model.frame(theme: Theme.standard, glyphs: .braille).plainText.split(separator: "\n")
      let titles = lines[model.layout.header.bottom]
      let places = ["P(best), mean", "share of", "mean reward"].compactMap { word in
        titles.range(of: "Categories · \(word)").map {
          titles.distance(from: titles.startIndex, to: $0.lowerBound)
        }
      }
      #expect(places.count == count && places == places.sorted(), "\(width)")
      #expect(lines.count { $0.contains("creative") } == 1)
    }
    var many = sampleDashboard(
      SampleRun.lines(steps: 4, ids: (1...14).map { "reward-model-\($0)" }, pinStep: 9, banStep: 9),
      size: CellSize(width: 200, height: 40))
    many.view.zoomed = .categories
    let lines = many.frame(theme: Theme.standard, glyphs: .braille).plainText.split(separator: "\n")
    let title = lines[many.layout.header.bottom]
    #expect(title.components(separatedBy: "Categories").count == 2)
  }

  /// The map is of the run as it was, also while the viewer asks what else could have been.
  @Test func besideAWhatIfItSaysWhoseItIs() {
    var shell = Shell.settled(SampleRun.lines(), mode: .replay)
    shell.press("H")
    #expect(Self.pane(shell.model).detail == "")
    shell.press("w")
    #expect(shell.model.whatIf != nil)
    #expect(Self.pane(shell.model).detail == "as recorded")
  }

  private static func manyCategories(_ count: Int) -> DashboardModel {
    var events: [RunEvent] = [TestLog.header()]
    for index in 0..<count * 2 {
      events.append(
        .decision(
          DecisionEvent(
            id: "\(index)", rewardModel: "alpha", step: 0,
            description: PairDescription(category: "category \(index % count)"))))
    }
    return sampleDashboard(TestLog.untimed(events))
  }

  /// Every category can be brought onto the screen, and the title says which they are.
  @Test func nothingIsUnreachable() {
    var model = Self.manyCategories(40)
    _ = model.update(.key(.character("6")))
    var seen: Set<String> = []
    for _ in 0..<40 {
      let pane = Self.pane(model, height: 9)
      #expect(pane.rows.count == 6)
      #expect(pane.rows.count(where: \.isSelected) == 1)
      seen.formUnion(pane.rows.map(\.name))
      _ = model.update(.key(.down))
    }
    #expect(seen.count == 40)
    #expect(Self.pane(model, height: 9).detail == "35–40 of 40")
    // A prompt may leave the pane no line for a row: then it names none.
    #expect(Self.pane(model, height: 1).detail == "")
    // With one line more than the rows need there is a bar; where a row would be missing for it, there is none.
    #expect(Self.pane(Self.manyCategories(5), height: 8).grid.hasBar)
    #expect(!Self.pane(Self.manyCategories(5), height: 7).grid.hasBar)
    #expect(Self.pane(Self.manyCategories(5), height: 7).rows.count == 5)
  }

  /// What a trainer calls a category reaches no terminal as it is.
  @Test func hostileNames() throws {
    let names = [
      "\u{1B}[31mred", "a\u{202E}b", "\u{9B}2J", "same\u{200B}", "same", "👩‍👩‍👧‍👦 family", "new\nline", "",
    ]
    var events: [RunEvent] = [TestLog.header()]
    for (index, name) in names.enumerated() {
      events.append(
        .decision(
          DecisionEvent(
            id: "\(index)", rewardModel: "alpha", step: 0, description: PairDescription(category: name))))
    }
    var model = sampleDashboard(TestLog.untimed(events), size: CellSize(width: 100, height: 40))
    model.view.zoomed = .categories
    let shown = CategoriesPane(model, width: 100, height: 30).rows.map(\.name)
    #expect(Set(shown).count == names.count)
    let frame = model.frame(theme: Theme.standard, glyphs: .braille).plainText
    for scalar in frame.unicodeScalars where scalar != "\n" {
      #expect(scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar.value != 0x202E)
    }
  }

  @Test(arguments: CategoryMeasure.allCases) func frames(measure: CategoryMeasure) {
    var model = sampleDashboard()
    _ = model.update(.key(.character("6")))
    model.view.categoryMeasure = measure
    expectGolden(model.golden(), "categories-\(measure).txt")
  }

  /// Without colours a high cell is shaded all over.
  @Test func highWithoutColors() {
    var model = sampleDashboard(size: CellSize(width: 120, height: 40))
    model.view.zoomed = .categories
    expectGolden(
      model.frame(theme: Theme.standard, glyphs: .braille, colors: .mono).plainText,
      "categories-zoomed-mono.txt")
  }

  @Test(arguments: [(ColorTier.mono, GlyphTier.braille), (.palette16, .halfBlock), (.palette256, .ascii)])
  func tiers(colors: ColorTier, glyphs: GlyphTier) {
    var model = sampleDashboard()
    _ = model.update(.key(.character("6")))
    let theme = Theme.standard
    let frame = model.frame(theme: theme, glyphs: glyphs, colors: colors)
    expectGolden(
      frame.plainText + "\n" + frame.stylePlane(theme.on(colors)), "categories-\(colors)-\(glyphs).txt")
  }
}
