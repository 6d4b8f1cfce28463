import RunEvents
import RunState
import TerminalCells
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
      shell.promptError
        == "type a step (412), a distance (+10, -10), a time (12:41) or a percentage (50%)")
    shell.press(.backspace)
    #expect(shell.promptError == nil)
  }

  @Test(arguments: [
    ("130%", "expected a percentage of the log from 0% to 100%, got 130%"),
    ("12:75", "expected a time from 0:00 to 23:59:59, got 12:75"),
    ("23:00", "23:00 is not in this log: its times go from 22:13:20 to 22:55:20"),
    ("9:00", "9:00 is not in this log: its times go from 22:13:20 to 22:55:20"),
    ("21", "there is no step 21: the log ends at step 20 so far"),
  ])
  func whatIsBeyondTheLogStaysAndIsSaid(_ text: String, _ expected: String) {
    var shell = Shell.settled(TestLog.timed([TestLog.header()] + TestLog.steps(0...20), gap: 20))
    shell.tick(1)
    shell.press("h")
    let place = shell.place
    shell.type(":" + text)
    shell.press(.enter)
    #expect(shell.promptError == expected && shell.place == place)
  }

  @Test func aStepBeyondARestartIsFoundAndOneInNoStepIsSaid() {
    let log = TestLog.timed([TestLog.header()] + TestLog.steps(0...40) + TestLog.steps(5...12))
    var shell = Shell.settled(log, mode: .replay)
    shell.press(.home)
    shell.type(":35")
    shell.press(.enter)
    #expect(shell.place.hasPrefix("step 35"))
    shell.type(":41")
    shell.press(.enter)
    #expect(shell.promptError == "there is no step 41: the log ends at step 40")
    let untold = TestLog.untimed(
      [TestLog.header()] + [TestLog.step(nil, name: 1), TestLog.step(nil, name: 2)].joined())
    var counted = Shell.settled(untold, mode: .replay)
    counted.type(":5")
    counted.press(.enter)
    #expect(counted.promptError == "there is no decision 5: the log ends at decision 4")
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
