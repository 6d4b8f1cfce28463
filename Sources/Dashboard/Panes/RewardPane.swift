import RunState

/// Pane 4: mean raw reward of each closed batch, by RM and over all.
struct RewardPane: Equatable, PaneView {
  static let descriptor = PaneDescriptor(pane: .reward, name: "reward", rank: 2) { request, _ in
    if request.hasNothing(for: .reward) { return nil }
    return PaneHeights(minimum: 4, comfortable: request.comfortableChart, large: request.isWhatIf ? 24 : 18)
  }

  struct Line: Equatable {
    /// `nil`: over all RMs.
    var arm: Int?
    var curve: Curve
  }

  /// Names the overall line: `RewardPane.overallSign` in it has the line's look.
  var title: String
  var detail: String
  /// In the order of drawing: the selected RM last.
  var lines: [Line]
  var axis: ValueAxis?
  var span: ChartSpan?
  var markers: [ChartMarker]
  /// What is under the crosshair.
  var readout: CrosshairReadout?
  /// The overall line of the other runs on the screen.
  var beside: [CurveBeside] = []
  /// The mean of the curves of the reward models that are shown together.
  var others: CurveBeside?
  var emptyText: String?

  /// In the title, before the word for the line over all RMs.
  static let overallSign: Character = "━"

  /// - Parameters:
  ///   - columns: dot columns of the chart.
  ///   - width: cells of the chart.
  init(_ model: DashboardModel, columns: Int, width: Int) {
    let run = model.run
    let smoothing = model.view.smoothing
    span = model.chartSpan
    detail = span?.words ?? ""
    let course = smoothing == .none ? "" : " · smoothed \(smoothing.word)"
    let room = width + RewardPane.labelWidth - 9 - textWidth(detail)
    let charted = model.chartedModels
    let whole =
      "Reward by RM\(charted.wording.map { " (\($0))" } ?? ""), \(RewardPane.overallSign) all" + course
    title = textWidth(whole) <= room ? whole : "Reward, \(RewardPane.overallSign) all" + course
    lines = []
    markers = []
    guard let span, !run.reward.buckets.isEmpty else {
      emptyText = model.waitingForFeedback
      return
    }
    let selected = model.selectedArm
    let arms = charted.shown.filter { $0 != selected } + [selected].compactMap { $0 }
    let curves = arms.map { arm in
      Line(
        arm: arm,
        curve: Curve(run.charts.rewardByArm[arm], span: span, columns: columns, smoothing: smoothing))
    }
    let overall = Line(
      arm: nil, curve: Curve(run.reward, span: span, columns: columns, smoothing: smoothing))
    lines = curves.dropLast() + [overall] + curves.suffix(1)
    let rest = charted.others.map { arm in
      Curve(run.charts.rewardByArm[arm], span: span, columns: columns, smoothing: smoothing).course
    }
    if !rest.isEmpty { others = CurveBeside(number: nil, curve: Curve(course: .mean(of: rest))) }
    beside = model.rewardsBeside(span: span, columns: columns)
    let drawn = lines.map(\.curve) + (beside + [others].compactMap { $0 }).map(\.curve)
    axis = ValueAxis(drawn, model.view, goesBySmooth: true)
    for line in lines { axis?.countClipped(line.arm.map { run.charts.rewardByArm[$0] } ?? run.reward, span) }
    if let axis {
      detail = axis.before(detail)
      for index in lines.indices { lines[index].curve = lines[index].curve.placed(on: axis) }
      beside = beside.map { $0.placed(on: axis) }
      others = others?.placed(on: axis)
    }
    markers = ChartMarker.markers(model, span: span, width: width)
    if span.crosshair != nil {
      readout = CrosshairReadout(lines.map { ($0.arm, $0.curve.reading) }, model) { _, reading in
        ScreenText.signed(reading.value, cells: 5)
      }
    }
  }
}

extension Smoothing {
  /// `.9`, as the title says it.
  var word: String {
    switch self {
    case .none: "0"
    case .some: ".6"
    case .more: ".9"
    case .strong: ".97"
    case .strongest: ".99"
    }
  }
}

extension Pane {
  package static let reward = Pane(digit: 4)
}
