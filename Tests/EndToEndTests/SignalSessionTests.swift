import Foundation
import TestSupport
import Testing

/// Whatever signal ends the program, the terminal is given back.
@Suite(.serialized)
struct SignalSessionTests {
  private func watch(_ folder: TemporaryFolder, environment: [String: String] = [:]) throws -> PtyProcess {
    try folder.write(SampleLines.log(steps: 5), to: "run.jsonl")
    let program = try PtyProcess(["watch", folder.file("run.jsonl")], environment: environment)
    try program.wait(forText: "q quit")
    return program
  }

  private func expectEnd(_ program: PtyProcess, by number: Int32) throws {
    #expect(try program.waitForExit() == 128 + number)
    #expect(!program.screen.isAlternate)
    #expect(program.screen.isCursorVisible)
    #expect(!program.screen.bracketsPastes)
    #expect(program.isCooked)
  }

  @Test(arguments: [
    SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGSYS, SIGIO, SIGPWR, SIGSTKFLT, 34, 50, 64,
  ])
  func signalsThatNobodyExpectsGiveTheTerminalBack(number: Int32) throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder)
    program.signal(number)
    try expectEnd(program, by: number)
  }

  /// There is no faulty instruction that would fault again after the backtracer.
  @Test(arguments: [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT])
  func fatalSignalsThatAreSentEndItUnderTheBacktracer(number: Int32) throws {
    let folder = try TemporaryFolder()
    let program = try watch(
      folder, environment: ["SWIFT_BACKTRACE": "enable=yes,interactive=no,color=no"])
    program.signal(number)
    try expectEnd(program, by: number)
  }

  /// Nobody reads the terminal (a stalled ssh): far more is painted than it holds, so the program hangs in a write.
  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func aTerminalThatDoesNotReadCannotHoldIt(number: Int32) throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder)
    program.type(String(repeating: "\u{C}", count: 300))
    #expect(try program.waitForExitUnread(sending: number) == 128 + number)
    #expect(program.isCooked)
  }

  /// A closed standard error must not become the next file that is opened.
  @Test func closedDescriptorsAreOccupied() throws {
    let folder = try TemporaryFolder()
    try folder.write(SampleLines.log(steps: 5), to: "run.jsonl")
    let script = #"exec "$0" watch "$1" 2>&-"#
    let program = try PtyProcess(
      ["-c", script, BuiltProgram.path, folder.file("run.jsonl")], program: "/bin/sh")
    try program.wait(forText: "q quit")
    let target = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(program.pid)/fd/2")
    #expect(target == "/dev/null")
    program.type("q")
    #expect(try program.waitForExit() == 0)
  }

  /// A reached limit of file sizes is a sentence, not a signal.
  @Test func theLimitOfFileSizesIsAnError() throws {
    let folder = try TemporaryFolder()
    let script = #"ulimit -f 8; "$0" simulate --steps 200 -o "$1"; echo "status $?""#
    let program = try PtyProcess(
      ["-c", script, BuiltProgram.path, folder.file("run.jsonl")], width: 300, program: "/bin/bash")
    #expect(try program.waitForExit() == 0)
    #expect(program.screen.normalText.contains("the file size limit is reached"))
    #expect(program.screen.normalText.contains("status 74"))
  }
}
