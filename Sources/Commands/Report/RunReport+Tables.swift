import Markup
import Router
import RouterEngine
import RunEvents
import RunState
import TerminalCells
import Wording

extension RunReport {
  private static let mostControls = 200
  private static let mostCategories = 40
  private static let mostEntries = 300

  func writeTable(to page: inout MarkupText) {
    guard !summary.rewardModels.isEmpty else { return }
    section("Reward models", in: &page) { section in
      let heads = [
        "reward model", "", "share", "recent", "decisions", "mean ± sd", "P(best)", "reward", "ties",
        "errors",
      ]
      let hasErrors = summary.rewardModels.contains { $0.lastError != nil }
      table(heads, left: 2, last: hasErrors ? "last error" : nil, in: &section) { rows in
        for (arm, model) in summary.rewardModels.enumerated() {
          rows.element("tr") { row in
            row.element("td", ["class": "left name"]) { cell in
              cell.element("i", ["class": .own("b\(arm)")], text: "")
              cell.text(names[arm])
            }
            let flags = (model.isPinned ? ["PIN"] : []) + (model.isBanned ? ["BAN"] : [])
            row.element("td", ["class": "left flag"], text: flags.joined(separator: " "))
            let posterior = model.posterior.map {
              formatSigned($0.mean, leadingZero: true) + " ± "
                + formatFixed($0.standardDeviation, decimals: 2)
            }
            let trend = state.charts.rewardByArm[arm].trend.map { $0.direction == .rises ? " ↗" : " ↘" } ?? ""
            let cells = [
              formatShare(model.share, decimals: 1) + " %",
              formatShare(model.recentShare, decimals: 1) + " %",
              formatCount(model.decisions), posterior ?? "–",
              model.bestProbability.map { formatFixed($0, decimals: 3) } ?? "–",
              model.rewardMean.map { formatSigned($0, decimals: 3, leadingZero: true) + trend } ?? "–",
              formatCount(model.ties), formatCount(model.errors),
            ]
            for cell in cells { row.element("td", text: cell) }
            row.element(
              "td", ["class": "left"], text: model.lastError.map { printableText($0, limit: 80) } ?? "")
          }
        }
      }
    }
  }

  /// Which reward model is used for which category; the darker, the more.
  func writeCategories(to page: inout MarkupText) {
    let categories = summary.categories.prefix(Self.mostCategories)
    guard !categories.isEmpty else { return }
    let rest = summary.categories.count - categories.count
    let note =
      "Share of the last 64 decisions of each category; below it the mean of its recent rewards and P(best)."
      + (rest > 0 ? " \(formatCount(rest)) more are left out." : "")
    section("Categories", note, in: &page) { section in
      table(["category", "decisions"] + names, in: &section) { rows in
        for category in categories {
          rows.element("tr") { row in
            row.element("th", ["class": "left"], text: printableName(category.name, limit: 60))
            row.element("td", text: formatCount(category.decisions))
            for cell in category.rewardModels {
              let value = MarkupText.number(min(1, max(0, cell.recentShare ?? 0)))
              row.element("td", ["class": "heat", "style": .own("--v:\(value)")]) { data in
                data.text(cell.recentShare.map { formatShare($0) + " %" } ?? "–")
                let below = [
                  cell.recentRewardMean.map { formatSigned($0, leadingZero: true) },
                  cell.bestProbability.map { "P " + formatFixed($0, decimals: 2, leadingZero: false) },
                ].compactMap { $0 }
                if !below.isEmpty { data.element("small", text: below.joined(separator: " · ")) }
              }
            }
          }
        }
      }
    }
  }

  func writeControls(to page: inout MarkupText) {
    let records = state.controls.suffix(Self.mostControls)
    guard !records.isEmpty else { return }
    let rest = state.controls.count - records.count
    section(
      "Controls", rest > 0 ? "The last \(records.count); \(formatCount(rest)) before them." : nil, in: &page
    ) { section in
      table(["step", "control", "by", "reason", "outcome"], left: 5, in: &section) { rows in
        for record in records {
          rows.element("tr") { row in
            row.element("td", ["class": "left"], text: record.step.map { formatCount($0) } ?? "")
            row.element("td", ["class": "left"], text: record.control.sentence)
            row.element(
              "td", ["class": "left"], text: record.control.by.map { printableText($0, limit: 60) } ?? "")
            row.element(
              "td", ["class": "left"], text: record.control.reason.map { printableText($0, limit: 300) } ?? ""
            )
            let outcome = outcome(of: record)
            row.element("td", ["class": .own("left " + outcome.look)], text: outcome.words)
          }
        }
      }
    }
  }

  private func outcome(of record: ControlRecord) -> (words: String, look: String) {
    let expired = record.expired ? ", over by now" : ""
    switch record.status {
    case .pending: return ("pending: nothing has answered it", "warn")
    case .obeyed:
      let step = record.applied?.step.map { " at step \(formatCount($0))" } ?? ""
      return ("obeyed" + step + expired, "good")
    case .refused(let error): return ("refused: " + printableText(error, limit: 300), "bad")
    case .unconfirmed: return ("in effect, unconfirmed" + expired, "warn")
    case .notObeyed(let chosen, let step):
      return (
        "NOT OBEYED: \(printableText(chosen, limit: 64)) was chosen"
          + (step.map { " at step \(formatCount($0))" } ?? ""), "bad"
      )
    }
  }

  func writeConditions(to page: inout MarkupText) {
    guard !spans.spans.isEmpty else { return }
    let note = spans.leftOut > 0 ? "\(formatCount(spans.leftOut)) before them are left out." : nil
    section("Conditions", note, in: &page) { section in
      table(["from", "to", "what"], left: 3, in: &section) { rows in
        for span in spans.spans {
          rows.element("tr") { row in
            row.element("td", ["class": "left"], text: span.begin.map { formatCount($0) } ?? "start")
            row.element(
              "td", ["class": .own(span.stands && span.isAlarm ? "left bad" : "left")],
              text: span.stands ? "stands" : span.end.map { formatCount($0) } ?? "over")
            row.element("td", ["class": "left"], text: (span.isAlarm ? "▲ " : "") + span.sentence)
          }
        }
      }
    }
  }

  /// What happened, folded away.
  func writeJournal(to page: inout MarkupText) {
    let entries = state.journal.suffix(Self.mostEntries)
    guard !entries.isEmpty else { return }
    let rest = state.journal.count - entries.count
    page.element("details") { details in
      let last = rest > 0 ? " (the last \(entries.count) of \(formatCount(state.journal.total)))" : ""
      details.element("summary", text: "Events" + last)
      table(["step", "event"], left: 2, in: &details) { rows in
        for entry in entries {
          rows.element("tr") { row in
            row.element("td", ["class": "left"], text: entry.step.map { formatCount($0) } ?? "")
            let look: StaticString
            switch entry.severity {
            case .info: look = "left"
            case .good: look = "left good"
            case .warning: look = "left warn"
            case .error: look = "left bad"
            }
            row.element("td", ["class": .own(look.description)], text: entry.text)
          }
        }
      }
    }
    page.line()
  }
}
