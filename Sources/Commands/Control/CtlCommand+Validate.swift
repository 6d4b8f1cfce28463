import ArgumentParser

extension CtlCommand {
  func validate() throws {
    if (socket == nil) == (control == nil) {
      throw ValidationError(
        socket == nil
          ? "expected a target: --socket with a router's socket, or --control with a control file."
          : "--socket and --control exclude each other.")
    }
    if socket == nil {
      if verb == .status { throw ValidationError("status asks a router: name its socket with --socket.") }
      if router.tokenFile != nil { throw ValidationError("--token-file is for --socket tcp:HOST:PORT.") }
    } else if log != nil {
      throw ValidationError("--log is for --control: a router answers through its socket.")
    }
    if !(0...86_400).contains(wait) {
      throw ValidationError("--wait: expected seconds from 0 to 86400, got \(wait).")
    }
    try validateRewardModel()
    try validateOptions()
  }

  private func validateRewardModel() throws {
    if all, !verb.takesAll { throw ValidationError("--all is for forget and reset.") }
    guard let rewardModel else {
      if verb.needsRewardModel { throw ValidationError("\(verb.rawValue): expected a reward model's id.") }
      if verb.takesAll, !all {
        throw ValidationError("\(verb.rawValue): expected a reward model's id, or --all.")
      }
      return
    }
    if all { throw ValidationError("--all and a reward model's id exclude each other.") }
    if verb == .status { throw ValidationError("status is of the router: it takes no reward model.") }
    if rewardModel.isEmpty || rewardModel.utf8.count > 256 {
      throw ValidationError("expected a reward model's id of 1 to 256 bytes, got \(rewardModel.utf8.count).")
    }
  }

  private func validateOptions() throws {
    if let steps, steps < 1 {
      throw ValidationError("--steps: expected a whole number from 1, got \(steps).")
    }
    if steps != nil || category != nil, !verb.isScoped {
      throw ValidationError("--category and --steps are for pin, unpin, ban and unban.")
    }
    if name != nil || cost != nil, verb != .add { throw ValidationError("--name and --cost are for add.") }
    if let cost, !cost.isFinite { throw ValidationError("--cost: expected a finite number, got \(cost).") }
    if verb == .forget {
      guard let keep, keep >= 0, keep < 1 else {
        throw ValidationError(
          "forget: expected --keep with a number from 0 to below 1, got \(keep.map { "\($0)" } ?? "none").")
      }
    } else if keep != nil {
      throw ValidationError("--keep is for forget.")
    }
    if verb == .status, reason != nil { throw ValidationError("--reason is for controls, not for status.") }
    if json, verb != .status { throw ValidationError("--json is for status.") }
  }
}
