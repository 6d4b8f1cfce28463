/// A control that concerns the allowed set.
package struct ControlRequest: Equatable, Sendable {
  package enum Verb: String, CaseIterable, Sendable {
    case pin
    case unpin
    case ban
    case unban
  }

  /// The control's unique `seq`.
  package var sequence: String
  package var verb: Verb
  /// Index of the reward model; `nil` only to unpin whatever a scope has pinned.
  package var arm: Int?
  /// The scope; `nil` is global.
  package var category: String?
  /// In effect while step < start + steps; `nil` is without end.
  package var steps: Int?
  /// The `seq` of the control that this one takes back; verb, arm and scope are then those of that control, undone.
  package var undoes: String?

  package init(
    sequence: String, verb: Verb, arm: Int? = nil, category: String? = nil, steps: Int? = nil,
    undoes: String? = nil
  ) {
    self.sequence = sequence
    self.verb = verb
    self.arm = arm
    self.category = category
    self.steps = steps
    self.undoes = undoes
  }
}

/// Why a control is not taken, as facts.
package enum ControlRefusal: Error, Equatable, Sendable {
  /// No such reward model, or it was removed.
  case unknownRewardModel(Int?)
  /// `steps` must be at least 1.
  case stepsOutOfRange(Int)
  /// The scope has no pin, or (with the arm) another one.
  case notPinned(arm: Int?, category: String?)
  /// The scope has no ban of this reward model.
  case notBanned(arm: Int, category: String?)
  /// Every reward model would be banned in this category (`nil`: in categories not yet seen).
  case leavesNothing(category: String?)
  /// The control to take back is unknown, was refused, or is too old.
  case nothingToUndo(String)
}

extension ControlRefusal: CustomStringConvertible {
  /// The sentence with reward models by place, from 1.
  package var description: String { sentence { "reward model \($0 + 1)" } }

  /// One sentence without a full stop.
  ///
  /// - Parameter name: how a reward model is called. Names and categories stand in the sentence as they are: make
  ///   them printable before they reach a screen.
  package func sentence(name: (Int) -> String) -> String {
    switch self {
    case .unknownRewardModel(let arm):
      arm.map { "\(name($0)) is not in this run" } ?? "no reward model is named"
    case .stepsOutOfRange(let steps):
      "\(steps) steps cannot be counted, at least 1 is needed"
    case .notPinned(let arm, let category):
      (arm.map(name) ?? "nothing") + (arm == nil ? " is pinned" : " is not pinned") + place(category)
    case .notBanned(let arm, let category):
      "\(name(arm)) is not banned" + place(category)
    case .leavesNothing(let category):
      category.map { "no reward model would be left for \($0)" } ?? "no reward model would be left"
    case .nothingToUndo(let sequence):
      "there is no control \(sequence) that was obeyed and could be undone"
    }
  }

  private func place(_ category: String?) -> String { category.map { " for \($0)" } ?? " globally" }
}
