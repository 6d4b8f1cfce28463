import Files
import JSON
import NcursesTerminal
import RouterService
import Wording

/// A service without a screen: a status line a minute on standard error, until a signal ends it.
struct ServiceWatch {
  static let seconds = 60

  let server: RouterServer
  let json: Bool

  func run(until signals: EndingSignals) {
    while signals.received == nil {
      var bell = pollfd(fd: signals.wake.descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&bell, 1, Int32(Self.seconds * 1000)) == 0, let summary = server.summary() {
        StandardError.write(json ? Self.json(summary) : Self.text(summary))
      }
    }
  }

  static func text(_ summary: ServiceSummary) -> String {
    var parts = [
      summary.step.map { "step \($0)" }, "\(formatCount(summary.decisions, of: "decision"))",
      "\(formatCount(summary.feedbacks)) with feedback", formatCount(summary.clients, of: "client"),
    ].compactMap { $0 }
    if let trouble = summary.trouble { parts.append("the log cannot be written: \(trouble)") }
    return "rmtop: \(printableText(summary.run)): " + parts.joined(separator: ", ")
  }

  static func json(_ summary: ServiceSummary) -> String {
    JSONText.object { json in
      json.field("run", summary.run)
      json.field("step", summary.step)
      json.field("decisions", summary.decisions)
      json.field("feedback", summary.feedbacks)
      json.field("clients", summary.clients)
      json.field("offset", summary.logBytes)
      json.field("trouble", summary.trouble)
    }
  }
}
