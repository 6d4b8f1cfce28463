import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// What the charts' axes span, and what of a run that was started again is faint.
@Suite struct ChartSpanTests {
  /// Lines written in code.
  private struct Log {
    private(set) var lines: [LogLine] = []

    mutating func add(_ event: RunEvent) {
      lines.append(
        LogLine(
          number: lines.count + 1, offset: lines.count * 100, length: 100,
          content: .event(TimedEvent(event))))
    }

    mutating func run() {
      add(
        .run(
          RunHeader(name: "r", rewardModels: [RewardModelInfo(id: "a"), RewardModelInfo(id: "b")])))
    }

    mutating func decide(_ id: String, _ rm: String, step: Int? = nil) {
      add(.decision(DecisionEvent(id: id, rewardModel: rm, step: step)))
    }

    mutating func loss(_ id: String, _ loss: Double) {
      add(.feedback(FeedbackEvent(id: id, outcome: .loss(loss))))
    }

    mutating func metric(_ step: Int, _ name: String, _ value: Double) {
      add(
        .metrics(MetricsEvent(step: step, values: [MetricsEvent.Value(name: name, value: value)])))
    }
  }

  private func model(_ write: (inout Log) -> Void) -> DashboardModel {
    var log = Log()
    write(&log)
    var model = DashboardModel(
      session: Session(mode: .replay, sourceName: "run", control: .off("no"), id: "00000000", user: ""))
    for line in log.lines { model.run.fold(line) }
    return model
  }

  /// One decision with its loss a step, and a metric.
  private func model(steps: [Int], metricStep: (Int) -> Int?) -> DashboardModel {
    model { log in
      log.run()
      for (place, step) in steps.enumerated() {
        log.decide("\(place)", ["a", "b"][place % 2], step: step)
        log.loss("\(place)", Double(place % 5))
        if let step = metricStep(place) { log.metric(step, "loss", Double(place)) }
      }
    }
  }

  @Test func oneFarStepLeavesTheSpanAsItWas() throws {
    let spans = [TimeSpan.all, .tail(10)]
    for span in spans {
      var with = model(steps: Array(0..<40)) { $0 == 20 ? 1_760_631_585 : $0 }
      var without = model(steps: Array(0..<40)) { $0 == 20 ? nil : $0 }
      with.view.span = span
      without.view.span = span
      #expect(with.chartSpan == without.chartSpan)
      #expect(with.chartSpan(of: with.run.metrics[0]) == with.chartSpan)
      #expect(try #require(with.chartSpan).range.upperBound == 39)
    }
  }

  @Test func shareAndRewardSpanTheStepsOfDecisions() throws {
    // Samples, 512 a step.
    var model = model(steps: Array(0..<40)) { $0 * 512 }
    #expect(try #require(model.chartSpan).range == 0...39)
    #expect(model.hasOwnAxis(model.run.metrics[0]))
    #expect(try #require(model.chartSpan(of: model.run.metrics[0])).range == 0...Double(39 * 512))
    // The same part of either axis.
    model.view.span = .tail(13)
    #expect(try #require(model.chartSpan).range == 26...39)
    #expect(
      try #require(model.chartSpan(of: model.run.metrics[0])).range == Double(
        26 * 512)...Double(39 * 512))
  }

  @Test func epochsHaveAnAxisOfTheirOwnAndALateEvaluationHasNot() {
    let epochs = model(steps: Array(0..<400)) { $0 / 100 }
    #expect(epochs.hasOwnAxis(epochs.run.metrics[0]))
    let late = model(steps: Array(0..<400)) { $0 >= 30 ? $0 - 30 : nil }
    #expect(!late.hasOwnAxis(late.run.metrics[0]))
    // Logged once, before the first decision.
    let once = model { log in
      log.run()
      log.metric(0, "parameters", 7)
      for step in 0..<400 { log.decide("\(step)", "a", step: step) }
    }
    #expect(!once.hasOwnAxis(once.run.metrics[0]))
  }

  @Test func stepsBesideDecisionsWithoutStepsHaveTheirOwnAxis() throws {
    let model = model { log in
      log.run()
      for place in 0..<100 {
        log.decide("\(place)", "a")
        log.loss("\(place)", 1)
        if place % 10 == 0 { log.metric(place * 7, "loss", 1) }
      }
    }
    #expect(model.hasOwnAxis(model.run.metrics[0]))
    #expect(try #require(model.chartSpan).range.upperBound == 100)
    #expect(try #require(model.chartSpan(of: model.run.metrics[0])).range == 0...630)
  }

  @Test func metricsAloneHaveTheirSteps() throws {
    let model = model { log in
      log.run()
      for step in 0..<10 { log.metric(step, "loss", 1) }
    }
    #expect(try #require(model.chartSpan).range == 0...9)
    #expect(!model.hasOwnAxis(model.run.metrics[0]))
  }

  @Test func theTailEndsAtThePresentAfterARestart() throws {
    var model = model(steps: Array(0...100) + Array(40...60)) { _ in nil }
    #expect(try #require(model.chartSpan).range == 0...100)
    model.view.span = .tail(10)
    #expect(try #require(model.chartSpan).range == 50...60)
  }

  @Test func theBranchThatWasLeftIsApart() throws {
    let model = model(steps: Array(0...21) + Array(10...16)) { $0 <= 21 ? $0 : $0 - 12 }
    let span = try #require(model.chartSpan)
    let pane = SharePane(model, width: 22)
    #expect(pane.columns.count { $0 != nil } > 14 && pane.columns.last == .some(nil))
    #expect(pane.abandoned.lastIndex { $0 != nil } == 21)
    #expect(zip(pane.columns, pane.abandoned).allSatisfy { $0 == nil || $1 == nil })
    for smoothing in [Smoothing.none, .strong] {
      let curve = Curve(model.run.reward, span: span, columns: 22, smoothing: smoothing)
      #expect(curve.abandoned.first?.column == 10 && curve.abandoned.last?.column == 21)
      let kept = smoothing == .none ? curve.raw : curve.smooth
      #expect(kept.last?.column ?? 99 < 17)
      let metric = Curve(
        model.run.metrics[0].series, span: span, columns: 22, smoothing: smoothing)
      #expect(metric.abandoned.first?.column == 10)
    }
  }

  @Test func smoothingStartsAfreshAtASegment() {
    let model = model { log in
      log.run()
      for step in Array(0...30) + Array(10...12) {
        log.decide("\(step)", "a", step: step)
        log.loss("\(step)", step > 12 ? -100 : -1)
      }
      log.add(.end(EndEvent()))
    }
    let span = ChartSpan(range: 0...30, detail: "")
    let curve = Curve(model.run.reward, span: span, columns: 31, smoothing: .strongest)
    // What came before the restart has no weight in the average.
    #expect(curve.smooth.last.map { abs($0.last - 1) < 1e-9 } == true)
  }
}
