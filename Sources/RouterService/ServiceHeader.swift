package import RunEvents
import Wording

extension RouterSettings {
  /// What a service routes with unless it is told otherwise.
  ///
  /// The intercept lets a reward model be better everywhere; λ₀ keeps the uncertainty about contexts that carry no
  /// information from hiding it (`ServiceSettingsTests`: random unit contexts of 64 numbers).
  package static var ofService: RouterSettings {
    var settings = RouterSettings()
    settings.intercept = true
    settings.reward.rule = .batch
    settings.priorPrecision = .value(4)
    settings.exploration = 1
    return settings
  }
}

extension RunHeader {
  /// What the run line of a log has whose decisions are this router's own.
  package static let serviceTag = Tag(key: "router", value: "rmtop serve")

  package var isOfService: Bool { tags.contains(Self.serviceTag) }
}

/// What a command line asks of the run that a router serves, as far as it says.
package struct WantedRun: Sendable {
  package var name: String?
  package var rewardModels: [RewardModelInfo]?
  package var dimension: Int?
  package var change: RouterSettingsChange

  package init(
    name: String? = nil, rewardModels: [RewardModelInfo]? = nil, dimension: Int? = nil,
    change: RouterSettingsChange = RouterSettingsChange()
  ) {
    self.name = name
    self.rewardModels = rewardModels
    self.dimension = dimension
    self.change = change
  }

  /// The run line of a new log.
  package func header(name other: String) -> RunHeader {
    var settings = RouterSettings.ofService
    settings.apply(change)
    return RunHeader(
      name: name ?? other, rewardModels: rewardModels ?? [], dimension: dimension, router: settings,
      tags: [RunHeader.serviceTag])
  }

  /// The first thing in which the run of a log is another one; what is not asked for is as the log has it.
  package func difference(from known: RunHeader) -> String? {
    if let name, name != known.name {
      return "its name is \(quoted(known.name)), and \(quoted(name)) was asked for"
    }
    if let rewardModels, rewardModels.map(\.id) != known.rewardModels.map(\.id) {
      return "its reward models are \(listed(known.rewardModels.map(\.id))), and "
        + "\(listed(rewardModels.map(\.id))) were asked for"
    }
    if let dimension, let other = known.dimension, dimension != other {
      return "its contexts have \(other) numbers, and \(dimension) were asked for"
    }
    var changed = known.router
    changed.apply(change)
    for field in SettingField.all where field.value(in: changed) != field.value(in: known.router) {
      return "its \(field.name) is \(field.value(in: known.router).text), and "
        + "\(field.value(in: changed).text) was asked for"
    }
    return nil
  }
}
