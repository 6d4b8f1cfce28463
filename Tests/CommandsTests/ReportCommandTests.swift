import Foundation
import TestSupport
import Testing

@testable import Commands

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `rmtop report`: one page that says what happened, and into which nothing of a log gets as markup.
@Suite struct ReportCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func simulate(_ options: String...) throws {
    let made = try ProgramRun(
      ["simulate", "--steps", "40", "--rms", "3", "--dim", "4", "--seed", "7", "-o", "run.jsonl"] + options,
      in: folder)
    #expect(made.status == 0, "\(made.errors)")
  }

  private func page(_ options: String...) throws -> String {
    let run = try ProgramRun(["report", "run.jsonl", "-o", "run.html", "--force"] + options, in: folder)
    #expect(run.status == 0 && run.output.isEmpty && run.errors.isEmpty, "\(run.errors)")
    return try folder.text("run.html")
  }

  @Test func aPageHasWhatTheSummaryHas() throws {
    try simulate("--scenario", "hacking")
    let page = try page()
    let summary = try ProgramRun(["summary", "run.jsonl"], in: folder).output
    let digest = try #require(summary.firstMatch(of: /digest ([0-9a-f]{16})/)?.1)
    #expect(page.contains(digest))
    for title in [
      "Reward models", "Selection share by step", "Posterior: mean ± sd", "Reward by", "Metrics",
      "Categories",
    ] {
      #expect(page.contains("<h2>\(title)"), "\(title)")
    }
    for script in ["<script", "javascript:", "http://", "https://", "onload"] {
      #expect(!page.replacing("http://www.w3.org/2000/svg", with: "").contains(script), "\(script)")
    }
    #expect(page.contains("prefers-color-scheme:dark") && page.contains("Content-Security-Policy"))
    // Equal logs make equal pages.
    #expect(try self.page() == page)
    #expect(try self.page("--title", "A <b> & c").contains("<h1>A &lt;b&gt; &amp; c</h1>"))
  }

  /// Of many reward models only those that are used most have bands; all have their lines.
  @Test func manyBandsDoNotCoverEachOther() throws {
    try simulate("--rms", "10")
    let many = try page()
    #expect(many.matches(of: /class="band f\d+"/).count == 5 && many.contains("the 5 that are used most"))
    #expect(many.matches(of: /class="line s\d+"/).count == 20)
    try simulate()
    let few = try page()
    #expect(few.matches(of: /class="band f\d+"/).count == 3 && !few.contains("used most"))
  }

  /// What was asked for and what became of it, and from when to when something was wrong.
  @Test func controlsAndConditionsHaveTheirOutcome() throws {
    var lines = [#"{"type":"run","version":1,"run":"r","rms":[{"id":"a"},{"id":"b"}]}"#]
    for step in 0..<260 {
      lines.append(
        #"{"type":"decision","id":"\#(step)","rm":"\#(step % 2 == 0 ? "a" : "b")","step":\#(step)}"#)
      let feedback = (10..<35).contains(step) ? #""loss":NaN"# : #""loss":0.5"#
      lines.append(#"{"type":"feedback","id":"\#(step)",\#(feedback)}"#)
      if step == 40 {
        lines.append(
          #"{"type":"control","seq":"s-1","action":"ban","rm":"b","category":"math","by":"ana","reason":"why"}"#
        )
        lines.append(#"{"type":"applied","seq":"s-1","ok":true,"step":41}"#)
        lines.append(#"{"type":"control","seq":"s-2","action":"pin","rm":"a"}"#)
        lines.append(#"{"type":"applied","seq":"s-2","ok":false,"error":"no such <model>"}"#)
      }
    }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "run.jsonl")
    let page = try page()
    #expect(page.contains(">BAN b for category math</td>") && page.contains(">ana</td>"))
    #expect(page.contains(">obeyed at step 41</td>") && page.contains(">refused: no such &lt;model&gt;</td>"))
    let row = try #require(
      page.firstMatch(
        of: /<tr><td class="left">(\d+)<\/td><td class="left">(\d+)<\/td><td class="left">▲ ([^<]*NaN[^<]*)</)
    )
    #expect((10..<35).contains(Int(row.1) ?? 0) && (35..<260).contains(Int(row.2) ?? 0), "\(row.0)")
  }

  /// A page of a long run is not much larger than that of a short one.
  @Test func thePageOfALongRunIsBounded() throws {
    func size(_ steps: Int) throws -> Int {
      var log = #"{"type":"run","version":1,"run":"r","rms":[{"id":"a"},{"id":"b"}]}"# + "\n"
      for step in 0..<steps {
        log +=
          #"{"type":"decision","id":"\#(step)","rm":"\#(step % 3 == 0 ? "a" : "b")","step":\#(step)}"# + "\n"
        log += #"{"type":"feedback","id":"\#(step)","loss":\#(Double(step % 7) / 7)}"# + "\n"
        log += #"{"type":"note","level":"info","text":"n\#(step)"}"# + "\n"
      }
      try folder.write(log, to: "run.jsonl")
      return try page().utf8.count
    }
    let (short, long) = (try size(1500), try size(12_000))
    #expect(Double(long) < 1.2 * Double(short), "\(short) → \(long)")
  }

  /// Names, prompts, errors and reasons of any kind are text in the page, and it is well-formed.
  @Test func nothingOfALogIsMarkup() throws {
    let texts = [
      "</script><script>alert(1)</script>", "\\\"><img src=x onerror=alert(1)>", "a\\u001b[31m\\u009bm",
      "\\u202egnp\\u2066", "z\\u200b\\u2028\\u0000", "👩\\u200d🔬", "]]>", "&amp;", "</title>",
      "'--><svg onload=x>",
    ]
    for (index, text) in texts.enumerated() {
      try folder.write(
        """
        {"type":"run","version":1,"run":"\(text)","rms":[{"id":"\(text)"},{"id":"b\(text)"}]}
        {"type":"decision","id":"1","rm":"\(text)","step":0,"category":"\(text)"}
        {"type":"feedback","id":"1","loss":1}
        {"type":"decision","id":"2","rm":"\(text)","step":1,"category":"\(text)"}
        {"type":"feedback","id":"2","error":"\(text)"}
        {"type":"metrics","step":1,"values":{"\(text)":1,"m\(text)":2}}
        {"type":"control","seq":"s1","action":"ban","rm":"\(text)","by":"\(text)","reason":"\(text)","category":"\(text)"}
        {"type":"note","level":"warn","text":"\(text)"}
        {"type":"decision","id":"3","rm":"\(text)","step":2}
        {"type":"end","reason":"\(text)"}

        """, to: "run.jsonl")
      let page = try page()
      let body = page.replacing("<!DOCTYPE html>\n", with: "")
      let parser = XMLParser(data: Data(body.utf8))
      let reader = ElementReader()
      parser.delegate = reader
      #expect(parser.parse(), "text \(index): \(String(describing: parser.parserError))")
      #expect(reader.names.isDisjoint(with: ["script", "img", "b\(index)"]), "text \(index)")
      #expect(reader.attributes.isDisjoint(with: ["onerror", "onload", "src", "href"]), "text \(index)")
      let raw = page.unicodeScalars.filter {
        $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) || $0.properties.isBidiControl
          || $0 == "\u{200B}" || $0 == "\u{2028}"
      }
      #expect(raw.isEmpty, "text \(index)")
    }
  }

  private final class ElementReader: NSObject, XMLParserDelegate {
    var names: Set<String> = []
    var attributes: Set<String> = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      names.insert(name)
      self.attributes.formUnion(attributes.keys)
    }
  }

  @Test func aFileThatIsThereIsKept() throws {
    try simulate()
    try folder.write("mine", to: "run.html")
    let kept = try ProgramRun(["report", "run.jsonl", "-o", "run.html"], in: folder)
    #expect(
      kept.status == 73
        && kept.errors == "rmtop: run.html exists already: name another file, or add --force\n")
    #expect(try folder.text("run.html") == "mine")
    #expect(try page().hasPrefix("<!DOCTYPE html>"))
  }

  @Test func whatIsNoRunIsRefused() throws {
    try folder.write("", to: "empty.jsonl")
    let empty = try ProgramRun(["report", "empty.jsonl", "-o", "e.html"], in: folder)
    #expect(empty.status == 65 && empty.errors.contains("has no event of a run"))
    #expect(try ProgramRun(["report", "none.jsonl", "-o", "e.html"], in: folder).status == 66)
    try simulate()
    #expect(try ProgramRun(["report", "run.jsonl", "-o", "none/e.html"], in: folder).status == 73)
    #expect(!FileManager.default.fileExists(atPath: folder.file("e.html")))
  }
}
