import Files
import Testing

@Suite struct SystemFailureTests {
  @Test(arguments: [
    (ENOENT, "there is no such file or folder"), (EISDIR, "it is a folder"), (EACCES, "permission denied"),
    (EPERM, "permission denied"), (ENOSPC, "no space is left on the disk"),
    (EMFILE, "too many files are open"),
    (ENOMEM, "there is no memory left"), (EDOM, "system error \(EDOM)"),
  ])
  func reasonsAreWordsInEveryLocale(code: Int32, reason: String) {
    #expect(SystemFailure(code).reason == reason)
  }

  @Test func theLastFailureIsThatOfTheCall() throws {
    #expect(throws: SystemFailure(ENOENT)) { try OwnedDescriptor(path: "/no/such", flags: O_RDONLY) }
    #expect(throws: SystemFailure(EINVAL)) { try OwnedDescriptor(path: "/dev/null\0x", flags: O_RDONLY) }
    #expect(throws: SystemFailure(EBADF)) { try OwnedDescriptor(duplicating: -1) }
    #expect(throws: SystemFailure(ENOENT)) { try FileFacts(at: "/no/such") }
  }
}
