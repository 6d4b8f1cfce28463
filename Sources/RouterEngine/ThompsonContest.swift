import COpenBLAS

/// Who wins Thompson sampling for some pairs, with as few triangular solves as that takes.
///
/// A draw is known but for its deviation once its normal number is: it lies within
/// ```
/// μ·x ± meanError ‖x‖ + e z [0, deviation ‖x‖]
/// ```
/// by the arm's `ScoreBound`. An arm whose greatest possible draw is below what another arm's draw is at least cannot
/// win, whatever its deviation: half of the arms, whose z is below 0, fall with the first arm that is known to be above
/// its own mean. What is left is solved for, the most promising first, and drawn as `ThompsonPolicy.decide` draws it.
///
/// Properties: the winner is that of `decide`, bit for bit: arms are left out by strict inequalities that hold for the
/// draws as computed, so that a tie is never decided by a bound.
///
/// Source: ours; the published router draws a weight vector of every reward model for every pair. Tested by
/// `ThompsonContestTests` against `decide`.
struct ThompsonContest {
  /// Pairs that are decided together: their contexts stay in a core's own cache.
  static let limit = 512

  private struct Contender {
    let arm: Int
    let normal: Double
    /// What the draw is at least and at most.
    let least: Double
    let most: Double
    var draw: Double?
  }

  private let policy: ThompsonPolicy
  private let requests: ArraySlice<RoutingRequest>
  private let width: Int
  private var rows: [Double] = []
  /// By pair, in the order of its allowed arms.
  private var contenders: [[Contender]] = []
  /// By pair, what the winner's draw is at least.
  private var thresholds: [Double] = []
  /// Scores that took a triangular solve.
  private(set) var solves = 0

  init(_ requests: ArraySlice<RoutingRequest>, policy: ThompsonPolicy, posteriors: inout PosteriorBank) {
    self.policy = policy
    self.requests = requests
    width = posteriors.settings.width
    rows.reserveCapacity(requests.count * width)
    for request in requests { rows += posteriors.row(of: request.context) }
    enlist(posteriors.scoreBounds(of: Set(requests.flatMap(\.allowed)).sorted()))
  }

  private mutating func enlist(_ bounds: [Int: (place: Int, bound: ScoreBound)]) {
    let count = bounds.count
    var vectors = Array(repeating: 0.0, count: count * width)
    for (place, bound) in bounds.values {
      vectors.replaceSubrange((place * width)..<((place + 1) * width), with: bound.mean)
    }
    var means = Array(repeating: 0.0, count: requests.count * count)
    BLAS.prepare()
    if !means.isEmpty {
      cblas_dgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(requests.count), Int32(count), Int32(width), 1, rows,
        Int32(width), vectors, Int32(width), 0, &means, Int32(count))
    }
    for (pair, request) in requests.enumerated() {
      let length = (0..<width).reduce(0) { $0 + rows[pair * width + $1] * rows[pair * width + $1] }
        .squareRoot()
      var threshold = -Double.infinity
      contenders.append(
        request.allowed.compactMap { arm in
          guard let (place, bound) = bounds[arm] else { return nil }
          let contender = contender(
            arm, request, mean: means[pair * count + place], length: length, bound: bound)
          if contender.least > threshold { threshold = contender.least }
          return contender
        })
      thresholds.append(threshold)
    }
  }

  private func contender(
    _ arm: Int, _ request: RoutingRequest, mean: Double, length: Double, bound: ScoreBound
  ) -> Contender {
    let exploration = policy.exploration
    let normal = exploration > 0 ? policy.normal(request, arm) : 0
    let reach = exploration > 0 ? exploration * normal * bound.deviation * length : 0
    // What the sums and products of a draw and of these bounds can round away.
    let rounding = 0x1p-49 * (mean.magnitude + reach.magnitude)
    let slack = bound.meanError * length * (1 + 1e-9) + rounding
    guard (mean.magnitude + reach.magnitude + slack) < 1e300 else {
      return Contender(arm: arm, normal: normal, least: -.infinity, most: .infinity)
    }
    return Contender(
      arm: arm, normal: normal, least: mean - slack + min(reach, 0), most: mean + slack + max(reach, 0))
  }

  /// By pair, the arm that wins: the most promising is drawn, and then all that its draw leaves in the contest. One
  /// that nobody can beat wins undrawn.
  mutating func winners(_ posteriors: inout PosteriorBank) -> [Int] {
    let contested = contenders.indices.filter { rest($0).count > 1 }
    draw(contested.map { ($0, [mostPromising(rest($0), $0)]) }, &posteriors)
    draw(contested.map { ($0, rest($0)) }, &posteriors)
    return zip(requests, contenders.indices).map { winner($0, $1) }
  }

  /// Places of the contenders that may still win and have not been drawn.
  private func rest(_ pair: Int) -> [Int] {
    contenders[pair].indices.filter { place in
      let contender = contenders[pair][place]
      return contender.draw == nil && !(contender.most < thresholds[pair])
    }
  }

  private func mostPromising(_ places: [Int], _ pair: Int) -> Int {
    places.max { contenders[pair][$0].most < contenders[pair][$1].most } ?? places[0]
  }

  private mutating func draw(_ wanted: [(pair: Int, places: [Int])], _ posteriors: inout PosteriorBank) {
    var byArm: [[(pair: Int, place: Int)]] = Array(repeating: [], count: posteriors.count)
    for (pair, places) in wanted {
      for place in places { byArm[contenders[pair][place].arm].append((pair, place)) }
    }
    for (arm, asked) in byArm.enumerated() where !asked.isEmpty {
      var some: [Double] = []
      some.reserveCapacity(asked.count * width)
      for (pair, _) in asked { some += rows[(pair * width)..<((pair + 1) * width)] }
      solves += asked.count
      for ((pair, place), belief) in zip(asked, posteriors.scores(rows: some, arm: arm)) {
        let draw = policy.draw(belief, normal: contenders[pair][place].normal)
        contenders[pair][place].draw = draw
        if draw > thresholds[pair] { thresholds[pair] = draw }
      }
    }
  }

  private func winner(_ request: RoutingRequest, _ pair: Int) -> Int {
    let contenders = contenders[pair]
    let drawn = contenders.filter { $0.draw != nil }
    guard !drawn.isEmpty else {
      return contenders.first { !($0.most < thresholds[pair]) }?.arm ?? request.allowed[0]
    }
    return request.greatest { arm in contenders.first { $0.arm == arm }?.draw ?? -.infinity }
  }
}

extension PosteriorBank {
  /// By arm, its place among these and its bound.
  fileprivate mutating func scoreBounds(of chosen: [Int]) -> [Int: (place: Int, bound: ScoreBound)] {
    var bounds: [Int: (place: Int, bound: ScoreBound)] = [:]
    for (place, arm) in chosen.enumerated() { bounds[arm] = (place, arms[arm].scoreBound(settings)) }
    return bounds
  }

  fileprivate mutating func scores(rows: [Double], arm: Int) -> [ScoreDistribution] {
    arms[arm].scores(rows: rows, settings: settings)
  }
}
