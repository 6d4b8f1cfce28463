import Files
import Foundation
import TestSupport
import Testing

@Suite struct FileBytesTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = try TemporaryFolder()
    try body(folder.path)
  }

  @Test func aWrittenFileIsReadAndNothingElseIsLeft() throws {
    try inFolder { folder in
      let path = folder + "/x.safetensors"
      for bytes: [UInt8] in [[1, 2, 3], [], Array(repeating: 9, count: 100_000)] {
        try FileBytes.write(bytes, path: path)
        #expect(try FileBytes.read(path: path) == bytes)
      }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left == ["x.safetensors"])
    }
  }

  @Test func whatCannotBeReadIsSaid() throws {
    try inFolder { folder in
      #expect(throws: FileError.cannotRead(path: folder, reason: "it is a folder")) {
        try FileBytes.read(path: folder)
      }
      #expect(
        throws: FileError.cannotRead(path: folder + "/no", reason: "there is no such file or folder")
      ) {
        try FileBytes.read(path: folder + "/no")
      }
      let fifo = folder + "/fifo"
      #expect(mkfifo(fifo, 0o600) == 0)
      #expect(throws: FileError.cannotRead(path: fifo, reason: "it is not a regular file")) {
        try FileBytes.read(path: fifo)
      }
      try FileBytes.write([1, 2, 3], path: folder + "/three")
      #expect(throws: FileError.tooLarge(path: folder + "/three", bytes: 3, limit: 2)) {
        try FileBytes.read(path: folder + "/three", sizeLimit: 2)
      }
    }
  }

  @Test func whatCannotBeWrittenLeavesWhatWasThere() throws {
    try inFolder { folder in
      #expect(throws: FileError.cannotWrite(path: folder, reason: "it is a folder")) {
        try FileBytes.write([1], path: folder)
      }
      #expect(throws: FileError.self) { try FileBytes.write([1], path: folder + "/no/x") }
      #expect(throws: FileError.self) { try FileBytes.write([1], path: "") }
      let fifo = folder + "/fifo"
      #expect(mkfifo(fifo, 0o600) == 0)
      #expect(throws: FileError.self) { try FileBytes.write([1], path: fifo) }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left == ["fifo"])
    }
  }
}

@Suite struct FileBytesNewTests {
  @Test func whatIsThereStays() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.csv"
    #expect(try FileBytes.writeNew([1, 2], path: path))
    #expect(try !FileBytes.writeNew([3], path: path))
    #expect(try FileBytes.read(path: path) == [1, 2])
    // Nor is a link followed, not even one that leads nowhere.
    #expect(symlink(folder.path + "/nowhere", folder.path + "/link.csv") == 0)
    #expect(try !FileBytes.writeNew([3], path: folder.path + "/link.csv"))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(left == ["link.csv", "x.csv"])
    #expect(
      throws: FileError.cannotWrite(path: folder.path + "/no/x", reason: "there is no such file or folder")
    ) {
      try FileBytes.writeNew([1], path: folder.path + "/no/x")
    }
    #expect(throws: FileError.self) { try FileBytes.writeNew([1], path: "") }
  }
}
