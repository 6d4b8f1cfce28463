import Files
import RouterService
import RunEvents
import TOML
import Wording

/// The configuration file of `serve`: what its options say, for runs that are started again and again.
///
/// ```toml
/// name = "online-dpo"
/// dim = 768
/// rms = ["skywork", { id = "armo", name = "ArmoRM 8B", cost = 0.4 }]
///
/// [router]
/// policy = "thompson"
/// prior_precision = 4
/// reward.clip = 2
/// ```
struct RunConfig {
  var wanted = WantedRun()
  private let path: String

  /// - Throws: a `CommandFailure` with the line and column of what is not accepted.
  init(path: String) throws {
    self.path = path
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path: path, sizeLimit: 1 << 20)
    } catch {
      throw CommandFailure(.noInput, "\(error)")
    }
    let document: TOMLTable
    do throws(TOMLError) {
      document = try TOMLReader.read(bytes)
    } catch {
      throw refusal(error.position, error.message)
    }
    for field in document.fields { try read(field) }
  }

  private mutating func read(_ field: TOMLTable.Field) throws {
    let value = field.value
    switch field.key {
    case "name":
      guard let name = value.string, !name.isEmpty else { throw refused(value, "name", "a text") }
      wanted.name = name
    case "dim":
      guard let dim = value.integer, (0...4096).contains(dim) else {
        throw refused(value, "dim", "a whole number from 0 to 4096")
      }
      wanted.dimension = dim
    case "rms":
      guard let items = value.array, !items.isEmpty else {
        throw refused(value, "rms", "a list of reward models")
      }
      wanted.rewardModels = try items.map(rewardModel)
    case "router":
      guard let table = value.table else { throw refused(value, "router", "a table of settings") }
      try assign(table, prefix: "")
    default:
      let known = ["name", "dim", "rms", "router"]
      throw refusal(
        field.position,
        "there is no key \(quoted(field.key))"
          + suggestion(for: field.key, among: known, otherwise: "; keys are name, dim, rms and [router]"))
    }
  }

  private func rewardModel(_ value: TOMLValue) throws -> RewardModelInfo {
    if let id = value.string { return RewardModelInfo(id: id) }
    guard let table = value.table, let id = table["id"]?.string else {
      throw refused(value, "a reward model", "an id, or a table with an id")
    }
    var info = RewardModelInfo(id: id)
    for field in table.fields where field.key != "id" {
      switch field.key {
      case "name": info.name = field.value.string
      case "endpoint": info.endpoint = field.value.string
      case "cost":
        guard let cost = field.value.number, cost >= 0, cost.isFinite else {
          throw refused(field.value, "cost", "a number of at least 0")
        }
        info.cost = cost
      default:
        throw refusal(
          field.position, "a reward model has id, name, cost and endpoint, not \(quoted(field.key))")
      }
    }
    return info
  }

  /// `reward.clip = 2` and `[router.reward]` are the same.
  private mutating func assign(_ table: TOMLTable, prefix: String) throws {
    for field in table.fields {
      if let inner = field.value.table {
        try assign(inner, prefix: prefix + field.key + ".")
        continue
      }
      do throws(SettingRefusal) {
        try wanted.change.assign("\(prefix)\(field.key)=\(field.value.plainText)")
      } catch {
        throw refusal(field.position, "\(error)")
      }
    }
  }

  private func refused(_ value: TOMLValue, _ subject: String, _ accepted: String) -> CommandFailure {
    refusal(value.position, "\(subject): expected \(accepted), got \(value.kind)")
  }

  private func refusal(_ position: TOMLPosition, _ message: String) -> CommandFailure {
    CommandFailure(.usage, "\(shownPath(path)), \(position): \(message)")
  }
}

extension TOMLValue {
  fileprivate var number: Double? {
    switch content {
    case .integer(let number): Double(number)
    case .float(let number): number
    default: nil
    }
  }

  /// As a person would type it behind `--set name=`.
  fileprivate var plainText: String {
    switch content {
    case .string(let text): text
    case .integer(let number): String(number)
    case .float(let number): String(number)
    case .boolean(let flag): String(flag)
    default: kind
    }
  }
}
