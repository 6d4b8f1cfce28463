import Dashboard
import Testing

@testable import Commands

@Suite struct FramePacingTests {
  private let model = DashboardModel(
    session: Session(
      mode: .watch, sourceName: "run.jsonl", control: .off("a test sends no controls"), id: "00000000",
      user: ""))

  /// Little happens: four frames a second. What a key has done is seen a hundredth of a second after the last frame.
  @Test func aKeyIsAnsweredAtOnce() {
    var pacing = FramePacing()
    #expect(pacing.isHurried && pacing.secondsUntilFrame(now: 0, model: model) <= 0)
    pacing.drew(at: 10)
    #expect(!pacing.isHurried && pacing.secondsUntilFrame(now: 10.2, model: model) > 0)
    #expect(pacing.secondsUntilFrame(now: 10.25, model: model) <= 0)
    pacing.hurry()
    #expect(pacing.secondsUntilFrame(now: 10.009, model: model) > 0)
    #expect(pacing.secondsUntilFrame(now: 10.011, model: model) <= 0)
  }

  @Test func aReplayPlaysSmoothly() {
    var model = model
    model.feed.transport = .playing
    var pacing = FramePacing()
    pacing.drew(at: 1)
    #expect(pacing.secondsUntilFrame(now: 1.03, model: model) > 0)
    #expect(pacing.secondsUntilFrame(now: 1.034, model: model) <= 0)
    #expect(pacing.tickInterval(for: model) < 0.05)
  }
}
