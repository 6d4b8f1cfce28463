import JSON

/// What calls to the reward models took since the last time it was logged.
struct ProxyTally {
  private struct Row {
    var calls = 0
    var answers = 0
    var errors = 0
    var retries = 0
    var milliseconds = 0.0
    var cost: Double?
  }

  private var rows: [String: Row] = [:]

  var isEmpty: Bool { rows.isEmpty }

  /// - Parameters:
  ///   - answers: scores that came; 0 of a call that failed.
  ///   - cost: of one answer, where the run says what it costs.
  mutating func count(_ rewardModel: String, answers: Int, _ outcome: RewardModelLine.Outcome, cost: Double?)
  {
    var row = rows[rewardModel] ?? Row()
    row.calls += 1
    row.answers += answers
    row.errors += answers == 0 ? 1 : 0
    row.retries += outcome.tries - 1
    row.milliseconds += outcome.milliseconds
    if let cost { row.cost = (row.cost ?? 0) + cost * Double(answers) }
    rows[rewardModel] = row
  }

  /// A `metrics` line: counts and cost since the last one, the mean of the latencies. Then it begins anew.
  mutating func line(step: Int) -> String {
    defer { rows = [:] }
    return JSONText.object { json in
      json.field("type", "metrics")
      json.field("step", step)
      json.object("values") { json in
        for (id, row) in rows.sorted(by: { $0.key < $1.key }) {
          json.field("proxy/\(id)/calls", row.calls)
          json.field("proxy/\(id)/answers", row.answers)
          json.field("proxy/\(id)/errors", row.errors)
          json.field("proxy/\(id)/retries", row.retries)
          json.field("proxy/\(id)/latency_ms", row.milliseconds / Double(row.calls))
          json.field("proxy/\(id)/cost", row.cost)
        }
      }
    }
  }
}
