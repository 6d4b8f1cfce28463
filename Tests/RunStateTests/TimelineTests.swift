import RunEvents
import TestSupport
import Testing

@testable import RunState

@Suite struct TimelineTests {
  private struct Moment {
    var segment: Int
    var position: Double
    var time: Double
    var decisions: Int
  }

  /// A run that stands still, goes on and is started again, with an event for each moment.
  private func moments(_ count: Int, seed: Int, restarts: Int = 300) -> [Moment] {
    var numbers = SeededGenerator(seed: seed)
    var moment = Moment(segment: 1, position: 0, time: 0, decisions: 0)
    return (0..<count).map { _ in
      if numbers.below(restarts) == 0 {
        moment.segment += 1
        moment.position = (moment.position * 0.6).rounded()
      } else {
        moment.position += Double(numbers.below(3))
      }
      moment.time += Double(numbers.below(5)) / 4
      moment.decisions += numbers.below(4)
      return moment
    }
  }

  private func timeline(_ moments: [Moment]) -> Timeline {
    var timeline = Timeline()
    for (index, moment) in moments.enumerated() {
      timeline.note(
        segment: moment.segment, position: moment.position, time: moment.time, decisions: moment.decisions,
        event: index + 1)
    }
    return timeline
  }

  private func series(_ moments: [Moment]) -> Series {
    var series = Series()
    for moment in moments {
      series.append(position: moment.position, value: moment.time, segment: moment.segment)
    }
    return series
  }

  /// As long as no point is left out, a sample stands where its position was for the last time in its segment.
  @Test(arguments: [1, 2, 3, 100, 2000]) func samplesStandWhereTheirPositionEnded(count: Int) throws {
    for seed in 0..<6 {
      let moments = moments(count, seed: seed)
      let timeline = timeline(moments)
      let series = series(moments)
      try #require(series.samplesPerBucket == 1)
      let placed = timeline.placed(series, .time)
      let counted = timeline.placed(series, .decisions)
      for (index, moment) in moments.enumerated() {
        let end = try #require(
          moments.last { $0.segment == moment.segment && $0.position == moment.position })
        #expect(placed.buckets[index].start == end.time && placed.buckets[index].end == end.time)
        #expect(counted.buckets[index].start == Double(end.decisions))
        #expect(placed.buckets[index].last == series.buckets[index].last)
      }
      let present = try #require(moments.last)
      #expect(timeline.points.last?.time == present.time)
      #expect(timeline.last(at: present.position, .decisions) == Double(present.decisions))
      #expect(timeline.place(ofEvent: count, .time) == present.time)
    }
  }

  /// Of a long run the memory is bounded, and what is between two points is not far off.
  @Test func aLongRunKeepsItsShape() throws {
    let moments = moments(60_000, seed: 5, restarts: 20_000)
    let timeline = timeline(moments)
    #expect(timeline.points.count <= Timeline.capacity)
    #expect(timeline.points.count > Timeline.capacity / 4)
    let greatest = try #require(timeline.points.last?.time)
    for index in stride(from: 0, to: moments.count, by: 97) {
      let place = try #require(timeline.place(ofEvent: index + 1, .time))
      #expect((place - moments[index].time).magnitude < greatest / 500)
    }
    let placed = timeline.placed(series(moments), .time)
    #expect(zip(placed.buckets, placed.buckets.dropFirst()).allSatisfy { $0.end <= $1.start + 1e-9 })
    // Segments are not drawn into each other.
    for segment in Set(moments.map(\.segment)) {
      let own = moments.filter { $0.segment == segment }
      let first = try #require(own.first)
      let place = try #require(placed.buckets.first { Int($0.segment) == segment })
      #expect(place.start >= first.time)
    }
  }

  @Test func moreSegmentsThanPointsAreBounded() {
    var timeline = Timeline()
    for index in 0..<20_000 {
      timeline.note(segment: index, position: 1, time: Double(index), decisions: index, event: index + 1)
    }
    #expect(timeline.points.count <= Timeline.capacity)
    #expect(timeline.points.last?.time == 19_999 && timeline.points.first?.time == 0)
  }

  @Test func aClockThatGoesBackStandsStill() {
    var timeline = Timeline()
    for (index, time) in [0.0, 10, 4, 12].enumerated() {
      timeline.note(segment: 1, position: Double(index), time: time, decisions: 0, event: index + 1)
    }
    #expect(timeline.points.map(\.time) == [0, 10, 10, 12])
  }

  @Test func withoutTimesItSaysSo() {
    let state = fold(MessyLog.lines(count: 50, seed: 2))
    #expect(state.charts.timeline.points.last?.decisions == Double(state.counts.decisions))
    var timeline = Timeline()
    timeline.note(segment: 1, position: 0, time: nil, decisions: 1, event: 1)
    #expect(!timeline.hasTimes)
    timeline.note(segment: 1, position: 0, time: 0, decisions: 1, event: 2)
    #expect(timeline.hasTimes)
  }

  @Test func theTurnsOfTwoWritersAreOneStretch() {
    var timeline = Timeline()
    for (index, turn) in [(1, 5.0), (2, 3.0), (3, 6.0), (4, 4.0)].enumerated() {
      timeline.note(
        segment: turn.0, position: turn.1, time: Double(index), decisions: index, event: index + 1)
    }
    timeline.join(from: 1)
    #expect(timeline.points.map(\.position) == [5, 5, 6, 6])
    #expect(timeline.points.allSatisfy { $0.segment == 1 })
  }
}
