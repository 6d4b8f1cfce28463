import RunEvents
import RunState

/// By this a pane of charts is known to show what it showed: charts move when batches close and steps end, and many
/// events come in between.
///
/// It has the numbers of the moment that charts show beside what ``Charts/changes`` counts. What the viewer does, and
/// whatever else is neither the source nor the clock, is taken together by its count.
struct ChartMark: Equatable {
  /// What the charts of one run are drawn from.
  private struct Run: Equatable {
    var place: Int
    var generation: Int
    var changes: Int
    var segments: Int
    var rewardModels: Int
    var hasDecisions: Bool
    var hasSteps: Bool
    var position: Double
    var routingStep: Int?
    var knownSteps: ClosedRange<Int>?
    var beliefs: [Belief?] = []
    var beliefPoints: [Int] = []
    var closes = 0
    var probes = 0

    init(_ model: DashboardModel, hasBeliefs: Bool) {
      let run = model.run
      place = model.place.index
      generation = model.feed.generation
      changes = run.charts.changes
      segments = run.progress.segments
      rewardModels = run.rewardModels.count
      hasDecisions = run.counts.decisions > 0
      hasSteps = run.progress.hasSteps
      position = run.progress.position
      routingStep = run.progress.routingStep
      knownSteps = run.progress.steps.known
      guard hasBeliefs else { return }
      closes = run.progress.closes
      beliefs = run.rewardModels.indices.map { run.beliefs[$0].current }
      beliefPoints = run.rewardModels.indices.map { run.beliefs[$0].mean.sampleCount }
      probes = run.beliefs.probeCount
    }
  }

  private var runs: [Run]
  private var viewChanges: Int
  private var charted: ChartedModels
  private var rows: [Int?]
  private var selected: Int?
  private var sourceMarkers: Int
  private var utcOffset: Int
  /// What a pane shows besides.
  private var words: [String]

  /// - Parameters:
  ///   - words: what the pane shows besides curves, areas and marks.
  ///   - hasBeliefs: it shows what is believed.
  /// - Returns: `nil` where charts stand over the time or the decisions of every event, or beside a what-if.
  init?(_ model: DashboardModel, words: [String] = [], hasBeliefs: Bool = false) {
    guard model.chartAxis == .step, model.whatIf == nil else { return nil }
    runs = ([model] + model.others).map { Run($0, hasBeliefs: hasBeliefs) }
    viewChanges = model.viewChanges
    charted = model.chartedModels
    rows = model.rowOrder
    selected = model.selectedArm
    sourceMarkers = model.feed.sourceMarkers.count
    utcOffset = model.clock.utcOffset
    self.words = words
  }
}
