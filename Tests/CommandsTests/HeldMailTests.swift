import Dashboard
import RunEvents
import Testing

@testable import Commands

struct HeldMailTests {
  private func lines(_ count: Int, generation: Int) -> Message {
    let fault = LineContent.fault(FaultReason(.invalidJSON, "x"))
    return .lines((0..<count).map { LogLine(number: $0, offset: $0, content: fault) }, generation: generation)
  }

  private func report(ahead: Int, generation: Int) -> SourceReport {
    var report = SourceReport()
    report.generation = generation
    report.linesAhead = ahead
    report.reachedEnd = true
    return report
  }

  @Test func linesThatWaitAreAhead() {
    let inbox: [Message] = [
      lines(512, generation: 2), .source(report(ahead: 9, generation: 2)), lines(100, generation: 2),
      .source(report(ahead: 40, generation: 2)),
    ]
    let held = HeldMail.report(in: inbox)
    #expect(held?.linesAhead == 652)
    #expect(held?.reachedEnd == false)
  }

  @Test func linesOfAnOlderReadAreNot() {
    let inbox: [Message] = [lines(512, generation: 1), .source(report(ahead: 7, generation: 2))]
    #expect(HeldMail.report(in: inbox) == report(ahead: 7, generation: 2))
  }

  @Test func withoutAReportThereIsNothingToSay() {
    #expect(HeldMail.report(in: [lines(3, generation: 0)]) == nil)
    #expect(HeldMail.report(in: []) == nil)
  }

  @Test func factsAboutTheSourceGoPastLines() {
    var inbox: [Message] = [
      lines(512, generation: 0), .sourceNotice("gone"), .historyLost, .sourceRestarted(afresh: false),
      lines(3, generation: 0),
    ]
    let facts = HeldMail.removeFacts(from: &inbox)
    #expect(facts.count == 2 && inbox.count == 3)
    guard case .sourceNotice("gone") = facts[0], case .historyLost = facts[1],
      case .sourceRestarted = inbox[1]
    else {
      Issue.record("the facts are others")
      return
    }
  }
}
