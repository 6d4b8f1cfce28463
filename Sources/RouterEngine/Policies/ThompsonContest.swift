import LinearAlgebra

/// Who wins Thompson sampling for some pairs, with as few triangular solves as that takes.
///
/// A draw is known but for its deviation once its normal number z is: it lies within
/// ```
/// μ·x ± meanError ‖x‖ + e z [0, deviation ‖x‖]
/// ```
/// by the arm's `ScoreBound`. An arm whose greatest possible draw is below what another arm's draw is at least cannot
/// win, whatever its deviation: half of the arms, whose z is below 0, fall with the first arm that is known to be above
/// its own mean. What is left is solved for in two rounds, the most promising first, and drawn as
/// `ThompsonPolicy.decide` draws it.
///
/// Properties: the winner is that of `decide`, bit for bit: arms are left out by strict inequalities that hold for the
/// draws as computed, so that a tie is never decided by a bound. Guesses of deviations, by those seen before, decide
/// only who is solved for in the first round.
///
/// Source: ours; the published router draws a weight vector of every reward model for every pair. Tested by
/// `ThompsonContestTests` against `decide`.
struct ThompsonContest {
  /// Pairs that are decided together: their contexts stay in a core's own cache.
  static let limit = 512

  /// What is known of an arm before its scores are.
  fileprivate struct Form {
    let index: Int
    let bound: ScoreBound
    let usualDeviation: Double?
  }

  private struct Contender {
    let arm: Int
    let normal: Double
    /// What the draw is at least and at most.
    var least = -Double.infinity
    var most = Double.infinity
    /// What it may well be: by the usual deviation, and a tenth of that less.
    var guess: Double?
    var draw: Double?
  }

