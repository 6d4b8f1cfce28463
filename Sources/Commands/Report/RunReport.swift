import ArgumentParser
import Dashboard
import Markup
import RunEvents
import RunState
import TerminalCells
import Wording

/// A run as one HTML page that needs nothing else.
struct RunReport {
  let state: RunState
  let spans: ConditionSpans
  /// Path of the log.
  let source: String
  let title: String?

  let summary: RunSummary
  /// Names of reward models, no two alike.
  let names: [String]

  init(state: RunState, spans: ConditionSpans, source: String, title: String?) {
    (self.state, self.spans, self.source, self.title) = (state, spans, source, title)
    summary = state.summary
    names =
      ShownNames(
        summary.rewardModels.map(\.id), width: 48, leavesOutPrefix: false, printing: { printableName($0) }
      ).names
  }

  var page: String {
    let name = title ?? summary.run ?? source
    var page = MarkupText()
    page.own("<!DOCTYPE html>\n")
    page.element("html", ["lang": "en"]) { html in
      html.element("head") { head in
        head.empty("meta", ["charset": "utf-8"])
        head.empty("meta", ["name": "viewport", "content": "width=device-width,initial-scale=1"])
        head.empty("meta", ["name": "color-scheme", "content": "light dark"])
        head.empty(
          "meta",
          [
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; style-src 'unsafe-inline'",
          ])
        head.element("title", text: name + " – rmtop")
        head.line()
        head.element("style") { $0.own(ReportStyle.rules + ReportStyle.colors(count: names.count)) }
        head.line()
      }
      html.element("body") { body in
        body.element("main") { main in
          writeHead(name, to: &main)
          writeTable(to: &main)
          writeCharts(to: &main)
          writeCategories(to: &main)
          writeControls(to: &main)
          writeConditions(to: &main)
          writeJournal(to: &main)
          writeFoot(to: &main)
        }
      }
    }
    page.line()
    return page.text
  }

  private func writeHead(_ name: String, to page: inout MarkupText) {
    page.element("header") { head in
      head.element("h1", text: name)
      var facts: [String] = []
      if let first = summary.firstStep, let last = summary.lastStep {
        facts.append("steps \(formatCount(first))–\(formatCount(last))")
      }
      facts.append(formatCount(summary.decisions, of: "decision"))
      facts.append(formatCount(state.counts.feedbacks, of: "feedback"))
      if let share = summary.calls.savedShare {
        facts.append("calls saved \(formatShare(share)) %")
      }
      facts.append(state.progress.end == nil ? "no end line yet" : "ended")
      head.element("p", ["class": "facts"], text: facts.joined(separator: " · "))
      if state.hasMetricsOnly {
        head.element(
          "p", ["class": "note"],
          text: "The file has \(RunState.metricsOnly). \(RunState.decisionsMissing).")
      }
      let alarms = state.conditions.worstFirst.filter(\.isAlarm)
      if alarms.isEmpty {
        head.element("p", ["class": "ok"], text: "Nothing is wrong at the end of this log.")
      }
      for alarm in alarms {
        let since = alarm.step.map { " (since step \(formatCount($0)))" } ?? ""
        head.element("p", ["class": "alarm"], text: "▲ " + alarm.sentence + since)
      }
    }
    page.line()
  }

  private func writeFoot(to page: inout MarkupText) {
    page.element("footer") { foot in
      foot.element("p", text: SettingsText.line(summary.settings))
      foot.element(
        "p",
        text: "\(Rmtop.configuration.version) · log \(source) · \(formatCount(summary.events, of: "event")), "
          + "\(formatCount(summary.faults, of: "fault")), \(formatCount(summary.remarks, of: "remark")) · digest "
          + summary.digest)
    }
  }

  /// A heading and what is below it.
  func section(
    _ title: String, _ note: String? = nil, in page: inout MarkupText, _ body: (inout MarkupText) -> Void
  ) {
    page.element("section") { section in
      section.element("h2", text: title)
      if let note { section.element("p", ["class": "note"], text: note) }
      body(&section)
    }
    page.line()
  }

  /// A table that scrolls by itself where it is wider than the page.
  ///
  /// - Parameters:
  ///   - left: so many columns are of words, as a `last` one is; the others are of numbers.
  func table(
    _ heads: [String], left: Int = 1, last: String? = nil, in page: inout MarkupText,
    _ rows: (inout MarkupText) -> Void
  ) {
    page.element("div", ["class": "scroll"]) { box in
      box.element("table") { table in
        table.element("thead") { head in
          head.element("tr") { row in
            for (index, name) in heads.enumerated() {
              row.element("th", ["class": .own(index < left ? "left" : "")], text: name)
            }
            if let last { row.element("th", ["class": "left"], text: last) }
          }
        }
        table.element("tbody") { rows(&$0) }
      }
    }
    page.line()
  }
}
