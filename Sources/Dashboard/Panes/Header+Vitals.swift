import RunState
import TerminalCells

extension Header {
  /// A number that is looked at all the time, and which way it goes.
  struct Vital: Equatable {
    var name: String
    var value: String
    var direction: Trend.Direction?
    var isFinite = true

    /// As one text, the arrow next to its number.
    var text: String { "\(name) \(value)\(direction?.arrow ?? "")" }

    /// Cells with room for an arrow, so that nothing moves when one comes.
    var width: Int { displayWidth(name) + displayWidth(value) + 3 }
  }

  /// The training reward, then metrics.
  static func vitals(_ model: DashboardModel) -> [Vital] {
    var vitals: [Vital] = []
    if let reward = model.trends.overall.recent {
      vitals.append(
        Vital(
          name: "reward", value: ScreenText.signed(reward, cells: 5),
          direction: model.trends.overall.trend?.direction))
    }
    for (vital, reading) in model.trends.vitals where model.run.metrics.indices.contains(vital.metric) {
      let last = model.run.metrics[vital.metric].last
      vitals.append(
        Vital(
          name: vital.label, value: ScreenText.glance(last), direction: reading.trend?.direction,
          isFinite: last.isFinite))
    }
    return vitals
  }

  /// As many as fit whole, the first ones first.
  static func draw(_ vitals: [Vital], into painter: inout Painter, x: Int, y: Int, right: Int) {
    var x = x
    for vital in vitals {
      guard x + vital.width <= right else { break }
      x += painter.write(vital.name + " ", x: x, y: y, width: right - x, .faint)
      x += painter.write(vital.value, x: x, y: y, width: right - x, vital.isFinite ? .header : .nonFinite)
      if let arrow = vital.direction?.arrow { painter.write(arrow, x: x + 1, y: y, width: 1, .key) }
      x += 2 + gap
    }
  }
}
