import RunEvents
import Wording

extension WhatIfQuestion {
  /// `policy random, prior_precision 5, BAN grm`, printable; `nothing is different` where it is empty.
  package var wording: String {
    var parts: [String] = []
    if ignoresRecordedControls { parts.append("no recorded pins and bans") }
    parts += change.wording
    parts += controls.map(\.sentence)
    return parts.isEmpty ? "nothing is different" : parts.joined(separator: ", ")
  }
}

extension RouterSettingsChange {
  /// The changed fields, each as `name value`, by the log's names.
  var wording: [String] {
    SettingField.all.compactMap { field in self[field].map { "\(field.name) \($0.text)" } }
  }
}
