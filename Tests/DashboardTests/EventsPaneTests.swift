import RunEvents
import RunState
import Testing

@testable import Dashboard

@Suite struct EventsPaneTests {
  @Test func noticesStandWhereTheyHappened() {
    var model = sampleDashboard()
    let ban = model.run.journal.first { $0.text.hasPrefix("BAN") }
    var early = model.run.journal[0]
    early.text = "replaced"
    early.event = (ban?.event ?? 0) - 1
    early.subject = .source
    var late = early
    late.text = "gone \u{1B}[2J"
    late.event = .max
    model.view.notices = [early, late]
    let texts = EventsPane(model, height: 20).lines.map { String($0.text.prefix(8)) }
    #expect(texts == ["run \"hel", "PIN skyw", "replaced", "BAN grm-", "learning", "gone [2J"])
  }

  @Test func scrollsBackAndStopsAtTheOldest() {
    var model = sampleDashboard()
    let all = EventsPane(model, height: 10).lines
    #expect(EventsPane(model, height: 2).lines == Array(all.suffix(2)))
    model.view.eventScroll = 1
    let back = EventsPane(model, height: 2)
    #expect(back.lines == Array(all.dropLast().suffix(2)) && back.detail == "1 newer below")
    model.view.eventScroll = 1000
    #expect(EventsPane(model, height: 2).lines == Array(all.prefix(2)))
    #expect(EventsPane(model, height: 0).lines.isEmpty)
  }

  @Test func ownControlsComeLastUntilTheLogHasThem() {
    var model = sampleDashboard()
    let control = ControlEvent(sequence: "0a1b2c3d-1", action: .ban, rewardModel: SampleRun.ids[1])
    var own = OwnControl(control: control, watch: ControlWatch(control: control, givenStep: 59))
    own.delivery = .failed("no such pipe")
    model.view.ownControls = [own]
    let line = EventsPane(model, height: 3).lines.last
    #expect(line?.text == "BAN grm-llama3.2-3b  not written: no such pipe" && line?.role == .error)
    #expect(line?.step == "59")
    model.view.ownControls[0].isLogged = true
    #expect(EventsPane(model, height: 3).lines.last?.text == "learning rate halved")
  }
}
