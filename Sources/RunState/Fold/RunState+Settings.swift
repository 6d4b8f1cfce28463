import Router
import RouterEngine
import RunEvents

extension RunState {
  /// `settings`: changes of the router's own (`Router.change`). The fold itself never chooses.
  mutating func fold(_ event: SettingsEvent) {
    let change = router.change(event.change, overrides: overrides)
    tell(.settingsChanged(reason: event.reason))
    follow(change)
  }

  /// What the router did to the posteriors, as far as others hang on it: beliefs, and what is said.
  mutating func follow(_ change: RouterChange) {
    if change.dropped { beliefs.removeAll() }
    if change.started {
      beliefs.restart()
      if !change.unnamed.isEmpty {
        tell(
          .unnamedInPrior(
            prior: router.priorFileWords, rewardModels: change.unnamed.map { rewardModels[$0].info.id }))
      }
    }
    if change.started || change.added { beliefs.notePosteriors() }
    if change.rescaled { beliefs.noteStatistics() }
  }
}
