import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing
import Wording

@testable import Dashboard

/// Frames of whatever models and sizes: nothing traps, and the frame has the size that was asked for.
@Suite struct FrameStormTests {
  private func hostileLines() -> [LogLine] {
    let hidden =
      "\u{9B}31m\u{9D}0;\u{7}\u{202E}\u{2066}\u{200B}\u{200D}\u{3164}\u{115F}\u{FFFF}\u{2028}\u{FE0F}\u{E0041}"
    let long = String(repeating: "漢字\u{1B}[31m" + hidden, count: 60)
    var events: [RunEvent] = [
      .run(
        RunHeader(
          name: "run \u{202E}\(long)",
          rewardModels: [
            RewardModelInfo(id: long, name: long), RewardModelInfo(id: "🙂"), RewardModelInfo(id: ""),
          ], dimension: 1))
    ]
    for index in 0..<40 {
      let id = "d\(index)"
      events.append(
        .decision(
          DecisionEvent(
            id: id, rewardModel: [long, "🙂", ""][index % 3], step: index % 17 * 1_000_000_007,
            description: PairDescription(features: .context([1e150]), category: long))))
      let outcomes: [FeedbackEvent.Outcome] = [
        .loss(1e308), .loss(-1e308), .loss(.nan), .tie, .error(long), .reward(.infinity),
        .reward(.leastNonzeroMagnitude),
      ]
      events.append(
        .feedback(
          FeedbackEvent(id: id, outcome: outcomes[index % 7], latencyMilliseconds: index == 3 ? 1e300 : -1)))
      events.append(
        .metrics(
          MetricsEvent(
            step: index % 5 * 900_000_000_000_000,
            values: [
              .init(name: long, value: index % 2 == 0 ? 1e308 : -1e308), .init(name: "/", value: .infinity),
              .init(name: "flat", value: 0), .init(name: "\u{3164}", value: 1),
            ])))
    }
    events.append(.note(NoteEvent(level: .error, text: long)))
    return events.enumerated().map { index, event in
      LogLine(
        number: index + 1, offset: index * 50, length: 50,
        content: index % 11 == 10
          ? .fault(FaultReason(.invalidJSON, long))
          : .event(TimedEvent(time: index % 3 == 0 ? .infinity : -1e300, event)))
    }
  }

  @Test func nothingTraps() {
    var random = SeededGenerator(seed: 99)
    let models = [sampleDashboard([]), sampleDashboard(hostileLines()), sampleDashboard()]
    let long = String(repeating: "漢", count: 300)
    for round in 0..<160 {
      var model = models[round % models.count]
      model.size = CellSize(width: random.below(230), height: random.below(70))
      model.view.zoomed = random.below(3) == 0 ? Pane.allCases[random.below(5)] : nil
      model.view.focus = Pane.allCases[random.below(5)]
      model.view.hidden = random.below(4) == 0 ? [Pane.allCases[1 + random.below(4)]] : []
      model.view.eventScroll = [0, 1, 50, Int.max, -3][random.below(5)]
      model.view.smoothing = Smoothing.allCases[random.below(5)]
      model.view.selected = [nil, "", long, SampleRun.ids[2]][random.below(4)]
      let spans: [TimeSpan] = [
        .all, .tail(0), .tail(.infinity), .tail(7), .frozen(3...9), .frozen(0...0), .frozen(-1e308...1e308),
      ]
      model.view.posterior = PosteriorAspect.allCases[random.below(PosteriorAspect.allCases.count)]
      model.view.span = spans[random.below(spans.count)]
      var draft = ControlDraft(action: .ban, rewardModel: long, category: long)
      draft.reason = long
      draft.field = ControlDraft.Field.allCases[random.below(3)]
      let overlays: [Overlay?] = [
        nil, .help(search: long, scroll: 3), .help(search: "", scroll: 9999),
        .themePicker(index: 50, before: "x"), .prompt(Prompt(purpose: .control(draft), error: long)),
        .prompt(Prompt(purpose: .goTo, input: long)), .prompt(Prompt(purpose: .suspend)),
      ]
      model.view.overlay = overlays[random.below(overlays.count)]
      model.status = random.below(3) == 0 ? StatusLine(long, isError: true) : nil
      let theme = Theme.builtIn[random.below(Theme.builtIn.count)]
      let frame = model.frame(
        theme: theme, glyphs: GlyphTier.allCases[random.below(GlyphTier.allCases.count)])
      #expect(frame.size == model.size)
      let hidden = frame.plainText.unicodeScalars.filter { $0 != "\n" && isHidden($0) }
      #expect(hidden.isEmpty, "\(hidden)")
    }
  }
}
