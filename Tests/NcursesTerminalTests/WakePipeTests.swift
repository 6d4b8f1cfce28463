import CTerminal
import Files
import Testing

@testable import NcursesTerminal

@Suite struct WakePipeTests {
  static func isReadable(_ descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) == 1
  }

  @Test func ringsUntilDrained() throws {
    let pipe = try WakePipe()
    #expect(!Self.isReadable(pipe.descriptor))
    pipe.wake()
    pipe.wake()
    #expect(Self.isReadable(pipe.descriptor))
    pipe.drain()
    #expect(!Self.isReadable(pipe.descriptor))
  }

  @Test func aFullPipeDoesNotBlock() throws {
    let pipe = try WakePipe()
    for _ in 0..<100_000 { pipe.wake() }
    pipe.drain()
    #expect(!Self.isReadable(pipe.descriptor))
  }
}
