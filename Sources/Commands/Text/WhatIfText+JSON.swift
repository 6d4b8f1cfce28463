import JSON
import RouterEngine
import RunEvents
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
    let tally = report.tally
    return JSONText.object { json in
      json.nullable("run", recorded.header?.name)
      json.field("what_if", question.wording)
      json.field("decisions", tally.decisions)
      json.field("answered", tally.answered)
      json.field("eligible", tally.eligible)
      json.object("left_out") { json in
        json.field("pinned", tally.pinned)
        json.field("without_propensity", tally.withoutPropensity)
        json.field("without_context", tally.withoutContext)
        json.field("without_answer", tally.withoutAnswer)
        json.field("without_reward", tally.withoutReward)
        json.field("waiting", report.waiting)
      }
      json.field("propensities_from_scores", tally.propensitiesFromScores)
      json.field("batches_kept_1_in", report.stride)
      json.objects("rms", report.shares) { json, share in
        json.field("id", share.rewardModel)
        json.field("what_if", share.whatIf)
        json.field("happened", share.happened)
      }
      json.object("reward") { write(report.reward, truth: nil, &$0) }
      json.nullable("correct", report.correctness) { write($1, truth: report.correctnessTruth, &$0) }
      json.nullable("labels", tally.labelled > 0 ? tally.labelled : nil) { json, labelled in
        json.field("decisions", labelled)
        json.field("what_if", tally.rightWhatIf / Double(labelled))
        json.field("happened", Double(tally.rightHappened) / Double(labelled))
      }
      json.nullable("refusal", refusal)
    }
  }

  private func write(_ report: OffPolicyReport, truth: Double?, _ json: inout JSONText) {
    json.field("rounds", report.rounds)
    json.field("batches", report.batches)
    json.field("ess", report.effectiveSampleSize)
    json.field("mean_weight", report.meanWeight)
    json.field("unsupported", report.unsupportedMass)
    json.nullable("recorded", report.recorded) { write($1, &$0) }
    json.field("truth", truth)
    for method in OffPolicyMethod.allCases {
      json.nullable(method.rawValue, report[method]) { json, estimate in
        write(estimate.value, &json)
        json.object("gain") { write(estimate.gain, &$0) }
      }
    }
    json.nullable("refusal", report.refusal.map { sentence($0) })
  }

  private func write(_ estimate: IntervalEstimate, _ json: inout JSONText) {
    json.field("value", estimate.value)
    json.field("low", estimate.low)
    json.field("high", estimate.high)
  }
}
