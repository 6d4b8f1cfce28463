import Foundation
import TestSupport
import Testing

@testable import Commands

/// The program under limits of the shell: a sentence, never a loop (which `ulimit -t` would end) or a trap.
@Suite struct StartNeedsTests {
  private func run(_ limits: String, _ arguments: [String], in folder: TemporaryFolder) throws -> ProgramRun {
    try ProgramRun(
      ["-c", "ulimit -t 20; \(limits); exec \"$0\" \"$@\"", BuiltProgram.path] + arguments, in: folder,
      program: "/bin/sh")
  }

  private func log(_ folder: TemporaryFolder) throws -> String {
    let lines = [
      #"{"type":"run","version":1,"run":"r","rms":[{"id":"a"},{"id":"b"}],"dim":1}"#,
      #"{"type":"decision","id":"1","rm":"a","step":0,"x":[1]}"#,
      #"{"type":"feedback","id":"1","loss":0.5}"#,
      #"{"type":"end"}"#,
    ]
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: folder.file("log")))
    return folder.file("log")
  }

  @Test(arguments: [200_000, 300_000, 400_000]) func littleMemoryIsASentence(kibibytes: Int) throws {
    let folder = try TemporaryFolder()
    let run = try run("ulimit -v \(kibibytes)", ["posterior", log(folder)], in: folder)
    if run.status != 0 {
      // 127: not even the libraries can be loaded.
      #expect(run.status == ExitStatus.noResources.rawValue || run.status == 127, "\(run.errors)")
      #expect(
        run.status == 127 || run.errors.hasPrefix("rmtop: the limit on memory (`ulimit -v`) is too low"))
    }
  }

  @Test(arguments: [5, 8, 12]) func fewOpenFilesAreASentence(files: Int) throws {
    let folder = try TemporaryFolder()
    for command in [
      ["watch", try log(folder)], ["replay", try log(folder)], ["simulate", "--steps", "2"], ["demo"],
    ] {
      let run = try run("ulimit -n \(files)", command, in: folder)
      #expect(run.status == ExitStatus.noResources.rawValue, "\(command)")
      #expect(run.errors.hasPrefix("rmtop: the limit on open files (`ulimit -n`) is too low"), "\(command)")
      #expect(run.errors.split(separator: "\n").count == 1)
    }
    // What opens one file at a time does with few.
    #expect(try run("ulimit -n \(files)", ["check", log(folder)], in: folder).status == 0)
  }
}
