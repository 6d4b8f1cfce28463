import JSON
import RunState
import TerminalCells
import Wording

extension PosteriorCommand {
  /// `{"dim","settings":{name: number},"auto":[name],"rms":[{"id","observations","mean","variance","innovations",
  /// "log_evidence"}]}`.
  static func json(_ report: PosteriorReport) -> String {
    JSONText.object { json in
      json.field("dim", report.dimension)
      SettingsText.write(report.settings, &json)
      json.objects("rms", report.rewardModels) { json, rewardModel in
        json.field("id", rewardModel.id)
        json.field("observations", rewardModel.observations)
        json.field("mean", rewardModel.mean)
        json.field("variance", rewardModel.variance)
        SummaryText.write(rewardModel.innovations, &json)
        json.field("log_evidence", rewardModel.logEvidence)
      }
    }
  }

  /// Length, norm and the first entries: the whole vectors are for programs.
  static func text(_ report: PosteriorReport) -> String {
    var lines = ["contexts of \(formatCount(report.dimension)) numbers; --json prints whole vectors"]
    lines.append(SettingsText.line(report.settings))
    for rewardModel in report.rewardModels {
      let norm = rewardModel.mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let variance = rewardModel.variance.reduce(0, +) / Double(max(1, rewardModel.variance.count))
      let first = rewardModel.mean.prefix(4).map { formatSigned($0, decimals: 4, leadingZero: true) }
      lines.append(
        "\(printableName(rewardModel.id))  \(formatCount(rewardModel.observations)) observations"
          + "  norm of the mean \(formatCompact(norm, digits: 4))"
          + "  average variance \(formatCompact(variance, digits: 4))"
          + "  log evidence \(formatCompact(rewardModel.logEvidence, digits: 6))"
          + "  mean \(first.joined(separator: " "))\(rewardModel.mean.count > 4 ? " …" : "")")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
