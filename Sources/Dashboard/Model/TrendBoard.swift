import RunState

/// Which way the curves go: a trend is computed when its series has changed, not for every frame.
struct TrendBoard: Sendable {
  /// What is said of one series.
  struct Reading: Equatable, Sendable {
    var trend: Trend?
    /// Mean of the last points; `nil` without any.
    var recent: Double?
    /// The last point is long past: where it went then says nothing of now.
    fileprivate var isQuiet = false
    /// What the series was when it was read.
    fileprivate var mark = Mark()

    /// There are points enough for a trend, so that none is an answer too.
    var isTelling: Bool { mark.buckets >= Trend.fewestPoints }
  }

  /// By this a series is known to be as it was.
  fileprivate struct Mark: Equatable, Sendable {
    var samples = 0
    var buckets = 0
    var end = 0.0
    var segments = 0
    var generation = 0
  }

  /// Batch closes whose mean reward is given as the reward now; without a reward in as many an RM has no trend.
  static let recentPoints = 16
  /// Monotonic seconds between two looks while lines are folded one slice after the other.
  private static let patience = 0.1

  private(set) var overall = Reading()
  /// By arm.
  private var rewardModels: [Reading] = []
  /// What of the metrics is told at a glance, with which way it goes.
  private(set) var vitals: [(vital: VitalMetric, reading: Reading)] = []
  /// How often it was brought up to date.
  private(set) var looks = 0
  /// By index: the metrics on the screen.
  private var metrics: [Int: Reading] = [:]
  private var metricsSince = -Double.infinity
  private var metricsMark: [Int] = []
  private var metricCount = 0
  private var events = -1
  private var generation = 0
  private var since = -Double.infinity

  init() {}

  /// Which way the rewards of a reward model go; `nil` where that is no more than noise, or long past.
  func trend(ofArm arm: Int) -> Trend? {
    guard rewardModels.indices.contains(arm), !rewardModels[arm].isQuiet else { return nil }
    return rewardModels[arm].trend
  }

  /// Which way a metric that is on the screen goes.
  func trend(ofMetric index: Int) -> Trend? { metrics[index]?.trend }

  /// Where the metrics go that go somewhere, in the order of the run.
  var metricDirections: [String] {
    metrics.keys.sorted().compactMap { index in
      trend(ofMetric: index).map { "\(index) \($0.direction.rawValue)" }
    }
  }

  /// Whether there is a number to tell.
  var hasVitals: Bool { overall.recent != nil || !vitals.isEmpty }

  /// Whether a look is due: everything that is there is folded, or it is some time since the last one.
  private func isDue(_ run: RunState, generation: Int, isFolding: Bool, now: Double) -> Bool {
    guard events != run.progress.events || self.generation != generation else { return false }
    return !isFolding || (now - since).magnitude >= Self.patience
  }

  /// Brings the readings up to date.
  ///
  /// - Complexity: O(1) where no event has come; else that of a trend for each series that has another point.
  mutating func refresh(_ run: RunState, generation: Int, isFolding: Bool, now: Double) {
    guard isDue(run, generation: generation, isFolding: isFolding, now: now) else { return }
    if metricCount != run.metrics.count || self.generation != generation || events > run.progress.events {
      vitals = VitalMetric.chosen(of: run.metrics).map { ($0, Reading()) }
      metricCount = run.metrics.count
    }
    events = run.progress.events
    self.generation = generation
    since = now
    looks &+= 1
    let segments = run.progress.drawnSegments
    func read(_ series: Series, into reading: inout Reading) {
      reading.read(series, segments: segments, generation: generation)
    }
    read(run.reward, into: &overall)
    let count = run.rewardModels.count
    if rewardModels.count > count { rewardModels.removeLast(rewardModels.count - count) }
    while rewardModels.count < count { rewardModels.append(Reading()) }
    let recently = run.reward.buckets.suffix(Self.recentPoints).first?.start ?? 0
    for arm in rewardModels.indices {
      let series = run.charts.rewardByArm[arm]
      read(series, into: &rewardModels[arm])
      rewardModels[arm].isQuiet = (series.buckets.last?.end ?? -.infinity) < recently
    }
    for index in vitals.indices where run.metrics.indices.contains(vitals[index].vital.metric) {
      read(run.metrics[vitals[index].vital.metric].series, into: &vitals[index].reading)
    }
  }

  /// Whether metrics have moved since they were read.
  func hasOlderMetrics(than samples: Int, generation: Int) -> Bool { metricsMark != [samples, generation] }

  /// Whether a look at the metrics on the screen is due.
  func wantsMetrics(isFolding: Bool, now: Double) -> Bool {
    !isFolding || (now - metricsSince).magnitude >= Self.patience
  }

  /// Brings the readings of the metrics on the screen up to date; those of others are forgotten.
  ///
  /// - Complexity: that of a trend for each that has another point.
  ///
  /// - Parameter samples: of all metrics together.
  mutating func readMetrics(_ samples: Int, _ shown: [Int], _ run: RunState, generation: Int, now: Double) {
    metricsSince = now
    metricsMark = [samples, generation]
    looks &+= 1
    let before = metrics
    metrics = [:]
    for index in shown where run.metrics.indices.contains(index) {
      var reading = before[index] ?? Reading()
      reading.read(run.metrics[index].series, segments: run.progress.drawnSegments, generation: generation)
      metrics[index] = reading
    }
  }
}

extension TrendBoard.Reading {
  /// Looks at a series, if it is another than it was.
  fileprivate mutating func read(_ series: Series, segments: Int, generation: Int) {
    var mark = TrendBoard.Mark(samples: series.sampleCount, buckets: series.buckets.count)
    mark.end = series.buckets.last?.end ?? 0
    mark.segments = segments
    mark.generation = generation
    guard mark != self.mark else { return }
    self = TrendBoard.Reading(
      trend: series.trend, recent: series.recentMean(of: TrendBoard.recentPoints), mark: mark)
  }
}

extension DashboardModel {
  /// - Parameter isOfSource: neither a key nor the screen has brought others of the metrics into sight.
  mutating func refreshTrends(isOfSource: Bool) {
    let now = clock.monotonic
    trends.refresh(run, generation: feed.generation, isFolding: feed.wantsFold, now: now)
    let samples = run.metrics.reduce(0) { $0 &+ $1.series.sampleCount }
    if isOfSource, !trends.hasOlderMetrics(than: samples, generation: feed.generation) { return }
    if trends.wantsMetrics(isFolding: feed.wantsFold, now: now) {
      trends.readMetrics(samples, shownMetrics, run, generation: feed.generation, now: now)
    }
  }
}

extension Trend.Direction {
  var arrow: String { self == .rises ? "↗" : "↘" }
  var word: String { rawValue }
}