  private let policy: ThompsonPolicy
  private let requests: ArraySlice<RoutingRequest>
  private let width: Int
  private var rows: [Double] = []
  /// By pair, ‖x‖.
  private var lengths: [Double] = []
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
    lengths = (0..<requests.count).map { pair in
      var square = 0.0
      for index in (pair * width)..<((pair + 1) * width) { square += rows[index] * rows[index] }
      return square.squareRoot()
    }
    enlist(posteriors.forms(of: Set(requests.flatMap(\.allowed)).sorted()))
  }

  private func row(_ pair: Int) -> ArraySlice<Double> { rows[(pair * width)..<((pair + 1) * width)] }

  private mutating func enlist(_ forms: [Int: Form]) {
    let means = means(forms)
    for (pair, request) in requests.enumerated() {
      let all = request.allowed.compactMap { arm in
        forms[arm].map { form in
          contender(arm, request, form, mean: means[pair * forms.count + form.index], length: lengths[pair])
        }
      }
      contenders.append(all)
      thresholds.append(all.reduce(-.infinity) { max($0, $1.least) })
    }
  }

  /// μ·x, by pair, then by the arms' indices.
  private func means(_ forms: [Int: Form]) -> [Double] {
    var vectors = Array(repeating: 0.0, count: forms.count * width)
    for form in forms.values {
      vectors.replaceSubrange((form.index * width)..<((form.index + 1) * width), with: form.bound.mean)
    }
    return Matrices.product(
      vectors, transposed: true, rows, rows: forms.count, inner: width, columns: requests.count)
  }

  private func contender(
    _ arm: Int, _ request: RoutingRequest, _ form: Form, mean: Double, length: Double
  ) -> Contender {
    let isDrawn = policy.exploration > 0
    let normal = isDrawn ? policy.normal(request, arm) : 0
    let scale = isDrawn ? policy.exploration * normal * length : 0
    let reach = isDrawn ? scale * form.bound.deviation : 0
    var contender = Contender(arm: arm, normal: normal)
    // What the sums and products of a draw and of these bounds can round away.
    let rounding = 0x1p-49 * (mean.magnitude + reach.magnitude)
    let slack = form.bound.meanError * length * (1 + 1e-9) + rounding
    // Near the end of the numbers nothing is concluded.
    guard mean.magnitude + reach.magnitude + slack < 1e300 else { return contender }
    contender.least = mean - slack + min(reach, 0)
    contender.most = mean + slack + max(reach, 0)
    contender.guess = form.usualDeviation.map { mean + scale * $0 - (scale * $0).magnitude / 10 }
    return contender
  }

  /// By pair, the arm that wins. One that nobody can beat wins undrawn.
  mutating func winners(_ posteriors: inout PosteriorBank) -> [Int] {
    let contested = contenders.indices.filter { rest($0).count > 1 }
    draw(contested.map { ($0, mostPromising(rest($0), $0)) }, &posteriors)
    draw(contested.map { ($0, rest($0)) }, &posteriors)
    return zip(requests, contenders.indices).map { winner($0, $1) }
  }

  /// Places of the contenders that may still win and have not been drawn.
  private func rest(_ pair: Int) -> [Int] {
    contenders[pair].indices.filter { index in
      let contender = contenders[pair][index]
      return contender.draw == nil && !(contender.most < thresholds[pair])
    }
  }

  /// Those of `indices` that can reach the greatest guess; while there are none to go by, the one whose draw may be
  /// greatest.
  private func mostPromising(_ indices: [Int], _ pair: Int) -> [Int] {
    let contenders = contenders[pair]
    let guesses = indices.compactMap { contenders[$0].guess }
    guard guesses.count == indices.count, let greatest = guesses.max() else {
      return indices.max { contenders[$0].most < contenders[$1].most }.map { [$0] } ?? []
    }
    return indices.filter { !(contenders[$0].most < greatest) }
  }

  private mutating func draw(_ wanted: [(pair: Int, indices: [Int])], _ posteriors: inout PosteriorBank) {
    var byArm: [[(pair: Int, index: Int)]] = Array(repeating: [], count: posteriors.count)
    for (pair, indices) in wanted {
      for index in indices { byArm[contenders[pair][index].arm].append((pair, index)) }
    }
    for (arm, asked) in byArm.enumerated() where !asked.isEmpty {
      var some: [Double] = []
      some.reserveCapacity(asked.count * width)
      for (pair, _) in asked { some += row(pair) }
      solves += asked.count
      let beliefs = posteriors.beliefs(rows: some, arm: arm)
      for ((pair, index), belief) in zip(asked, beliefs) {
        let draw = policy.draw(belief, normal: contenders[pair][index].normal)
        contenders[pair][index].draw = draw
        if draw > thresholds[pair] { thresholds[pair] = draw }
      }
      posteriors.remember(zip(asked, beliefs).map { $1.standardDeviation / lengths[$0.pair] }, arm: arm)
    }
  }

  private func winner(_ request: RoutingRequest, _ pair: Int) -> Int {
    let contenders = contenders[pair]
    guard contenders.contains(where: { $0.draw != nil }) else {
      return contenders.first { !($0.most < thresholds[pair]) }?.arm ?? request.allowed[0]
    }
    return request.greatest { arm in contenders.first { $0.arm == arm }?.draw ?? -.infinity }
  }
}

extension PosteriorBank {
  fileprivate mutating func forms(of chosen: [Int]) -> [Int: ThompsonContest.Form] {
    var forms: [Int: ThompsonContest.Form] = [:]
    for (index, arm) in chosen.enumerated() {
      forms[arm] = ThompsonContest.Form(
        index: index, bound: arms[arm].scoreBound(settings), usualDeviation: arms[arm].usualDeviation)
    }
    return forms
  }

  fileprivate mutating func beliefs(rows: [Double], arm: Int) -> [ScoreDistribution] {
    arms[arm].scores(rows: rows, settings: settings)
  }

  /// Keeps the mean of the deviations of contexts of length 1.
  fileprivate mutating func remember(_ deviations: [Double], arm: Int) {
    let mean = deviations.reduce(0, +) / Double(deviations.count)
    if mean.isFinite { arms[arm].usualDeviation = mean }
  }
}
