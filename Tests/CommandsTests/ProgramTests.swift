import Foundation
import TestSupport
import Testing

@testable import Commands

/// The built program as a user meets it: streams, exit codes, sentences.
struct ProgramTests {
  private let folder: TemporaryFolder
  private let log = """
    {"type":"run","version":1,"run":"r","rms":[{"id":"a"},{"id":"b"}]}
    {"type":"decision","id":"1","rm":"a","step":0}
    {"type":"feedback","id":"1","loss":0.5}

    """

  init() throws {
    folder = try TemporaryFolder()
    try log.write(toFile: folder.file("run.jsonl"), atomically: false, encoding: .utf8)
  }

  private func run(_ arguments: String...) throws -> ProgramRun { try ProgramRun(arguments, in: folder) }

  @Test func everyCommandRefusesWhatIsNoLogWithOneSentence() throws {
    for command in ["watch", "replay", "check", "summary", "posterior", "snapshot"] {
      for (path, words) in [
        ("run.json", "run.jsonl”?)"), (".", "is a folder"), ("/dev/zero", "is a device"),
        ("", "no file “”"),
      ] where command != "watch" || path != "run.json" {
        let result = try run(command, path)
        #expect(result.status == 66, "\(command) \(path)")
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(words), "\(command) \(path): \(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1)
      }
    }
  }

  @Test func emptyAndBinaryFilesAreSummedUp() throws {
    try folder.write("", to: "empty.jsonl")
    #expect(try run("summary", "empty.jsonl").output.contains("0 events  0 faults"))
    try Data([0x7F, 0x45, 0x4C, 0x46, 0x00, 0xFF, 0x0A]).write(
      to: URL(fileURLWithPath: folder.file("binary")))
    #expect(try run("summary", "binary").output.contains("0 events  1 fault\n"))
    #expect(try run("check", "binary").status == 1)
    #expect(try run("check", "empty.jsonl").status == 0)
    #expect(try run("posterior", "empty.jsonl").status == 65)
  }

