import JSON
import RunEvents

extension JSONObject {
  /// Exactly one of `loss`, `reward`, `tie`, `error`.
  ///
  /// `tie` false is an absent tie. A `loss` or `reward` of `null` is what writers of strict JSON make of NaN where
  /// there is no other outcome, and absent beside one. Of several the one that can be read is the outcome, and the
  /// others are remarks.
  func outcome() throws(FaultReason) -> FeedbackEvent.Outcome {
    var unreadable: [(field: StaticString, reason: FaultReason)] = []
    func read<Value>(
      _ field: StaticString, _ value: @autoclosure () throws(FaultReason) -> Value?
    ) -> Value? {
      do throws(FaultReason) { return try value() } catch {
        unreadable.append((field, error))
        return nil
      }
    }
    let loss = read("loss", try number("loss"))
    let reward = read("reward", try number("reward"))
    let tie = read("tie", try flag("tie")) == true
    let error = read("error", try text("error"))
    let outcome: FeedbackEvent.Outcome
    switch (loss, reward, tie, error) {
    case (let loss?, nil, false, nil): outcome = .loss(loss)
    case (nil, let reward?, false, nil): outcome = .reward(reward)
    case (nil, nil, true, nil): outcome = .tie
    case (nil, nil, false, let error?): outcome = .error(error)
    case (nil, nil, false, nil):
      if let first = unreadable.first { throw first.reason }
      if value.field("loss") != nil { return .loss(.nan) }
      if value.field("reward") != nil { return .reward(.nan) }
      throw FaultReason(
        .missingField, "`feedback` has none of `loss`, `reward`, `tie`, `error`: exactly one is required")
    default:
      let given: [(String, Bool)] = [
        ("`loss`", loss != nil), ("`reward`", reward != nil), ("`tie`", tie), ("`error`", error != nil),
      ]
      let names = given.filter(\.1).map(\.0).joined(separator: " and ")
      throw FaultReason(
        .illTypedField, "`feedback`: expected exactly one of `loss`, `reward`, `tie`, `error`, got \(names)"
      )
    }
    for left in unreadable { remarks.add(path("\(left.field)"), left.reason) }
    return outcome
  }
}
