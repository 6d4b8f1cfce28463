import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import Commands

/// Commands that talk to a router, against one that is none but says what one says.
@Suite struct RouterSocketTests {
  private let folder: TemporaryFolder
  private let router: FakeRouter

  init() throws {
    folder = try TemporaryFolder()
    router = try FakeRouter(path: folder.file("s"), log: Self.header)
  }

  private static let header =
    #"{"type":"run","version":1,"run":"r","rms":[{"id":"a"},{"id":"b"}]}"# + "\n"
    + #"{"type":"decision","id":"1","rm":"a","step":0}"# + "\n"

  private func ctl(_ arguments: String..., socket: String = "s") throws -> ProgramRun {
    try ProgramRun(["ctl", "--socket", socket] + arguments, in: folder)
  }

  @Test func aControlIsSentAndItsAnswerTold() throws {
    let run = try ctl("ban", "a", "--category", "math", "--steps", "3", "--reason", "why")
    #expect(run.status == 0 && run.errors == "rmtop: obeyed from step 4 on\n", "\(run.errors)")
    let sequence = run.output.trimmingCharacters(in: .newlines)
    let line = try #require(router.requests.first)
    #expect(router.requests.count == 1)
    for part in [
      #""seq":"\#(sequence)""#, #""action":"ban""#, #""rm":"a""#, #""category":"math""#, #""steps":3"#,
      #""reason":"why""#,
    ] {
      #expect(line.contains(part), "\(part) in \(line)")
    }
  }

