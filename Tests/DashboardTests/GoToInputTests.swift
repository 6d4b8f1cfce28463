import RunEvents
import Testing

@testable import Dashboard

@Suite struct GoToInputTests {
  @Test(arguments: [
    ("412", GoToInput.step(412)), ("0", .step(0)), ("1,204", .step(1204)), (" 7 ", .step(7)),
    ("9007199254740992", .step(9_007_199_254_740_992)), ("+10", .relative(10)), ("-3", .relative(-3)),
    ("50%", .fraction(0.5)), ("12.5%", .fraction(0.125)), ("0%", .fraction(0)), ("100%", .fraction(1)),
    ("12:41", .timeOfDay(45_660)), ("12:41:07", .timeOfDay(45_667)), ("0:00", .timeOfDay(0)),
    ("23:59:59", .timeOfDay(86_399)),
  ])
  func isRead(_ text: String, _ expected: GoToInput) {
    #expect(GoToInput(text) == expected)
  }

  @Test(arguments: [
    "", " ", "x", "+", "-", "+0", "4.5", "-1%", "101%", "nan%", "%", "24:00", "12:60", "12:41:60", "12:", ":",
    "1:2:3:4", "123:00", "9007199254740993", "99999999999999999999999", "٣", "1e3", "0x10",
  ])
  func isRefused(_ text: String) {
    #expect(GoToInput(text) == nil)
  }

  @Test func aRefusalSaysWhatIsAccepted() {
    var shell = Shell.settled(TestLog.usual())
    shell.type(":abc")
    shell.press(.enter)
    #expect(
      shell.promptError == "type a step (412), steps from here (+10, -10), a time (12:41) or a part (50%)")
    shell.press(.backspace)
    #expect(shell.promptError == nil)
  }

  /// Steps 0…20 begin at 22:13:20 UTC of a day; the log's times are a minute apart.
  @Test func aTimeOfDayIsTheOneInTheRun() {
    let log = TestLog.timed([TestLog.header()] + TestLog.steps(0...40), gap: 60)
    var shell = Shell.settled(log)
    shell.tick(1)
    shell.type(":23:00")
    shell.press(.enter)
    #expect(shell.place == "step 7 event 47 paused")
    // Past midnight, from before it.
    shell.type(":1:30")
    shell.press(.enter)
    #expect(shell.model.run.progress.lastTime == 1_700_011_760.0)
    shell.model.clock.utcOffset = 7200
    shell.type(":01:00")
    shell.press(.enter)
    #expect(shell.place == "step 7 event 47 paused")
  }

  @Test func aLogWithoutTimesSaysSo() {
    var shell = Shell.settled(TestLog.untimed([TestLog.header()] + TestLog.steps(0...3)))
    shell.type(":12:00")
    shell.press(.enter)
    #expect(shell.promptError == "this log has no times")
  }
}
