import RouterEngine
import StateCoding

/// When each position of the charts was: its time and the decisions by then, in bounded memory.
///
/// All series share it, so that a chart can stand over the time or over the decisions. A position has the numbers of
/// its last event: of a step those of its end. At most 4,096 points are kept, twice as far apart each time they are
/// full; between two points of a segment the numbers go straight.
package struct Timeline: Equatable, Codable, Sendable {
  package struct Point: Equatable, PlainData, Sendable {
    /// The segment as charts break.
    package var segment: Int
    /// Within a segment it does not go back.
    package var position: Double
    /// Seconds since the first event with a time: a clock that goes back stands still.
    package var time: Double
    package var decisions: Double
    /// 1-based number of its last event.
    package var event: Double
  }

  static let capacity = 4096

  /// By segment, and in it by position; the last one is where the run stands.
  package private(set) var points: [Point] = []
  /// Whether any event had a time.
  package private(set) var hasTimes = false
  /// New positions from one point to the next.
  private var stride = 1
  /// New positions since the point before the last.
  private var passed = 0

  package init() {}

  /// An event has been folded.
  ///
  /// - Parameter time: seconds since the first event with a time; `nil` before it.
  /// - Complexity: amortised O(1).
  mutating func note(segment: Int, position: Double, time: Double?, decisions: Int, event: Int) {
    guard position.isFinite else { return }
    if time != nil { hasTimes = true }
    var point = Point(
      segment: segment, position: position, time: time ?? 0, decisions: Double(decisions),
      event: Double(event))
    guard let last = points.last else {
      points.append(point)
      return
    }
    point.time = max(point.time, last.time)
    if last.segment == segment {
      // Before the first step metrics alone have given the positions.
      if position < last.position { return begin(again: point) }
      let begins = points.count == 1 || points[points.count - 2].segment != segment
      if position == last.position {
        points[points.count - 1] = point
        return
      }
      passed += 1
      if passed < stride, !begins {
        points[points.count - 1] = point
        return
      }
    }
    passed = 0
    points.append(point)
    if points.count > Self.capacity { thin() }
  }

  private mutating func begin(again point: Point) {
    while let last = points.last, last.segment == point.segment, last.position >= point.position {
      points.removeLast()
    }
    passed = 0
    points.append(point)
  }

  /// What was taken for segments from the given one on was one stretch, which never goes back.
  mutating func join(from segment: Int) {
    var end = -Double.infinity
    for index in points.indices where points[index].segment >= segment {
      points[index].segment = segment
      points[index].position = max(points[index].position, end)
      end = points[index].position
    }
  }

  /// Every other point goes; the ends of segments stay, unless there are too many of them.
  private mutating func thin() {
    stride = stride <= Int.max / 2 ? stride * 2 : stride
    keepEveryOther { before, point, after in before.segment != point.segment || point.segment != after.segment
    }
    if points.count > Self.capacity / 4 * 3 { keepEveryOther { _, _, _ in false } }
  }

  private mutating func keepEveryOther(but isKept: (Point, Point, Point) -> Bool) {
    var kept = [points[0]]
    for index in points.indices.dropFirst().dropLast() {
      let point = points[index]
      if index % 2 == 0 || isKept(points[index - 1], point, points[index + 1]) { kept.append(point) }
    }
    kept.append(points[points.count - 1])
    points = kept
  }

  func hash(into digest: inout StateDigest) {
    digest.combine(stride)
    digest.combine(passed)
    for point in points {
      digest.combine(point.segment)
      for number in [point.position, point.time, point.decisions, point.event] { digest.combine(number) }
    }
  }
}
