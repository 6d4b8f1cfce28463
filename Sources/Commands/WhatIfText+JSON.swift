import RouterEngine
import RunEvents
import RunLog
import RunState

extension WhatIfText {
  /// One object; field names are the interface.
  ///
  /// `{"run","what_if","decisions","answered","eligible","left_out":{reason:n},"propensities_from_scores",
  /// "batches_kept_1_in","rms":[{"id","what_if","happened"}],"reward":{estimates},"correct":{estimates,"truth"},
  /// "labels":{"decisions","what_if","happened"},"refusal"}`; estimates are `{"rounds","batches","ess",
  /// "mean_weight","unsupported","recorded","ips","snips","dm","dr","refusal"}` with
  /// `{"value","low","high","gain":{"value","low","high"}}` or null in each.
  var json: String {
    var json = JSONText(nonFinite: .null)
    let tally = report.tally
    json.beginObject()
    json.nullable("run", recorded.header?.name)
    json.field("what_if", question.wording)
    json.field("decisions", tally.decisions)
    json.field("answered", tally.answered)
    json.field("eligible", tally.eligible)
    json.key("left_out")
    json.beginObject()
    json.field("pinned", tally.pinned)
    json.field("without_propensity", tally.withoutPropensity)
    json.field("without_context", tally.withoutContext)
    json.field("without_answer", tally.withoutAnswer)
    json.field("without_reward", tally.withoutReward)
    json.field("waiting", report.waiting)
    json.endObject()
    json.field("propensities_from_scores", tally.propensitiesFromScores)
    json.field("batches_kept_1_in", report.stride)
    json.key("rms")
    json.beginArray()
    for share in report.shares {
      json.beginObject()
      json.field("id", share.rewardModel)
      json.field("what_if", share.whatIf)
      json.field("happened", share.happened)
      json.endObject()
    }
    json.endArray()
    json.key("reward")
    write(report.reward, truth: nil, &json)
    json.key("correct")
    if let correctness = report.correctness {
      write(correctness, truth: report.correctnessTruth, &json)
    } else {
      json.null()
    }
    json.key("labels")
    if tally.labelled > 0 {
      json.beginObject()
      json.field("decisions", tally.labelled)
      json.field("what_if", tally.rightWhatIf / Double(tally.labelled))
      json.field("happened", Double(tally.rightHappened) / Double(tally.labelled))
      json.endObject()
    } else {
      json.null()
    }
    json.nullable("refusal", refusal)
    json.endObject()
    return json.text
  }

  private func write(_ report: OffPolicyReport, truth: Double?, _ json: inout JSONText) {
    json.beginObject()
    json.field("rounds", report.rounds)
    json.field("batches", report.batches)
    json.field("ess", report.effectiveSampleSize)
    json.field("mean_weight", report.meanWeight)
    json.field("unsupported", report.unsupportedMass)
    json.key("recorded")
    if let recorded = report.recorded {
      json.beginObject()
      write(recorded, &json)
      json.endObject()
    } else {
      json.null()
    }
    if let truth { json.field("truth", truth) }
    for method in OffPolicyMethod.allCases {
      json.key(method.rawValue)
      guard let estimate = report[method] else {
        json.null()
        continue
      }
      json.beginObject()
      write(estimate.value, &json)
      json.key("gain")
      json.beginObject()
      write(estimate.gain, &json)
      json.endObject()
      json.endObject()
    }
    json.nullable("refusal", report.refusal.map { sentence($0) })
    json.endObject()
  }

  private func write(_ estimate: IntervalEstimate, _ json: inout JSONText) {
    json.field("value", estimate.value)
    json.field("low", estimate.low)
    json.field("high", estimate.high)
  }
}
