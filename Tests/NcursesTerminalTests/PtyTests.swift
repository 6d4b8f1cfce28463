import CPseudoTerminal
import CTerminal
import Files
import Testing

@Suite struct PtyTests {
  struct Outcome {
    var output: String
    var status: Int32
  }

  static func run(_ arguments: [String], stdin: Int32 = -1, rows: Int32 = 24, columns: Int32 = 80) throws
    -> Outcome
  {
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = [strdup("PATH=/usr/bin:/bin"), strdup("LC_ALL=C"), nil]
    defer { for pointer in pointers + environment { free(pointer) } }
    var master: Int32 = -1
    let child = rmtop_spawn_on_pty(&pointers, &environment, rows, columns, stdin, &master)
    try #require(child > 0)
    let output = readToEnd(master)
    close(master)
    var status: Int32 = 0
    try #require(waitpid(child, &status, 0) == child)
    return Outcome(output: output, status: status)
  }

  @Test func aProgramHasATerminalOfThatSize() throws {
    let outcome = try Self.run(
      ["/bin/sh", "-c", "stty size; test -t 0 && test -t 1 && test -t 2 && echo all"], rows: 7, columns: 33)
    #expect(outcome.output == "7 33\r\nall\r\n")
    #expect(outcome.status == 0)
  }

  @Test func theTerminalIsItsControllingOne() throws {
    #expect(try Self.run(["/bin/sh", "-c", "echo here > /dev/tty"]).output == "here\r\n")
  }

  @Test func standardInputCanBeAPipe() throws {
    var ends: (Int32, Int32) = (-1, -1)
    try #require(rmtop_open_pipe(&ends.0, &ends.1) == 0)
    // Non-blocking is right for our own loops, not for a shell's `cat`.
    #expect(fcntl(ends.0, F_SETFL, 0) == 0)
    _ = "data\n".withCString { write(ends.1, $0, 5) }
    close(ends.1)
    let outcome = try Self.run(["/bin/sh", "-c", "cat; test -t 0 || echo no terminal"], stdin: ends.0)
    close(ends.0)
    #expect(outcome.output == "data\r\nno terminal\r\n")
  }

  @Test func aProgramThatIsNotThere() {
    var pointers: [UnsafeMutablePointer<CChar>?] = [strdup("/no/such/program"), nil]
    var environment: [UnsafeMutablePointer<CChar>?] = [nil]
    defer { free(pointers[0]) }
    var master: Int32 = -1
    #expect(rmtop_spawn_on_pty(&pointers, &environment, 24, 80, -1, &master) == -1)
    #expect(errno == ENOENT)
  }

  @Test func exitStatusesAndSizes() throws {
    let outcome = try Self.run(["/bin/sh", "-c", "exit 7"])
    #expect(outcome.status >> 8 == 7)
    let terminal = try PseudoTerminal(rows: 5, columns: 9)
    var size: (Int32, Int32) = (0, 0)
    #expect(rmtop_set_window_size(terminal.master, 11, 22) == 0)
    #expect(rmtop_window_size(terminal.slave, &size.0, &size.1) == 0)
    #expect(size == (11, 22))
  }
}
