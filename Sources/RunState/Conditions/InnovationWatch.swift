import RouterEngine

/// How well one RM's rewards agree with what the router said of them: standardised innovations, and a two-sided
/// CUSUM over them.
///
/// ```
/// z = (r − m)/√(σ² + v)                     m, v: mean and variance logged with the decision; r as it is folded
/// A ← max(0, A + z′ − k)                     rewards higher than the posterior said
/// B ← max(0, B − z′ − k)                     lower          z′ = z cut to ±6: one outlier alone says nothing
/// drift when max(A, B) > h; k = 0.25, h = 24
/// ```
/// False alarms: under independent N(0, 1) innovations the mean number of rewards of one RM between two false signals
/// (ARL₀) is 1.16 million, both sides together. A shift of the mean by half a standard deviation is found after 93
/// rewards on average, by one after 33. Rewards of one batch share a posterior and prompts share their difficulty, so
/// real innovations are not quite independent; the limit is high for that reason.
///
/// Episodes: when it has fired both sums stay at 0 until 256 more innovations have come and their mean is within ±k
/// again; only then can it fire anew.
///
/// - Complexity: O(1) an innovation; 2 KiB an RM.
/// - Source: Page, *Continuous inspection schemes* (1954). Departures: the cut, and the wait for an end of the episode.
/// Tested by `InnovationWatchTests`.
package struct InnovationWatch: Equatable, Codable, Sendable {
  /// Innovations over which mean, sd and coverage are taken.
  package static let capacity = 256
  /// k: what a mean may deviate without being summed up, in standard deviations.
  package static let allowance = 0.25
  /// h.
  package static let limit = 24.0
  /// Half the width of the nominal 95 % interval.
  package static let nominalHalfWidth = standardNormalQuantile975
  /// An innovation enters the CUSUM as no more than this.
  static let outlier = 6.0
  /// An innovation enters the window as no more than this.
  static let greatest = 1e6

  package enum Direction: String, Codable, Sendable {
    case higher
    case lower
  }

  /// A change that was signalled.
  package struct Drift: Equatable, Codable, Sendable {
    package var direction: Direction
    /// Rewards since the sum was last 0: since about when the change lasts.
    package var rewards: Int
    /// Where the first of them stood on the charts' axis.
    package var start: Double
    /// The sum that went over the limit.
    package var sum: Double
  }

  /// One of the two sums.
  struct Sum: Equatable, Codable, Sendable {
    var value = 0.0
    var rewards = 0
    var start = 0.0
  }

  /// Innovations so far.
  package internal(set) var count = 0
  /// Folded rewards of decisions whose scores were not logged: nothing can be said of them.
  package internal(set) var unscored = 0
  /// The last signal, while its episode lasts.
  package internal(set) var drift: Drift?
  var window = Ring<Double>(capacity: capacity)
  var above = Sum()
  var below = Sum()
  /// Innovations since the episode began.
  var sinceDrift = 0

  package init() {}
}
