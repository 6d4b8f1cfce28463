import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

@Suite struct ExportTableTests {
  /// A reader of RFC 4180, strict: quotes only around whole fields, lines ended by CR LF.
  private static func parse(_ csv: String) throws -> [[String]] {
    struct Fault: Error {}
    var rows: [[String]] = []
    var row: [String] = []
    var field: [Unicode.Scalar] = []
    var scalars = Array(csv.unicodeScalars)[...]
    func text() -> String { String(String.UnicodeScalarView(field)) }
    while let first = scalars.popFirst() {
      switch first {
      case "\"" where field.isEmpty:
        while true {
          guard let next = scalars.popFirst() else { throw Fault() }
          if next != "\"" {
            field.append(next)
          } else if scalars.first == "\"" {
            field.append("\"")
            scalars.removeFirst()
          } else {
            break
          }
        }
        guard scalars.first == "," || scalars.first == "\r" else { throw Fault() }
      case ",":
        row.append(text())
        field = []
      case "\r":
        guard scalars.popFirst() == "\n" else { throw Fault() }
        rows.append(row + [text()])
        row = []
        field = []
      case "\"", "\n": throw Fault()
      default: field.append(first)
      }
    }
    guard row.isEmpty, field.isEmpty else { throw Fault() }
    return rows
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "a,b"), ("say \"no\"", "say \"no\""), ("", ""), (" padded ", " padded "),
    ("two\nlines", "two lines"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", " =1"), ("  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0"), ("a=1", "a=1"),
    ("\u{1B}[31mred\u{202E}", "[31mred"), ("\u{9B}31m\u{7}x\u{200B}", "31mx"), ("é👩‍👩‍👧", "é👩‍👩‍👧"),
  ])
  func textIsReadBackAndHarmless(_ text: String, _ expected: String) throws {
    var expected = expected
    if text == "\t=1" { expected = "' =1" }
    let table = ExportTable(columns: [text, "b"], rows: [[.text(text), .number(1)]])
    #expect(try Self.parse(table.csv) == [[expected, "b"], [expected, "1"]])
    #expect(!table.csv.unicodeScalars.contains { $0.value == 0x1B || (0x80...0x9F).contains($0.value) })
    #expect(!table.tabbed.unicodeScalars.contains { $0.value == 0x1B || $0.value == 7 })
    #expect(table.tabbed.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
  }

  @Test func numbersStayNumbers() throws {
    let numbers: [Double] = [-1, 0.1, 1e300, -0.25, 3, .nan, .infinity, -.infinity, 1e16]
    let table = ExportTable(columns: ["x"], rows: numbers.map { [.number($0)] } + [[.empty]])
    let fields = try Self.parse(table.csv).dropFirst().map { $0[0] }
    #expect(fields == ["-1", "0.1", "1e+300", "-0.25", "3", "NaN", "Infinity", "-Infinity", "1e+16", ""])
  }

  /// Every pane has a table, with as many fields in each row as there are heads.
  @Test func everyPaneGivesWhatItShows() throws {
    var shell = Shell.settled(SampleRun.lines())
    let run = shell.model.run
    for view in Pane.views {
      shell.model.view.focus = view.pane
      shell.press()
      shell.send(.tick(ClockReading(monotonic: 1, wall: SampleRun.start)))
      shell.pump()
      let (found, chosen) = (view.table(shell.model), view.selection(shell.model))
      let table = try #require(found, "\(view.descriptor.name)")
      #expect(!table.rows.isEmpty && table.rows.allSatisfy { $0.count == table.columns.count })
      let selection = try #require(chosen)
      #expect(!selection.rows.isEmpty && selection.rows.allSatisfy { $0.count == selection.columns.count })
      #expect(try Self.parse(table.csv).count == table.rows.count + 1)
    }
    let reward = try #require(RewardPane.table(shell.model))
    #expect(reward.columns == ["step", "seconds", "decisions", "all"] + SampleRun.ids)
    #expect(reward.rows.count == run.reward.buckets.count)
    for (row, bucket) in zip(reward.rows, run.reward.buckets) {
      #expect(row[0] == .number(bucket.end) && row[3] == .number(bucket.last))
    }
    // Only the stretch that is shown.
    shell.model.view.span = .frozen(10...19)
    #expect(
      try #require(RewardPane.table(shell.model)).rows.map { $0[0] }
        == (10...19).map { ExportTable.Field.number(Double($0)) })
    #expect(try #require(SharePane.table(shell.model)).rows.count == 10)
    let metrics = try #require(MetricsPane.table(shell.model))
    #expect(metrics.rows.allSatisfy { if case .number(10...19) = $0[0] { true } else { false } })
    #expect(metrics.rows.count == 10 * run.metrics.count)
    let categories = try #require(CategoriesPane.table(shell.model))
    #expect(categories.rows.count == run.categories.count * run.rewardModels.count)
    // Over the whole screen pane 1 shows the curves of one RM.
    shell.model.view.zoomed = .rewardModels
    #expect(try #require(RewardModelTable.table(shell.model)).columns.suffix(4).first == "share")
  }

  @Test func exportAsksForANewFileAndSaysWhatCame() throws {
    var shell = Shell.settled(TestLog.usual())
    shell.model.session.sourceName = "runs/../we ird\u{1B}$(x).jsonl.gz"
    let effects = shell.press("4", "E")
    guard case .export(let name, let csv, let rows) = try #require(effects.last) else {
      Issue.record("no export")
      return
    }
    #expect(name == "rmtop-we-ird---x--reward-20")
    #expect(try Self.parse(csv).count == rows + 1 && rows > 10)
    shell.send(.exported(path: "./\(name).csv", rows: rows))
    #expect(shell.status == "wrote \(rows) rows to ./\(name).csv")
    shell.send(.exportFailed("nothing was exported: no space"))
    #expect(shell.status == "nothing was exported: no space" && shell.model.status?.isError == true)
    var empty = Shell.settled([])
    #expect(empty.press("4", "E").isEmpty && empty.status.contains("nothing to export"))
  }

  @Test func whatIsCopied() throws {
    var shell = Shell.settled(SampleRun.lines())
    guard case .copy(let row) = try #require(shell.press("Y").last) else {
      Issue.record("nothing was copied")
      return
    }
    let selected = try #require(shell.model.selectedArm)
    #expect(row.split(separator: "\n").count == 2 && row.contains("\n" + SampleRun.ids[selected] + "\t"))
    #expect(shell.status.contains("1 row") && shell.status.contains("OSC 52"))
    shell.model.session.isInsideTmux = true
    guard case .copy(let values) = try #require(shell.press("x", "Y").last) else {
      Issue.record("nothing was copied")
      return
    }
    #expect(shell.status.contains("under the crosshair") && shell.status.contains("set-clipboard on"))
    let fields = values.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    #expect(fields.allSatisfy { $0.count == 6 })
    let reward = try #require(fields.first { $0[3] == "reward" && $0[4] == "" })
    let position = try #require(shell.model.chartSpan?.crosshair?.position)
    let bucket = try #require(shell.model.run.reward.buckets.last { $0.end == position })
    #expect(Double(reward[5]) == bucket.sum / Double(bucket.count))
  }

  /// A text longer than terminals take is cut after a whole line, and said to be.
  @Test func aLongTextIsCutAfterALine() throws {
    let values = (0..<2000).map { MetricsEvent.Value(name: "metric/with/a/long/name/number/\($0)", value: 1) }
    var shell = Shell.settled(
      TestLog.timed(
        [TestLog.header()] + TestLog.steps(0...5) + [.metrics(MetricsEvent(step: 4, values: values))]
          + TestLog.steps(6...7)))
    shell.model.view.crosshair = 4
    guard case .copy(let text) = try #require(shell.press("Y").last) else {
      Issue.record("nothing was copied")
      return
    }
    #expect(text.utf8.count <= DashboardModel.copyLimit && text.utf8.count > DashboardModel.copyLimit - 100)
    #expect(
      text.split(separator: "\n").allSatisfy {
        $0.split(separator: "\t", omittingEmptySubsequences: false).count == 6
      })
    #expect(shell.status.contains("the first"))
  }
}
