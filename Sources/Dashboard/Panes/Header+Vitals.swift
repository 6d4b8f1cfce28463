import RunState
import TerminalCells
import Wording

extension Header {
  /// A number that is looked at all the time, and which way it goes.
  struct Vital: Equatable {
    var name: String
    var value: String
    var direction: Trend.Direction?
    /// The same in a word, where one is said: `rises`, `falls`, `flat`.
    var course: String?
    /// A number that the log does not have.
    var isKnown = true
    var isFinite = true
    /// It has no direction.
    var isStill = false

    /// As one text, the arrow or the word next to its number.
    var text: String { "\(name) \(value)\(course.map { " " + $0 } ?? direction?.arrow ?? "")" }

    /// Cells with room for an arrow or a word, so that nothing moves when one comes.
    var width: Int { displayWidth(name) + 1 + displayWidth(value) + (isStill ? 0 : course == nil ? 2 : 6) }

    var role: ThemeRole { isKnown ? isFinite ? .header : .nonFinite : .faint }
  }

  /// The training reward, loss and KL, the calls saved, then other metrics.
  static func vitals(_ model: DashboardModel) -> [Vital] {
    var vitals: [Vital] = []
    let overall = model.trends.overall
    if let reward = overall.recent {
      vitals.append(
        Vital(
          name: "reward", value: ScreenText.signed(reward, cells: 5), direction: overall.trend?.direction,
          course: overall.trend?.direction.word ?? (overall.isTelling ? "flat" : "")))
    }
    let metrics = model.trends.vitals.filter { model.run.metrics.indices.contains($0.vital.metric) }
    for kind in [VitalMetric.Kind.loss, .divergence] where !metrics.isEmpty {
      let found = metrics.first { $0.vital.kind == kind }
      vitals.append(
        found.map { vital($0.vital, $0.reading, model) }
          ?? Vital(name: kind == .loss ? "loss" : "kl", value: "–", isKnown: false, isStill: true))
    }
    vitals += calls(model)
    vitals += metrics.filter { $0.vital.kind == .other }.map { vital($0.vital, $0.reading, model) }
    return vitals
  }

  private static func vital(_ vital: VitalMetric, _ reading: TrendBoard.Reading, _ model: DashboardModel)
    -> Vital
  {
    let last = model.run.metrics[vital.metric].last
    return Vital(
      name: vital.label, value: ScreenText.glance(last), direction: reading.trend?.direction,
      isFinite: last.isFinite)
  }

  /// Calls of RMs that an ensemble of all would have needed and this run did not.
  private static func calls(_ model: DashboardModel) -> [Vital] {
    let calls = model.run.calls
    guard let share = calls.savedShare, calls.saved > 0 else { return [] }
    let part = formatShare(share) + "%"
    let isWide = model.size.width >= 100
    return [
      Vital(
        name: "calls saved",
        value: isWide ? "\(part) (\(formatCompact(Double(calls.saved))))" : part, isStill: true)
    ]
  }

  /// As many as fit whole, the first ones first.
  static func draw(_ vitals: [Vital], into painter: inout Painter, x: Int, y: Int, right: Int) {
    var x = x
    for vital in vitals {
      guard x + vital.width <= right else { break }
      let start = x
      x += painter.write(vital.name + " ", x: x, y: y, width: right - x, .faint)
      x += painter.write(vital.value, x: x, y: y, width: right - x, vital.role) + 1
      if let course = vital.course ?? vital.direction?.arrow {
        painter.write(course, x: x, y: y, width: 5, vital.direction == nil ? .faint : .key)
      }
      x = start + vital.width + gap
    }
  }
}
