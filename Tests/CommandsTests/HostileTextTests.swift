import Foundation
import RunEvents
import TestSupport
import Testing

/// Whatever stands in a log, in pairs, on the command line or in the environment: nothing of it acts on the terminal.
@Suite struct HostileTextTests {
  /// ESC, C1's CSI and OSC, BEL, backspace, bidi override and isolate, zero-width space and joiner, tag, filler, line
  /// and paragraph separator, a selector, a flood of marks.
  static let hostile =
    "\u{1B}[31m\u{9B}31m\u{9D}0;t\u{9C}\u{7}\u{8}\u{202E}\u{2066}\u{200B}\u{200D}\u{E0041}\u{3164}\u{2028}\u{2029}\u{FE0F}"
    + "e" + String(repeating: "\u{301}", count: 40) + "\u{7F}end"

  /// The scalars of an output that must not be in it; line ends may.
  private static func raw(_ data: Data) -> [String] {
    guard let text = String(data: data, encoding: .utf8) else { return ["not UTF-8"] }
    var found: [String] = []
    var marks = 0
    // Records of a table end in CR LF.
    for scalar in text.replacing("\r\n", with: "\n").unicodeScalars where scalar != "\n" {
      let properties = scalar.properties
      let isMark = [.nonspacingMark, .enclosingMark].contains(properties.generalCategory)
      marks = isMark ? marks + 1 : 0
      let isHidden =
        [.control, .format, .lineSeparator, .paragraphSeparator].contains(properties.generalCategory)
        || properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint
      if isHidden || marks > 3 { found.append("U+" + String(scalar.value, radix: 16)) }
    }
    return found
  }

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.log, to: "run.jsonl")
    try folder.write(Self.pairs, to: "pairs.jsonl")
    try folder.write("[roles]\n\"\(Self.json)\" = 1\n", to: "theme.toml")
  }

  /// `hostile` inside of a JSON or TOML text.
  private static let json = hostile.unicodeScalars.map { scalar in
    scalar.value < 0x20 || scalar.value == 0x7F
      ? "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16) : String(scalar)
  }.joined()

  /// Every text field of every event.
  private static let log: String = {
    let x = json
    return """
      {"type":"run","version":1,"run":"\(x)","rms":[{"id":"\(x)","name":"\(x)n","endpoint":"\(x)"},{"id":"b\(x)"},{"id":"\u{3164}"}],"dim":1,"tags":{"\(x)":"\(x)"}}
      {"type":"pair","id":"\(x)","step":0,"category":"\(x)","prompt":"\(x)","x":[1]}
      {"type":"decision","id":"\(x)","rm":"\(x)","by":"\(x)","scores":{"\(x)":{"mean":1,"sd":1,"draw":1}}}
      {"type":"feedback","id":"\(x)","loss":0.5,"labels":{"\(x)":1}}
      {"type":"decision","id":"e","rm":"b\(x)","step":0,"category":"\(x)"}
      {"type":"feedback","id":"e","error":"\(x)"}
      {"type":"decision","id":"f","rm":"nobody\(x)","step":1}
      {"type":"feedback","id":"orphan\(x)","loss":1}
      {"type":"metrics","step":1,"values":{"\(x)":1,"\u{3164}":2,"\(x)/\(x)":"text"}}
      {"type":"control","seq":"s1","action":"ban","rm":"\(x)","category":"\(x)","by":"\(x)","reason":"\(x)"}
      {"type":"applied","seq":"s1","ok":false,"error":"\(x)"}
      {"type":"control","seq":"s2","action":"pin","rm":"other\(x)","by":"\(x)"}
      {"type":"applied","seq":"s2","ok":true,"step":1}
      {"type":"control","seq":"s3","action":"\(x)","rm":"a"}
      {"type":"settings","reason":"\(x)","prior_precision":2}
      {"type":"note","level":"warn","text":"\(x)"}
      {"type":"note","level":"\(x)","text":"a"}
      {"type":"\(x)","text":"a"}
      {"type":"metrics","step":"\(x)","values":{"a":1}}
      {"type":"note","level":"info","text":"\(hostile)"}
      \(hostile)
      {"type":"end","reason":"\(x)"}

      """
  }()

  private static let pairs: String =
    (0..<12).map { index in
      let x = json
      let vector = index % 2 == 0 ? "[1,0.5]" : "[0.2,1]"
      return
        "{\"type\":\"judged\",\"id\":\"\(x)\(index)\",\"group\":\"\(x)\(index % 4)\",\"category\":\"\(x)\",\"a\":\(vector),"
        + "\"b\":[0.1,0.3],\"labels\":{\"\(x)\":\(index % 2),\"b\(x)\":1}}\n"
    }.joined() + "{\"type\":\"judged\",\"labels\":\"\(json)\"}\n{\"type\":\"\(json)\"}\n"

  /// What a command cannot do without, or would go on for ever without.
  private static let needed = [
    "demo": ["--steps", "1"], "simulate": ["--steps", "1"], "ctl": ["--control", "ctl.jsonl"],
    "train": ["--output", "out.safetensors"], "report": ["--output", "out.html"],
    "whatif": ["--policy", "random"],
  ]
  /// Positional arguments that are not run logs.
  private static let usual = ["verb": "ban", "rm": "a", "pairs": "pairs.jsonl"]

  /// - Returns: what stands raw in the streams.
  private func rawOutput(_ arguments: [String], environment: [String: String] = [:]) throws -> [String] {
    let process = ProgramRun.process(arguments, in: folder, environment: environment)
    // A command that would wait for more is ended.
    process.arguments = ["30", BuiltProgram.path] + arguments
    process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
    for name in ["out", "err"] { try Data().write(to: URL(fileURLWithPath: folder.file(name))) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: folder.file("out"))
    process.standardError = FileHandle(forWritingAtPath: folder.file("err"))
    try process.runToEnd()
    let ended = process.terminationStatus == 124 ? ["waited for ever"] : []
    return try ended
      + ["out", "err"].flatMap { Self.raw(try Data(contentsOf: URL(fileURLWithPath: folder.file($0)))) }
  }

  @Test(arguments: [
    ["check", "run.jsonl"], ["summary", "run.jsonl"], ["summary", "run.jsonl", "--json"],
    ["posterior", "run.jsonl"], ["posterior", "run.jsonl", "--json"],
    ["whatif", "run.jsonl", "--policy", "random"], ["whatif", "run.jsonl", "--policy", "random", "--json"],
    ["watch", "run.jsonl"], ["watch", "run.jsonl", "--json"], ["replay", "run.jsonl", "--json"],
    ["watch", "run.jsonl", "--headless"], ["watch", "run.jsonl", "--headless", "--json"],
    ["replay", "run.jsonl", "--headless", "--csv"],
    ["snapshot", "run.jsonl", "--size", "120x40"], ["snapshot", "run.jsonl", "--svg"],
    ["snapshot", "run.jsonl", "--theme", "theme.toml"],
    ["check", "pairs.jsonl"], ["train", "pairs.jsonl", "-o", "p.safetensors"],
    ["train", "pairs.jsonl", "-o", "q.safetensors", "--json"],
    ["evaluate", "pairs.jsonl", "--seeds", "1"], ["evaluate", "pairs.jsonl", "--seeds", "1", "--json"],
  ])
  func nothingOfAFileIsRaw(arguments: [String]) throws {
    #expect(try rawOutput(arguments) == [], "\(arguments)")
  }

  /// Every argument and option of every command, as the program itself lists them.
  @Test func nothingOfTheCommandLineIsRaw() throws {
    var tried = 0
    for command in try HelpDump.commands(in: folder) {
      let needed = Self.needed[command.name] ?? []
      for (place, argument) in command.arguments.enumerated() {
        // A path in a folder that is not there: no command waits for such a file, and none is written.
        let value = Self.hostile + "/\n" + Self.hostile
        var line = [command.name]
        if let option = argument.option {
          line += ["\(option)=\(value)"]
        }
        if argument.option != needed.first { line += needed }
        for (other, positional) in command.arguments.enumerated() where positional.option == nil {
          line.append(other == place ? value : Self.usual[positional.name] ?? "run.jsonl")
        }
        let raw = try rawOutput(line)
        #expect(raw == [], "\(command.name) \(argument.option ?? argument.name)")
        tried += 1
      }
      #expect(try rawOutput([command.name, "--\(Self.hostile)"]) == [])
      #expect(try rawOutput([command.name, "-\u{9B}"]) == [])
    }
    for line in [["help", Self.hostile], ["not-there/\(Self.hostile)"], ["--\(Self.hostile)\n"]] {
      #expect(try rawOutput(line) == [])
    }
    #expect(tried > 50)
  }

  @Test func nothingOfTheEnvironmentIsRaw() throws {
    let names = [
      "TERM", "HOME", "USER", "LOGNAME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "LANG", "COLORTERM",
    ]
    let folderName = folder.path + "/" + Self.hostile
    try FileManager.default.createDirectory(
      atPath: folderName + "/rmtop/themes", withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: folderName + "/rmtop/themes/\u{1B}[31m\u{202E}x.toml"))
    try Data("theme = \"\(Self.json)\"\n\"\(Self.json)\" = 1\n[keys]\nban = \"\(Self.json)\"\n".utf8)
      .write(to: URL(fileURLWithPath: folderName + "/rmtop/config.toml"))
    let environment = Dictionary(uniqueKeysWithValues: names.map { ($0, folderName) })
    for line in [
      ["snapshot", "run.jsonl", "--theme", "none"],
      ["snapshot", "run.jsonl", "--theme", "\u{1B}[31m\u{202E}x"],
      ["watch", "run.jsonl"], ["ctl", "--control", "c", "ban", "a"], ["demo", "--steps", "1"],
      ["config"], ["config", "--path"], ["config", "--check"],
    ] {
      #expect(try rawOutput(line, environment: environment) == [], "\(line[0])")
    }
  }

  /// An argument with a line end cannot write a line of its own.
  @Test func aLineEndInAnArgumentIsNone() throws {
    for line in [
      ["check", "a", "b\nrmtop: all is well"], ["check", "--x=\nrmtop: all is well"],
      ["x\nrmtop: all is well"],
    ] {
      let run = try ProgramRun(line, in: folder)
      #expect(!run.errors.contains("\nrmtop: all is well"), "\(run.errors)")
    }
  }

  /// JSON has every text as it was.
  @Test func jsonIsReadBackAsItWas() throws {
    let run = try ProgramRun(["summary", "run.jsonl", "--json"], in: folder)
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect((object?["run"] as? String)?.unicodeScalars.elementsEqual(Self.hostile.unicodeScalars) == true)
  }
}

/// What `--experimental-dump-help` says of the commands.
private enum HelpDump {
  struct Command {
    var name: String
    var arguments: [Argument]
  }

  struct Argument {
    /// `--name`, with a value; `nil` for a positional argument.
    var option: String?
    var name: String
  }

  private struct Tool: Decodable { var command: Node }

  private struct Node: Decodable {
    var commandName: String
    var subcommands: [Node]?
    var arguments: [Item]?
  }

  private struct Item: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String
    }

    var kind: String
    var valueName: String?
    var preferredName: Name?
  }

  static func commands(in folder: TemporaryFolder) throws -> [Command] {
    let dump = try ProgramRun(["--experimental-dump-help"], in: folder).output
    let tool = try JSONDecoder().decode(Tool.self, from: Data(dump.utf8))
    return (tool.command.subcommands ?? []).filter { $0.commandName != "help" }.map { node in
      Command(
        name: node.commandName,
        arguments: (node.arguments ?? []).compactMap { item in
          if item.kind == "flag" { return nil }
          let option =
            item.kind == "option"
            ? item.preferredName.map { ($0.kind == "short" ? "-" : "--") + $0.name } : nil
          return Argument(option: option, name: item.valueName ?? "")
        })
    }
  }
}
