import OfflineRouter
import RunLog

extension EvaluateCommand {
  /// `{"policies":[{"name","accuracy","low","high","solvable_accuracy","regret","difference":{"mean","low","high"}}],
  /// "solvable_share","seeds","pairs"}`: names and order are the interface.
  static func json(_ report: EvaluationReport) -> String {
    var json = JSONText(nonFinite: .null)
    json.beginObject()
    json.key("policies")
    json.beginArray()
    for row in report.rows {
      json.beginObject()
      json.field("name", row.policy.name)
      json.field("accuracy", row.accuracy.value)
      json.field("low", row.accuracy.low)
      json.field("high", row.accuracy.high)
      json.field("solvable_accuracy", row.solvableAccuracy)
      json.field("regret", row.regret)
      json.key("difference")
      json.beginObject()
      json.field("mean", row.difference.value)
      json.field("low", row.difference.low)
      json.field("high", row.difference.high)
      json.endObject()
      json.endObject()
    }
    json.endArray()
    json.field("solvable_share", report.solvableShare)
    json.field("seeds", report.seeds)
    json.field("pairs", report.pairs)
    json.endObject()
    return json.text
  }
}
