import ArgumentParser
import Files
import OfflineRouter
import RouterService
import RunEvents
import Wording

/// What `serve` is asked to route with, from the command line and the configuration file.
struct ServeOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The reward models' ids, separated by commas.", valueName: "ids"))
  var rms: String?

  @Option(
    help: ArgumentHelp(
      "A TOML file with name, dim, rms and [router] settings; options on the command line rule.",
      valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "Start from this prior file, which is copied beside the log; it names the reward models.",
      valueName: "file"))
  var prior: String?

  @Option(help: "The run's name; without it, the log's file name.")
  var name: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Length of a context; without it, that of the first pair.", valueName: "d"))
  var dim: Int?

  @OptionGroup var settings: SettingOptions

  /// The run that is asked for, of a log.
  func wanted(log: String, prior: PriorBeside?) throws -> WantedRun {
    var wanted = try config.map { try RunConfig(path: $0).wanted } ?? WantedRun()
    if let name { wanted.name = name }
    if let rms { wanted.rewardModels = try Self.rewardModels(rms) }
    if let dim {
      guard (0...4096).contains(dim) else {
        throw CommandFailure(.usage, "--dim: expected a whole number from 0 to 4096, got \(dim)")
      }
      wanted.dimension = dim
    }
    if let prior { try Self.apply(prior, to: &wanted) }
    wanted.change.merge(
      try settings.change { (assignment) throws(SettingRefusal) in
        if assignment.hasPrefix("prior=") || assignment.hasPrefix("prior =") {
          throw SettingRefusal("a router takes its prior from --prior")
        }
      })
    try Self.check(wanted.rewardModels ?? [])
    return wanted
  }

  private static func apply(_ prior: PriorBeside, to wanted: inout WantedRun) throws {
    if let names = prior.file.rewardModels {
      if let ids = wanted.rewardModels?.map(\.id), ids != names {
        throw CommandFailure(
          .usage,
          "\(prior.words) is of \(listed(names)), in this order, and \(listed(ids)) were asked for")
      }
      wanted.rewardModels = wanted.rewardModels ?? names.map { RewardModelInfo(id: $0) }
    }
    wanted.dimension = wanted.dimension ?? prior.file.dimension
    // What the command line and the configuration say rules over the file's own choice.
    let asked = wanted.change
    var change = RouterSettingsChange()
    change.policy = prior.policy
    change.exploration = prior.exploration
    change.priorPrecision = .value(1)
    change.noiseVariance = .value(prior.noiseVariance)
    change.intercept = prior.file.hasIntercept
    change.prior = .file(name: prior.name, sha256: prior.sha256)
    change.merge(asked)
    wanted.change = change
  }

  private static func rewardModels(_ text: String) throws -> [RewardModelInfo] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { RewardModelInfo(id: String($0)) }
  }

  static func check(_ rewardModels: [RewardModelInfo]) throws {
    let ids = rewardModels.map(\.id)
    if let id = ids.first(where: { $0.isEmpty || $0.utf8.count > 256 }) {
      throw CommandFailure(.usage, "rms: expected ids of 1 to 256 bytes, got \(quoted(id))")
    }
    if let id = ids.first(where: { id in ids.count { $0 == id } > 1 }) {
      throw CommandFailure(.usage, "rms: the id \(quoted(id)) is there twice")
    }
    if ids.count > 64 {
      throw CommandFailure(.usage, "rms: expected at most 64 reward models, got \(ids.count)")
    }
  }
}
