import Files
import Foundation
import TestSupport
import Testing

@Suite struct FoldersTests {
  @Test func foldersAreMadeForTheOwnerOnlyAndThoseThereStay() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a/b//c/")
    try makeFolder(path: path)
    try makeFolder(path: path)
    for name in ["a", "a/b", "a/b/c"] {
      var status = stat()
      #expect(stat(folder.file(name), &status) == 0)
      #expect(status.st_mode & (S_IFMT | 0o777) == S_IFDIR | 0o700)
    }
  }

  @Test func whatIsInTheWayIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "file")
    let blocked = folder.file("file")
    #expect(throws: FileError.cannotMake(folder: blocked, reason: "there is a file of this name")) {
      try makeFolder(path: blocked + "/in/it")
    }
    let error = FileError.cannotMake(folder: "/a\u{1B}[31m", reason: "permission denied")
    #expect("\(error)" == "the folder /a[31m cannot be made: permission denied")
  }

  @Test(arguments: [
    ("run.jsonl", "."), ("a/run.jsonl", "a"), ("/run.jsonl", "/"), ("/a/b/run.jsonl", "/a/b"), ("a/", "a"),
    ("", "."),
  ])
  func theFolderOfAPath(path: String, folder: String) {
    #expect(folderName(of: path) == folder)
  }

  @Test func namesComeInByteOrderWithoutHiddenOnes() throws {
    let folder = try TemporaryFolder()
    for name in ["b", "a", "é", "Z", ".hidden"] { try folder.write("", to: name) }
    #expect(fileNames(in: folder.path) == ["Z", "a", "b", "é"])
    #expect(fileNames(in: folder.file("none")) == [])
  }

  @Test func oneFileUnderTwoNames() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "one")
    try folder.write("", to: "other")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: folder.file("one"))
    #expect(isSameFile(folder.file("one"), folder.file("link")))
    #expect(!isSameFile(folder.file("one"), folder.file("other")))
    #expect(!isSameFile(folder.file("none"), folder.file("none")))
  }
}
