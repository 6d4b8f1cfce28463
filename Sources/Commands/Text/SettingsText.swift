import JSON
import RunEvents
import RunState

/// Words and JSON of the settings in force.
enum SettingsText {
  /// `"settings":{name: number},"auto":[name]`.
  static func write(_ settings: [SettingInForce], _ json: inout JSONText) {
    json.object("settings") { json in
      for entry in settings { json.field(entry.setting.rawValue, entry.value) }
    }
    json.key("auto")
    json.value(settings.filter(\.isAutomatic).map(\.setting.rawValue))
  }

  /// `settings: prior_precision 3 (auto)  noise_variance 1 …`.
  static func line(_ settings: [SettingInForce]) -> String {
    "settings: "
      + settings.map { entry in
        "\(entry.setting.rawValue) \(number(entry.value))"
          + (entry.isAutomatic ? " (auto)" : "")
      }.joined(separator: "  ")
  }

  /// Exact, because 0.995 and 1 are different settings; `3` in place of `3.0`.
  private static func number(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
