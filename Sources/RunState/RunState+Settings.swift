import Router
import RunEvents
import Wording

extension RunState {
  /// `settings`: changes of the router's own (`Router.change`). The fold itself never chooses.
  mutating func fold(_ event: SettingsEvent) {
    let change = router.change(event.change, overrides: memory.overrides)
    let text = "settings changed: " + printableText(event.reason, limit: Self.textLimit)
    say(.info, .settings, text)
    mark(.settings, text)
    follow(change)
  }
}
