package import RouterEngine
import RunEvents
package import RunState

/// What controls need to know of the run as far as it is folded, while an older moment is on the screen.
///
/// A control acts on the run as it is, not as it was at the moment shown, so refusals, pins to take back and
/// changes by others are looked up here.
package struct Frontier: Sendable {
  package var events: Int
  package var step: Int?
  package var rewardModelIDs: [String]
  package var categories: [String]
  package var allowed: AllowedSet
  package var controls: ControlLedger
  /// What stands over the charts.
  var markers: [Marker]

  init(_ run: RunState) {
    events = run.progress.events
    step = run.progress.routingStep
    rewardModelIDs = run.rewardModels.map(\.info.id)
    categories = run.categories.map(\.name)
    allowed = run.allowed
    controls = run.controls
    markers = run.markers
  }
}
