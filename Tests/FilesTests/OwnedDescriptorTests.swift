import Files
import TestSupport
import Testing

@Suite struct OwnedDescriptorTests {
  @Test func bytesAreWrittenAndReadWhereTheyStand() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x")
    let written = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    do {
      let file = try OwnedDescriptor(path: path, flags: O_CREAT | O_WRONLY, mode: 0o600)
      try file.write(written)
      try file.write([])
    }
    let file = try OwnedDescriptor(path: path, flags: O_RDONLY)
    #expect(try file.bytes(at: 0, count: 200_000) == written)
    #expect(try file.bytes(at: 99_990, count: 100) == Array(written.suffix(10)))
    #expect(try file.bytes(at: 200_000, count: 3) == [])
    #expect(throws: SystemFailure(EBADF)) { try file.write([1]) }
  }

  @Test func aCopyLivesOnAndIsNotInherited() throws {
    var file: OwnedDescriptor? = try OwnedDescriptor(path: "/dev/null", flags: O_RDONLY)
    let copy = try OwnedDescriptor(duplicating: #require(file).raw)
    file = nil
    #expect(try copy.bytes(at: 0, count: 8) == [])
    #expect(fcntl(copy.raw, F_GETFD) & FD_CLOEXEC != 0)
  }

  @Test func aPipeWithoutReaderIsAFailureAndNoSignal() throws {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    let writer = OwnedDescriptor(ends[1])
    close(ends[0])
    #expect(throws: SystemFailure(EPIPE)) {
      try [UInt8(1)].withUnsafeBytes { try quietWrite(writer.raw, $0) }
    }
  }
}