  @Test(arguments: [
    (
      ["add", "c", "--name", "See", "--cost", "1.5"], #""action":"add","rm":"c","by":"#,
      #","name":"See","cost":1.5}"#
    ),
    (["remove", "c"], #""action":"remove","rm":"c""#, "}"),
    (["forget", "--all", "--keep", "0.5"], #""action":"forget","by":"#, #","keep":0.5}"#),
    (["forget", "a", "--keep", "0"], #""action":"forget","rm":"a","by":"#, #","keep":0}"#),
    (["reset", "--all"], #""action":"reset","by":"#, "}"),
    (["reset", "b"], #""action":"reset","rm":"b""#, "}"),
    (["unpin"], #""action":"unpin","by":"#, "}"),
  ]) func everyVerbHasItsFields(arguments: [String], middle: String, end: String) throws {
    let run = try ProgramRun(["ctl", "--socket", router.address] + arguments, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let line = try #require(router.requests.first)
    #expect(line.contains(middle) && line.hasSuffix(end), "\(line)")
    // A control file takes the same line.
    let file = try ProgramRun(["ctl", "--control", "c.jsonl"] + arguments, in: folder)
    #expect(file.status == 0 && file.errors.isEmpty, "\(file.errors)")
    let written = try folder.text("c.jsonl")
    #expect(written.contains(middle) && written.hasSuffix(end + "\n"), "\(written)")
  }

  @Test func refusalsAreTheRoutersSentences() throws {
    let refused = try ctl("ban", "nobody")
    #expect(refused.status == 77)
    #expect(refused.errors == "rmtop: the control was refused: there is no nobody\n")
    router.answer { _ in
      #"{"type":"error","line":1,"code":"log_unwritable","message":"the disk is\u001b full"}"#
    }
    let error = try ctl("ban", "a")
    #expect(error.status == 77)
    #expect(error.errors == "rmtop: the router refuses: the disk is full\n", "\(error.errors)")
  }

  @Test func noAnswerIsNotTakenForOne() throws {
    router.answer { _ in #"{"type":"applied","seq":"of another","ok":true}"# }
    let silent = try ctl("ban", "a", "--wait", "1")
    #expect(silent.status == 75)
    #expect(
      silent.errors.hasSuffix("has not answered within 1 second; the control was sent, and may be obeyed\n"),
      "\(silent.errors)")
    router.answer { _ in "bye" }
    let gone = try ctl("ban", "a")
    #expect(gone.status == 75 && gone.errors.contains("closed the connection without an answer"))
    router.answer { _ in "" }
    let unwaited = try ctl("ban", "a", "--wait", "0")
    #expect(unwaited.status == 0 && unwaited.errors.isEmpty && !unwaited.output.isEmpty)
    router.stop()
    let nobody = try ctl("ban", "a")
    #expect(nobody.status == 66 && nobody.output.isEmpty)
    #expect(nobody.errors.hasPrefix("rmtop: nobody listens on the socket s:"), "\(nobody.errors)")
  }

  @Test func statusIsToldInWordsOrAsItCame() throws {
    let words = try ctl("status")
    #expect(
      words.output == """
        version    1
        run        r
        step       4
        decisions  1,234
        allowed    all: a, b; math: none
        rms        a (1,200 decisions), b (1 decision)
        log        /r/run.jsonl
        writable   yes

        """, "\(words.output)")
    let line = try ctl("status", "--json").output
    #expect(line.hasPrefix(#"{"type":"status","version":1,"#) && line.hasSuffix("}\n"))
    router.answer { _ in #"{"type":"status","run":"\u001b[31mred\u202e","new":{"\u0007":[1.5,null]}}"# }
    let hostile = try ctl("status")
    #expect(hostile.output == "run  [31mred\nnew  : 1.5, –\n", "\(hostile.output.debugDescription)")
  }

  @Test func theTokenComesFromAFile() throws {
    let remote = try FakeRouter(token: "secret", log: Self.header)
    try folder.write("secret\n", to: "token")
    try folder.write("wrong\n", to: "wrong")
    try folder.write("two\nlines\n", to: "lines")
    let good = try ctl("pin", "a", "--token-file", "token", socket: remote.address)
    #expect(good.status == 0 && good.errors.contains("obeyed"), "\(good.errors)")
    let bad = try ctl("pin", "a", "--token-file", "wrong", socket: remote.address)
    #expect(bad.status == 77 && bad.errors.contains("not that of this router"), "\(bad.errors)")
    for (file, status, words) in [
      ("lines", 66, "lines holds no token: expected one line of text"), ("none", 66, "none cannot be read"),
    ] {
      let run = try ctl("status", "--token-file", file, socket: remote.address)
      #expect(run.status == status && run.errors.contains(words), "\(run.errors)")
      #expect(!run.errors.contains("two"), "what stands in the file is not shown")
    }
    let without = try ctl("status", socket: remote.address)
    #expect(without.status == 64 && without.errors.contains("add --token-file"))
    let useless = try ctl("status", "--token-file", "token")
    #expect(useless.status == 64 && useless.errors.contains("--token-file is for tcp:HOST:PORT"))
  }

  @Test(arguments: [
    (["ban", "a"], "expected a target"),
    (["--socket", "s", "--control", "c", "ban", "a"], "exclude each other"),
    (["--control", "c", "status"], "status asks a router"),
    (["--socket", "s", "--log", "l", "ban", "a"], "--log is for --control"),
    (["--control", "c", "--token-file", "t", "ban", "a"], "--token-file is for --socket"),
    (["--socket", "s", "ban"], "ban: expected a reward model's id"),
    (["--socket", "s", "ban", "a", "--all"], "--all is for forget and reset"),
    (["--socket", "s", "reset"], "reset: expected a reward model's id, or --all"),
    (["--socket", "s", "reset", "a", "--all"], "exclude each other"),
    (["--socket", "s", "status", "a"], "takes no reward model"),
    (["--socket", "s", "forget", "a"], "expected --keep with a number from 0 to below 1, got none"),
    (["--socket", "s", "forget", "a", "--keep", "1"], "got 1.0"),
    (["--socket", "s", "reset", "a", "--keep", "0.5"], "--keep is for forget"),
    (["--socket", "s", "reset", "a", "--steps", "5"], "--category and --steps are for"),
    (["--socket", "s", "ban", "a", "--cost", "5"], "--name and --cost are for add"),
    (["--socket", "s", "add", "a", "--cost", "inf"], "expected a finite number"),
    (["--socket", "s", "ban", "a", "--json"], "--json is for status"),
    (["--socket", "s", "status", "--reason", "r"], "--reason is for controls"),
    (["--socket", "s", "ban", "a", "--wait", "-1"], "seconds from 0 to 86400, got -1"),
  ]) func whatDoesNotFitIsRefused(arguments: [String], words: String) throws {
    let error = try #require(throws: (any Error).self) { try CtlCommand.parse(arguments) }
    #expect(CtlCommand.message(for: error).contains(words), "\(CtlCommand.message(for: error))")
  }

  @Test func otherCommandsReadWhatTheLogIsNow() throws {
    for arguments in [["summary"], ["check"], ["posterior"], ["snapshot"], ["replay"]] {
      let run = try ProgramRun(arguments + [router.address], in: folder)
      let file = try { () in
        try folder.write(Self.header, to: "run.jsonl")
        return try ProgramRun(arguments + ["run.jsonl"], in: folder)
      }()
      #expect(run.status == file.status, "\(run.errors)")
      // A frame has the source's name in it.
      if arguments != ["snapshot"] { #expect(run.output == file.output && run.errors == file.errors) }
    }
    let remote = try ProgramRun(["summary", "tcp:host:1"], in: folder)
    #expect(remote.status == 64 && remote.errors.contains("`rmtop watch` and `rmtop ctl` take one"))
    let bare = try ProgramRun(["tcp:host"], in: folder)
    #expect(
      bare.status == 64 && bare.errors.contains("expected unix:PATH or tcp:HOST:PORT"), "\(bare.errors)")
  }

  @Test func watchWithoutATerminalFollowsToTheEndLine() throws {
    router.append(
      #"{"type":"note","level":"info","text":"hello from afar"}"# + "\n" + #"{"type":"end"}"# + "\n")
    let run = try ProgramRun(["watch", router.address], in: folder)
    #expect(run.status == 0 && run.output.contains("hello from afar"), "\(run.errors)")
    let file = try ProgramRun(["watch", "s"], in: folder)
    #expect(
      file.status == 66
        && file.errors == "rmtop: s is a socket: the log of a router that listens there is unix:s\n")
    let both = try ProgramRun(["watch", router.address, "--control", "c"], in: folder)
    #expect(both.status == 64 && both.errors.contains("takes controls through its socket"), "\(both.errors)")
  }
}