  @Test func refusalsOfSnapshotSayWhatIsAccepted() throws {
    let size = try run("snapshot", "run.jsonl", "--size", "5000x40")
    #expect(size.status == 64 && size.errors.contains("from 1x1 to 1000x500"), "\(size.errors)")
    let moment = try run("snapshot", "run.jsonl", "--at", "110%")
    #expect(moment.status == 64 && moment.errors.contains("0% to 100%"), "\(moment.errors)")
    let theme = try run("snapshot", "run.jsonl", "--theme", "none.toml")
    #expect(
      theme.status == 66
        && theme.errors == "rmtop: the theme none.toml cannot be read: there is no such file or folder\n",
      "\(theme.errors)")
  }

  /// The option before NO_COLOR before COLORTERM.
  @Test func snapshotsColoursAreTheTerminals() throws {
    func colors(_ options: [String], _ environment: [String: String]) throws -> [Bool] {
      var none = ["NO_COLOR": "", "COLORTERM": "", "RMTOP_GLYPHS": ""]
      none.merge(environment) { _, new in new }
      let text = try ProgramRun(["snapshot", "run.jsonl", "--ansi"] + options, in: folder, environment: none)
        .output
      return [
        text.contains(";38;2;"), text.contains(";38;5;"), (1...6).contains { text.contains(";3\($0)m") },
      ]
    }
    #expect(try colors([], ["COLORTERM": "truecolor"]) == [true, false, false])
    #expect(try colors([], [:]) == [false, true, false])
    #expect(try colors([], ["COLORTERM": "truecolor", "NO_COLOR": "1"]) == [false, false, false])
    #expect(try colors(["--colors", "truecolor"], ["NO_COLOR": "1"]) == [true, false, false])
    #expect(try colors(["--colors", "8"], ["COLORTERM": "truecolor"]) == [false, false, true])
    #expect(try colors(["--colors", "none"], ["COLORTERM": "truecolor"]) == [false, false, false])
    #expect(try run("snapshot", "run.jsonl", "--colors", "8").status == 64)
  }

  /// A picture has the letters of the text, and one form of a snapshot excludes the others.
  @Test func aPictureHasTheWordsOfTheFrame() throws {
    let svg = try run("snapshot", "run.jsonl", "--svg", "--size", "80x24")
    #expect(svg.status == 0 && svg.output.hasPrefix("<svg ") && svg.output.hasSuffix("</svg>\n"))
    #expect(svg.output.contains("<title>rmtop, r at step 0</title>"))
    #expect(svg.output.contains(">1 Reward models"))
    #expect(svg.output.contains(##"fill="#14161a""##))
    let light = try run("snapshot", "run.jsonl", "--svg", "--theme", "light").output
    #expect(light.contains(##"fill="#fafaf8""##))
    let both = try run("snapshot", "run.jsonl", "--svg", "--ansi")
    #expect(both.status == 64)
    #expect(both.errors.contains("--ansi and --svg exclude each other"), "\(both.errors)")
  }

  @Test func glyphsAreTheOptionsOrTheEnvironments() throws {
    func text(_ options: [String], _ glyphs: String) throws -> ProgramRun {
      try ProgramRun(
        ["snapshot", "run.jsonl"] + options, in: folder, environment: ["RMTOP_GLYPHS": glyphs])
    }
    #expect(try text([], "ascii").output.utf8.allSatisfy { $0 < 0x80 })
    #expect(try !text(["--glyphs", "braille"], "ascii").output.utf8.allSatisfy { $0 < 0x80 })
    #expect(try text(["--glyphs", "ascii"], "").output.utf8.allSatisfy { $0 < 0x80 })
    let refused = try text([], "sixel")
    #expect(refused.status == 64)
    #expect(
      refused.errors
        == "rmtop: RMTOP_GLYPHS: expected auto, braille, quadrant, block, line or ascii, got “sixel”\n",
      "\(refused.errors)")
  }

  /// A full disk is said whatever was to be written, help and completions too.
  @Test(arguments: [
    ["--help"], ["--version"], ["help", "ctl"], ["watch", "--help"],
    ["--generate-completion-script", "bash"],
    ["summary", "run.jsonl"], ["check", "run.jsonl"], ["snapshot", "run.jsonl"], ["replay", "run.jsonl"],
    ["simulate", "--steps", "2"],
  ])
  func outputThatCannotBeWrittenIsAFailure(arguments: [String]) throws {
    let run = try ProgramRun(arguments, in: folder, outputPath: "/dev/full")
    #expect(run.status == 74, "\(run.status)")
    #expect(run.errors.hasPrefix("rmtop: "), "\(run.errors)")
  }

  /// Whatever ends the program while it writes a file, no part of it is left: here the size limit of the system.
  @Test func whoIsEndedWhileWritingLeavesNothing() throws {
    #expect(try run("simulate", "--steps", "5", "-o", "sim.jsonl").status == 0)
    let before = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let process = ProgramRun.process([], in: folder)
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c", "ulimit -f 1; exec \"$0\" posterior sim.jsonl -o p.safetensors", BuiltProgram.path,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.runToEnd()
    #expect(process.terminationStatus != 0)
    let after = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(after.filter { $0.hasPrefix("p.") } == [] && before.count <= after.count)
    #expect(try run("posterior", "sim.jsonl", "-o", "p.safetensors").status == 0)
    let written = try Data(contentsOf: URL(fileURLWithPath: folder.file("p.safetensors")))
    #expect(written.count > 1024)
  }

  @Test func remarksCountInWords() throws {
    let one = try run("check", "run.jsonl").output
    #expect(one.contains("remark: 1 reward of the last batch, not folded"), "\(one)")
    let more = """
      {"type":"feedback","id":"1","loss":0.5}
      {"type":"feedback","id":"1","loss":0.5}
      {"type":"decision","id":"2","rm":"a","step":0}
      {"type":"feedback","id":"2","loss":0.5}

      """
    try folder.write(log + more, to: "more.jsonl")
    let two = try run("check", "more.jsonl").output
    #expect(two.contains("remark: 2 repeated feedbacks\n"), "\(two)")
    #expect(two.contains("remark: 2 rewards of the last batch, not folded"), "\(two)")
  }

  /// Without a terminal `replay --from` says nothing of what came before; the numbers are of the whole run.
  /// Fields that cannot be read are listed, and are no reason to exit 1.
  @Test func checkListsWhatWasLeftOutOfEvents() throws {
    try folder.write(
      """
      {"type":"run","version":1,"run":"r","rms":[{"id":"a"}],"t":"2025-10-16T16:19:45Z"}
      {"type":"decision","id":"1","rm":"a","step":0,"p":50,"prompt":[{"role":"user","content":"2+2"}]}
      {"type":"feedback","id":"1","loss":null,"tie":false,"labels":{"a":true,"b":"yes"}}
      {"type":"metrics","step":"0","values":{"loss":"0.5","stage":"warm\\u001b[2J","kl":null}}{"type":"end"}

      """, to: "odd.jsonl")
    let check = try run("check", "odd.jsonl")
    #expect(check.status == 0)
    for words in [
      "no faults in 5 events",
      "4 remarks on fields of events: 1 p (value out of range), 1 labels.b (ill-typed field)",
      "remark: line 2: p is 50: in percent? A propensity is a number above 0 and up to 1; it is left out",
      "remark: line 4: `values.stage`: expected a number, got the text “warm[2J”; it is left out",
      "remark: line 4: another object follows on the same line",
      "remark: 2 values not finite (NaN, infinite or null)",
    ] {
      #expect(check.output.contains(words), "\(words) in \(check.output)")
    }
    let summary = try run("summary", "odd.jsonl", "--json")
    #expect(
      summary.output.contains(
        #""faults":0,"remarks":4,"remarks_by_field":[{"field":"p","reason":"value out of range","count":1,"first_line":2,"#
      ))
    #expect(try run("summary", "odd.jsonl").output.contains("5 events  0 faults  4 remarks"))
    let refusal = try run("whatif", "odd.jsonl", "--policy", "random")
    #expect(refusal.errors.contains("line 2: p is 50: in percent?"), "\(refusal.errors)")
  }

  @Test func aForeignFileIsNamedWithWhatHelps() throws {
    let name = "a history of Weights & Biases as JSON lines"
    try folder.write("{\"_step\": 5, \"_runtime\": 40.5, \"loss\": 1.5}\n", to: "history.jsonl")
    let check = try run("check", "history.jsonl")
    #expect(check.status == 1)
    #expect(check.output.contains("this looks like \(name); rmtop reads run logs"))
    #expect(check.output.contains("jq -c '{type: \"metrics\", step: ._step"))
    #expect(try run("snapshot", "history.jsonl").output.contains("It looks like \(name)"))
    #expect(try run("whatif", "history.jsonl").errors.contains("it looks like \(name)"))
  }

  @Test func replayFromAStepWithoutATerminal() throws {
    let notes = """
      {"type":"note","level":"info","text":"early"}
      {"type":"decision","id":"2","rm":"a","step":7}
      {"type":"note","level":"info","text":"late"}

      """
    try folder.write(log + notes, to: "notes.jsonl")
    let whole = try run("replay", "notes.jsonl").output
    #expect(whole.contains("early") && whole.contains("late"))
    let part = try run("replay", "notes.jsonl", "--from", "7").output
    #expect(!part.contains("early") && !part.contains("reward models,") && part.contains("late"), "\(part)")
    #expect(part.contains("2 decisions"))
  }

  /// `simulate --set name=auto`: what the evidence chose is in the log, in the posterior and in the summary.
  @Test func simulatesWithSettingsThatTheEvidenceChooses() throws {
    let made = try run(
      "simulate", "--steps", "20", "--dim", "4", "-o", "auto.jsonl", "--set", "prior_precision=auto", "--set",
      "noise_variance=auto", "--set", "forgetting=0.99", "--set", "intercept=true")
    #expect(made.status == 0 && made.errors.isEmpty)
    let log = try folder.text("auto.jsonl")
    #expect(
      log.contains(#""prior_precision":"auto","noise_variance":"auto","forgetting":0.99,"intercept":true"#))
    #expect(log.contains(#""reason":"evidence after 16 closes: "#))
    let json = try run("posterior", "auto.jsonl", "--json").output
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(report["auto"] as? [String] == ["prior_precision", "noise_variance"])
    let settings = try #require(report["settings"] as? [String: Double])
    #expect(settings["forgetting"] == 0.99 && settings["prior_scale"] == 1)
    let number = try #require(settings["prior_precision"])
    #expect(number != 1)
    let chosen = number.rounded() == number ? "\(Int(number))" : "\(number)"
    let models = try #require(report["rms"] as? [[String: Any]])
    #expect(models.allSatisfy { ($0["log_evidence"] as? Double ?? 0) < 0 })
    for command in ["posterior", "summary"] {
      let text = try run(command, "auto.jsonl").output
      #expect(text.contains("settings: prior_precision \(chosen) (auto)  noise_variance "))
      #expect(text.contains(" (auto)  prior_scale 1  forgetting 0.99\n"))
    }
    let plain = try run("summary", "run.jsonl").output
    #expect(!plain.contains("settings: "))
  }

  @Test func simulateRefusesSettingsWithOneSentence() throws {
    for (text, words) in [
      ("prior_precison=auto", "did you mean “prior_precision”?"), ("noise_variance=0", "got “0”"),
      ("seed=1", "a simulated run takes its seed from --seed"), ("prior_precision=1e-70", "out of range"),
      ("policy=fixed:nobody", "there is no reward model “nobody”"),
    ] {
      let result = try run("simulate", "--steps", "1", "--set", text)
      #expect(result.status == 64, "\(text)")
      #expect(result.output.isEmpty)
      #expect(result.errors.contains(words), "\(text): \(result.errors)")
    }
  }

  @Test func aLogThatIsAlsoTheControlFileIsRefusedAndLeftAlone() throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("link"), withDestinationPath: folder.file("run.jsonl"))
    for control in ["run.jsonl", "./run.jsonl", "link"] {
      let result = try run("watch", "run.jsonl", "--control", control)
      #expect(result.status == 64)
      #expect(result.errors.contains("the run log itself"))
    }
    #expect(try run("simulate", "--steps", "1", "-o", "new", "--control", "new").status == 64)
    #expect(try folder.text("run.jsonl") == log)
  }

  @Test func aControlThatNobodyWouldReadIsNotWritten() throws {
    let large = try run("ctl", "--control", "c", "ban", "a", "--steps", "9007199254740993")
    #expect(large.status == 64)
    #expect(large.errors.contains("steps"))
    #expect(
      try run("ctl", "--control", "c", "ban", "a", "--steps", "-1").errors.contains("from 1, got -1"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("c")))
    #expect(try run("ctl", "--control", "none/c", "ban", "a").status == 73)
    let good = try run("ctl", "--control", "c", "ban", "a", "--reason", "x\ny")
    #expect(good.status == 0)
    let line = try folder.text("c")
    #expect(line.hasSuffix("\n") && line.split(separator: "\n").count == 1)
    #expect(line.contains("\"seq\":\"\(good.output.dropLast())\""))
  }

  @Test func aSimulationNamesTheValueThatItRefuses() throws {
    for option in ["--steps", "--rms", "--dim"] {
      let result = try run("simulate", option, "-1")
      #expect(result.status == 64)
      #expect(result.errors.contains("got -1"), "\(option): \(result.errors)")
    }
    let control = try run("simulate", "--steps", "1", "--control", "none/c")
    #expect(control.status == 73)
    #expect(control.output.isEmpty)
    #expect(try run("simulate", "--steps", "1", "--control", ".").errors.contains("name a file in it"))
  }

  @Test func aFullDiskIsAnErrorAndNotASilence() throws {
    guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
    for arguments in [
      ["summary", "run.jsonl"], ["check", "run.jsonl"], ["ctl", "--control", "c", "pin", "a"],
    ] {
      let result = try ProgramRun(arguments, in: folder, outputPath: "/dev/full")
      #expect(result.status == 74)
      #expect(result.errors.contains("standard output cannot be written"))
    }
  }

  @Test func aReaderThatLeavesEndsASimulationQuietly() throws {
    let process = ProgramRun.process(["simulate", "--steps", "4000"], in: folder)
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    try output.fileHandleForWriting.close()
    // The first bytes are there when the pipe is full: the program is inside a write that it cannot finish.
    #expect(try output.fileHandleForReading.read(upToCount: 1)?.count == 1)
    try output.fileHandleForReading.close()
    process.waitUntilExit()
    #expect(ProgramRun.status(of: process) == 0)
    try errors.fileHandleForWriting.close()
    #expect(try errors.fileHandleForReading.readToEnd() ?? Data() == Data())
  }

  @Test(arguments: [SIGTERM, SIGHUP]) func aSignalEndsAWatchWithoutATerminalWithItsSummary(_ number: Int32)
    throws
  {
    let process = ProgramRun.process(["watch", "--json", "run.jsonl"], in: folder)
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    try process.run()
    try output.fileHandleForWriting.close()
    let first = try output.fileHandleForReading.read(upToCount: 1) ?? Data()
    kill(process.processIdentifier, number)
    let rest = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(ProgramRun.status(of: process) == 128 + number)
    let last = String(decoding: first + rest, as: UTF8.self).split(separator: "\n").last
    #expect(last?.hasPrefix(#"{"run":"r","events":"#) == true)
  }

  @Test func theNumbersAreTheSameUnderAnotherKernelAndThroughEverySource() throws {
    let made = try run("simulate", "--scenario", "messy", "--steps", "60", "--dim", "24", "-o", "m.jsonl")
    #expect(made.status == 0)
    let whole = try run("summary", "--json", "m.jsonl").output
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.file("m.jsonl")))
    #expect(try ProgramRun(["summary", "--json", "-"], in: folder, input: data).output == whole)
    let watched = try ProgramRun(["watch", "--json", "-"], in: folder, input: data)
    #expect(watched.output.split(separator: "\n").last.map { $0 + "\n" } == whole[...])
    let kernels = try ["Prescott", "Haswell"].map { kernel in
      try numbers(
        ProgramRun(
          ["posterior", "--json", "m.jsonl"], in: folder, environment: ["OPENBLAS_CORETYPE": kernel]))
    }
    #expect(kernels[0].count == 4 * (2 * 24 + 1))
    #expect(zip(kernels[0], kernels[1]).allSatisfy { abs($0 - $1) <= 1e-9 })
  }

  private struct Posterior: Decodable {
    struct RewardModel: Decodable {
      var observations: Int
      var mean: [Double]
      var variance: [Double]
    }
    var rms: [RewardModel]
  }

  private func numbers(_ result: ProgramRun) throws -> [Double] {
    let posterior = try JSONDecoder().decode(Posterior.self, from: Data(result.output.utf8))
    return posterior.rms.flatMap { [Double($0.observations)] + $0.mean + $0.variance }
  }
}
