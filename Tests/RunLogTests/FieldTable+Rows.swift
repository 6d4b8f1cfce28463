import RunEvents

// Every field of every type of line. A field that the encoder writes and that is not here fails a test.

extension FieldRow {
  static let all =
    types.map { FieldRow.time("\($0.type).t", $0.template) } + run + pair + decision + feedback + metrics
    + control + applied + settings + note + end

  private static let types = [
    ("run", #"{§"type":"run","version":1,"run":"r","rms":[{"id":"a"}]}"#),
    ("pair", #"{§"type":"pair","id":"a"}"#),
    ("decision", #"{§"type":"decision","id":"a","rm":"b"}"#),
    ("feedback", #"{§"type":"feedback","id":"a","loss":1}"#),
    ("metrics", #"{§"type":"metrics","step":1,"values":{}}"#),
    ("control", #"{§"type":"control","seq":"1","action":"ban","rm":"a"}"#),
    ("applied", #"{§"type":"applied","seq":"1","ok":true}"#),
    ("settings", #"{§"type":"settings","reason":"r"}"#),
    ("note", #"{§"type":"note","level":"info","text":"x"}"#), ("end", #"{§"type":"end"}"#),
    ("other", #"{§"type":"other"}"#),
  ].map { (type: $0.0, template: $0.1) }

  private static func time(_ path: String, _ template: String) -> FieldRow {
    FieldRow(
      path: path, template: template, wrongType: .remark(.illTypedField), null: .absent,
      bool: .remark(.illTypedField), numberAsText: .taken("12"), outOfRange: .remark(.illTypedField),
      outOfRangeJSON: #""2025-02-30T00:00:00Z""#)
  }

  /// An id: texts and integers.
  private static func identifier(
    _ path: String, _ template: String, null: FieldOutcome = .fault(.missingField)
  ) -> FieldRow {
    .strict(
      path, template, null: null, text: .taken("12"),
      outOfRange: ("\"" + String(repeating: "i", count: 257) + "\"", .fault(.outOfRange)))
  }

  private static let run: [FieldRow] = {
    func line(_ rest: String) -> String { #"{"type":"run",\#(rest)}"# }
    let version = #""version":1,"#
    let whole = version + #""run":"r","rms":[{"id":"a"}]"#
    return [
      .strict(
        "run.version", line(#"§"run":"r","rms":[{"id":"a"}]"#), text: .taken("1"), textJSON: #""1""#,
        outOfRange: ("2", .fault(.unsupportedVersion))),
      .strict("run.run", line(#"§"version":1,"rms":[{"id":"a"}]"#), text: .taken(#""12""#)),
      .strict(
        "run.rms", line(#"§"version":1,"run":"r""#), text: .fault(.illTypedField),
        outOfRange: ("[]", .fault(.outOfRange))),
      .identifier("run.rms[0].id", line(version + #""run":"r","rms":[{§"name":"n"}]"#)),
      .text("run.rms[0].name", line(version + #""run":"r","rms":[{§"id":"a"}]"#)),
      .number("run.rms[0].cost", line(version + #""run":"r","rms":[{§"id":"a"}]"#)),
      .text("run.rms[0].endpoint", line(version + #""run":"r","rms":[{§"id":"a"}]"#)),
      FieldRow(
        path: "run.dim", template: line("§" + whole), wrongType: .remark(.illTypedField), null: .absent,
        bool: .remark(.illTypedField), numberAsText: .taken("12"), outOfRange: .remark(.outOfRange),
        outOfRangeJSON: "-1"),
      .strict(
        "run.router", line("§" + whole), null: .absent, text: .fault(.illTypedField),
        wrongType: ("[]", .fault(.illTypedField))),
      FieldRow(
        path: "run.tags", template: line("§" + whole), wrongType: .remark(.illTypedField), null: .absent,
        bool: .remark(.illTypedField), numberAsText: .remark(.illTypedField), wrongTypeJSON: "[]"),
    ] + router("run.router") { line(#""router":{\#($0)},"# + whole) }
  }()

  private static let settings: [FieldRow] =
    [.strict("settings.reason", #"{§"type":"settings"}"#, text: .taken(#""12""#))]
    + router("settings") { #"{\#($0)\#($0.hasSuffix("§") ? "" : ",")"type":"settings","reason":"r"}"# }

  private static let pair: [FieldRow] =
    [.identifier("pair.id", #"{§"type":"pair"}"#), .step("pair.step", #"{§"type":"pair","id":"a"}"#)]
    + description("pair", #"{§"type":"pair","id":"a"}"#)

  /// The features, the category and the prompt of a pair.
  private static func description(_ type: String, _ template: String) -> [FieldRow] {
    func vector(_ name: String, beside other: String = "") -> [FieldRow] {
      let template = template.replacing("§", with: "§" + other)
      return [
        .strict(
          "\(type).\(name)", template, null: other.isEmpty ? .absent : .fault(.missingField),
          text: .fault(.illTypedField), outOfRange: ("[NaN]", .fault(.badContext))),
        .strict(
          "\(type).\(name)_f32", template, null: other.isEmpty ? .absent : .fault(.missingField),
          text: .fault(.badContext), outOfRange: (#""AADAfw==""#, .fault(.badContext))),
      ]
    }
    return vector("x") + vector("a", beside: #""b":[1],"#) + vector("b", beside: #""a":[1],"#) + [
      FieldRow(
        path: "\(type).category", template: template, wrongType: .remark(.illTypedField), null: .absent,
        bool: .remark(.illTypedField), numberAsText: .taken("12"), outOfRange: .remark(.illTypedField),
        outOfRangeJSON: "3.5"),
      FieldRow(
        path: "\(type).prompt", template: template, wrongType: .remark(.illTypedField), null: .absent,
        bool: .remark(.illTypedField), numberAsText: .taken(#"[{"role":"user","content":"12"}]"#),
        outOfRange: .remark(.illTypedField), outOfRangeJSON: "[]"),
    ]
  }

  private static let decision: [FieldRow] = {
    let line = #"{§"type":"decision","id":"a","rm":"b"}"#
    let inScore = #"{"type":"decision","id":"a","rm":"b","scores":{"c":{§"unread":0}}}"#
    return [
      .identifier("decision.id", #"{§"type":"decision","rm":"b"}"#),
      .identifier("decision.rm", #"{§"type":"decision","id":"a"}"#),
      .step("decision.step", line), .text("decision.by", line),
      FieldRow(
        path: "decision.p", template: line, wrongType: .remark(.illTypedField), null: .absent,
        bool: .remark(.illTypedField), numberAsText: .taken("0.25"), outOfRange: .remark(.outOfRange),
        textJSON: #""0.25""#, outOfRangeJSON: "33.3"),
      FieldRow(
        path: "decision.scores", template: line, wrongType: .remark(.illTypedField), null: .absent,
        bool: .remark(.illTypedField), numberAsText: .remark(.illTypedField), wrongTypeJSON: "[]"),
      FieldRow(
        path: "decision.scores.c",
        template: #"{"type":"decision","id":"a","rm":"b","scores":{§"d":{"mean":1}}}"#,
        wrongType: .remark(.illTypedField), null: .absent, bool: .remark(.illTypedField),
        numberAsText: .remark(.illTypedField), wrongTypeJSON: "7"),
      .number("decision.scores.c.mean", inScore), .number("decision.scores.c.sd", inScore),
      .number("decision.scores.c.draw", inScore),
      FieldRow(
        path: "decision.repeated", template: line, wrongType: .remark(.illTypedField), null: .absent,
        bool: .taken("true"), numberAsText: .remark(.illTypedField)),
    ] + description("decision", line)
  }()

  private static let feedback: [FieldRow] = {
    let line = #"{§"type":"feedback","id":"a","loss":1}"#
    let alone = #"{§"type":"feedback","id":"a"}"#
    return [
      .identifier("feedback.id", #"{§"type":"feedback","loss":1}"#),
      .strict(
        "feedback.loss", alone, null: .taken("NaN"), text: .taken("12"),
        outOfRange: (#""inf""#, .taken("Infinity"))),
      .strict(
        "feedback.reward", alone, null: .taken("NaN"), text: .taken("12"),
        outOfRange: ("1e400", .taken("Infinity"))),
      .strict(
        "feedback.tie", alone, bool: .taken("true"), text: .fault(.illTypedField),
        outOfRange: ("false", .fault(.missingField))),
      .strict("feedback.error", alone, text: .taken(#""12""#)),
      // Beside a loss the others are optional.
      FieldRow(
        path: "feedback.reward", template: line, wrongType: .remark(.illTypedField), null: .absent,
        bool: .remark(.illTypedField), numberAsText: .fault(.illTypedField)),
      FieldRow(
        path: "feedback.tie", template: line, wrongType: .remark(.illTypedField), null: .absent,
        bool: .absent,
        numberAsText: .remark(.illTypedField), boolJSON: "false"),
      FieldRow(
        path: "feedback.error", template: line, wrongType: .remark(.illTypedField), null: .absent,
        bool: .remark(.illTypedField), numberAsText: .fault(.illTypedField)),
      .step("feedback.step", line), .number("feedback.score_a", line), .number("feedback.score_b", line),
      .number("feedback.latency_ms", line),
      FieldRow(
        path: "feedback.labels", template: line, wrongType: .remark(.illTypedField), null: .absent,
        bool: .remark(.illTypedField), numberAsText: .remark(.illTypedField), wrongTypeJSON: "[1]"),
      FieldRow(
        path: "feedback.labels.c", template: #"{"type":"feedback","id":"a","loss":1,"labels":{§"d":0}}"#,
        wrongType: .remark(.illTypedField), null: .absent, bool: .taken("1"), numberAsText: .taken("1"),
        outOfRange: .remark(.outOfRange), textJSON: #""1.0""#, outOfRangeJSON: "2"),
    ]
  }()

  private static let metrics: [FieldRow] = [
    .strict(
      "metrics.step", #"{§"type":"metrics","values":{}}"#, text: .taken("12.0"),
      outOfRange: ("-1", .fault(.outOfRange))),
    .strict(
      "metrics.values", #"{§"type":"metrics","step":1}"#, text: .fault(.illTypedField),
      wrongType: ("[1]", .fault(.illTypedField))),
    FieldRow(
      path: "metrics.values.kl", template: #"{"type":"metrics","step":1,"values":{§"loss":1}}"#,
      wrongType: .remark(.illTypedField), null: .taken("NaN"), bool: .remark(.illTypedField),
      numberAsText: .taken("12"), outOfRange: .taken("-Infinity"), outOfRangeJSON: #""-inf""#),
  ]

  private static let control: [FieldRow] = {
    let line = #"{§"type":"control","seq":"1","action":"ban","rm":"a"}"#
    let add = #"{§"type":"control","seq":"1","action":"add","rm":"a"}"#
    let long = "\"" + String(repeating: "s", count: 65) + "\""
    return [
      .strict(
        "control.seq", #"{§"type":"control","action":"ban","rm":"a"}"#, text: .taken(#""12""#),
        outOfRange: (long, .fault(.outOfRange))),
      .strict(
        "control.action", #"{§"type":"control","seq":"1","rm":"a"}"#, text: .fault(.outOfRange)),
      .identifier("control.rm", #"{§"type":"control","seq":"1","action":"ban"}"#),
      .identifier("control.rm", #"{§"type":"control","seq":"1","action":"unpin"}"#, null: .absent),
      .strict("control.category", line, null: .absent, text: .taken("12")),
      .strict(
        "control.steps", line, null: .absent, text: .taken("12"), outOfRange: ("0", .fault(.outOfRange))),
      FieldRow(
        path: "control.undoes", template: line, wrongType: .remark(.illTypedField), null: .absent,
        bool: .remark(.illTypedField), numberAsText: .taken(#""12""#), outOfRange: .remark(.outOfRange),
        outOfRangeJSON: long),
      .text("control.by", line), .text("control.reason", line), .text("control.name", add),
      .number("control.cost", add),
      .strict(
        "control.prior", add, null: .absent, text: .fault(.illTypedField),
        outOfRange: ("[NaN]", .fault(.badContext))),
      .strict(
        "control.prior_f32", add, null: .absent, text: .fault(.badContext),
        outOfRange: (#""AADAfw==""#, .fault(.badContext))),
      .strict(
        "control.keep", #"{§"type":"control","seq":"1","action":"forget"}"#, text: .taken("0.5"),
        textJSON: #""0.5""#, outOfRange: ("1", .fault(.outOfRange))),
    ]
  }()

  private static let applied: [FieldRow] = [
    .strict("applied.seq", #"{§"type":"applied","ok":true}"#, text: .taken(#""12""#)),
    .strict(
      "applied.ok", #"{§"type":"applied","seq":"1"}"#, bool: .taken("true"), text: .fault(.illTypedField)),
    .step("applied.step", #"{§"type":"applied","seq":"1","ok":true}"#),
    .text("applied.error", #"{§"type":"applied","seq":"1","ok":true}"#),
  ]

  private static let note: [FieldRow] = [
    .strict("note.level", #"{§"type":"note","text":"x"}"#, text: .fault(.outOfRange)),
    .strict("note.text", #"{§"type":"note","level":"info"}"#, text: .taken(#""12""#)),
  ]

  private static let end: [FieldRow] = [.text("end.reason", #"{§"type":"end"}"#)]
}
