import JSON
import OfflineRouter
import RouterEngine

extension EvaluateCommand {
  /// `{"policies":[{"name","accuracy","low","high","solvable_accuracy","regret","difference":{"mean","low","high"}}],
  /// "solvable_share","seeds","pairs"}`: names and order are the interface.
  static func json(_ report: EvaluationReport) -> String {
    JSONText.object { json in
      json.objects("policies", report.rows) { json, row in
        json.field("name", row.policy.name)
        json.field("accuracy", row.accuracy.value)
        json.field("low", row.accuracy.low)
        json.field("high", row.accuracy.high)
        json.field("solvable_accuracy", row.solvableAccuracy)
        json.field("regret", row.regret)
        json.object("difference") { json in
          json.field("mean", row.difference.value)
          json.field("low", row.difference.low)
          json.field("high", row.difference.high)
        }
      }
      json.field("solvable_share", report.solvableShare)
      json.field("seeds", report.seeds)
      json.field("pairs", report.pairs)
    }
  }
}
