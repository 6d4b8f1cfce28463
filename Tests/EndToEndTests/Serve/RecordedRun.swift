import Foundation
import TestSupport
import Testing

/// What a router's log holds, read as anybody would.
struct RecordedRun {
  var lines: [String]
  /// As `rmtop summary` folds it from nothing.
  var digest: String
  var faults: Int

  init(_ folder: TemporaryFolder) throws {
    let text = try folder.text("run.jsonl")
    #expect(text.hasSuffix("\n"), "the log ends in the middle of a line")
    lines = text.split(separator: "\n").map(String.init)
    let call = try ProgramCall(["summary", "--json", folder.file("run.jsonl")])
    let summary = Reply(call.output)
    digest = try #require(summary["digest"], "\(call.errors)")
    faults = try #require(summary.number("faults"))
  }

  /// The lines of a type, by id, with how often each id is there.
  func lines(ofType type: String) -> [String: [String]] {
    Dictionary(grouping: lines.filter { $0.contains(#""type":"\#(type)""#) }) { Reply($0).id ?? "" }
  }
}

extension ServeProcess {
  /// Asks again and again until something is so.
  func wait(for what: String, seconds: Double = 30, until isTrue: () throws -> Bool) throws {
    let deadline = Date().addingTimeInterval(seconds)
    while try !isTrue() {
      if Date() > deadline { throw Failed(description: "waited for \(what); the router says: \(errors)") }
    }
  }

  /// The log without faults, and the very state that the router says it has.
  @discardableResult
  func expectLogIsState() throws -> RecordedRun {
    let status = try ServeClient(self).ask(#"{"type":"status"}"#)
    let run = try RecordedRun(folder)
    #expect(run.faults == 0)
    #expect(status["digest"] == run.digest)
    return run
  }
}
