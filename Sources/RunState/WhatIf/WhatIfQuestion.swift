package import RouterEngine
package import RunEvents

/// Other settings, pins and bans for a recorded run.
package struct WhatIfQuestion: Equatable, Sendable {
  /// Settings that take the place of the log's own, whatever the log changes later.
  package var change = RouterSettingsChange()
  /// Pins and bans on top of the log's own, in the order in which they are given; `unpin` and `unban` lift the log's.
  package var controls: [ControlEvent] = []
  /// As if nobody had pinned or banned anything in the recorded run.
  package var ignoresRecordedControls = false

  package init() {}

  /// Whether it asks for anything that the recorded run was not.
  package var isEmpty: Bool {
    change.isEmpty && controls.isEmpty && !ignoresRecordedControls
  }
}

extension WhatIfQuestion {
  /// Refuses a setting, already accepted as one, on which an answer cannot depend, or that would cut the log into
  /// other batches; and what a posterior that is under way cannot change.
  ///
  /// - Parameter assignment: `name=value`.
  package static func check(
    _ assignment: some StringProtocol, startsAtBeginning: Bool
  ) throws(SettingRefusal) {
    let name = String(assignment.prefix { $0 != "=" }.filter { $0 != " " })
    switch name {
    case "seed":
      throw SettingRefusal("seed makes no difference to a what-if: it has probabilities, and draws nothing")
    case "group":
      throw SettingRefusal("group cannot be asked about: batches are those of the recorded run")
    case "step_slack":
      throw SettingRefusal("step_slack cannot be asked about: segments are those of the recorded run")
    case "intercept", "prior":
      guard startsAtBeginning else {
        throw SettingRefusal("\(name) can be asked about from the beginning only (Esc, Home, w)")
      }
    default: return
    }
  }

  /// The recorded run's pins and bans with those of the question on top.
  ///
  /// - Parameter step: from which the `steps` of the question's controls count.
  package func allowed(in state: RunState, from step: Int?) -> AllowedSet {
    var overlay = OverlaidControls(self, from: step)
    overlay.follow(state)
    return overlay.set
  }
}
