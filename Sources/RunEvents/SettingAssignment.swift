/// One `name=value` of a command line (`--set prior_precision=auto`): a field of `run.router` by its name in the log.
public struct SettingAssignment: Equatable, Sendable {
  /// The fields that a command line sets, by their names in the log; vectors and the reward rule are not among them.
  public enum Name: String, CaseIterable, Sendable {
    case policy
    case priorPrecision = "prior_precision"
    case noiseVariance = "noise_variance"
    case priorScale = "prior_scale"
    case forgetting
    case exploration
    case intercept
    case propensityFloor = "propensity_floor"
    case alpha
    case ridge
    case seed
  }

  public let name: Name
  /// As a change that names this field alone.
  public let change: RouterSettingsChange

  /// - Parameters:
  ///   - text: `name=value`.
  ///   - accepted: the names that the command takes.
  /// - Throws: what is refused, with what is accepted and the nearest valid name.
  public init(
    _ text: String, accepting accepted: [Name] = Name.allCases
  ) throws(SettingAssignmentError) {
    guard let place = text.firstIndex(of: "=") else { throw .noEqualsSign(text) }
    let word = String(text[..<place])
    guard let name = Name(rawValue: word), accepted.contains(name) else {
      throw .unknownName(word, accepted: accepted.map(\.rawValue))
    }
    let value = String(text[text.index(after: place)...])
    var change = RouterSettingsChange()
    guard Self.assign(value, to: name, &change) else { throw .badValue(name, value) }
    self.name = name
    self.change = change
  }

  private static func assign(_ text: String, to name: Name, _ change: inout RouterSettingsChange) -> Bool {
    func number(_ isAccepted: (Double) -> Bool) -> Double? {
      Double(text).flatMap { $0.isFinite && isAccepted($0) ? $0 : nil }
    }
    func tunable(_ isAccepted: (Double) -> Bool) -> Tunable? {
      text == "auto" ? .auto : number(isAccepted).map { .value($0) }
    }
    switch name {
    case .policy:
      change.policy = PolicyName(word: text)
      return change.policy != nil
    case .priorPrecision:
      change.priorPrecision = tunable { $0 > 0 }
      return change.priorPrecision != nil
    case .noiseVariance:
      change.noiseVariance = tunable { $0 > 0 }
      return change.noiseVariance != nil
    case .priorScale:
      change.priorScale = tunable { _ in true }
      return change.priorScale != nil
    case .forgetting:
      change.forgetting = tunable { $0 > 0 && $0 <= 1 }
      return change.forgetting != nil
    case .exploration:
      change.exploration = number { $0 >= 0 }
      return change.exploration != nil
    case .intercept:
      change.intercept = ["true": true, "false": false][text]
      return change.intercept != nil
    case .propensityFloor:
      change.propensityFloor = number { $0 >= 0 && $0 <= 1 }
      return change.propensityFloor != nil
    case .alpha:
      change.alpha = number { $0 >= 0 }
      return change.alpha != nil
    case .ridge:
      change.ridge = number { $0 > 0 }
      return change.ridge != nil
    case .seed:
      change.seed = UInt64(text)
      return change.seed != nil
    }
  }
}

extension SettingAssignment.Name {
  /// What the setting takes, for errors and help.
  public var domain: String {
    switch self {
    case .policy: "thompson, cautious, linucb, offline, random, roundrobin or fixed:<id>"
    case .priorPrecision, .noiseVariance: "a finite number above 0, or auto"
    case .priorScale: "a finite number, or auto"
    case .forgetting: "a number above 0 and up to 1, or auto"
    case .exploration, .alpha: "a finite number of at least 0"
    case .intercept: "true or false"
    case .propensityFloor: "a number from 0 to 1"
    case .ridge: "a finite number above 0"
    case .seed: "a whole number from 0 to \(UInt64.max)"
    }
  }
}

/// Why an assignment is refused; `description` is a sentence without a full stop.
public enum SettingAssignmentError: Error, Equatable, Sendable, CustomStringConvertible {
  case noEqualsSign(String)
  case unknownName(String, accepted: [String])
  case badValue(SettingAssignment.Name, String)

  public var description: String {
    switch self {
    case .noEqualsSign(let text):
      "a setting is written name=value, not \(Self.quoted(text))"
    case .unknownName(let name, let accepted):
      "there is no setting \(Self.quoted(name)) here"
        + (nearestName(to: name, among: accepted).map { "; did you mean \($0)?" }
          ?? "; there are \(accepted.joined(separator: ", "))")
    case .badValue(let name, let text):
      "\(name.rawValue) takes \(name.domain), not \(Self.quoted(text))"
    }
  }

  private static func quoted(_ text: String) -> String { "\"\(printableText(text, limit: 64))\"" }
}

extension PolicyName {
  /// A policy by its word in the log; `nil` where there is none, and for `fixed:` without an id.
  public init?(word: String) {
    switch word {
    case "thompson": self = .thompson
    case "cautious": self = .cautious
    case "linucb": self = .linucb
    case "offline": self = .offline
    case "random": self = .random
    case "roundrobin": self = .roundRobin
    default:
      guard word.hasPrefix("fixed:"), word.utf8.count > 6 else { return nil }
      self = .fixed(String(word.dropFirst(6)))
    }
  }
}
