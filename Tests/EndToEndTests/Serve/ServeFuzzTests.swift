import Foundation
import TestSupport
import Testing

/// Lines that nearly are what a client may send.
struct ServeFuzzTests {
  private static let seeds =
    ProcessInfo.processInfo.environment["RMTOP_LONG_TESTS"] == nil ? 0..<1 : 0..<40

  @Test(arguments: seeds) func everyLineThatAsksIsAnsweredInItsPlace(seed: Int) throws {
    let serve = try ServeProcess(in: TemporaryFolder())
    let client = try ServeClient(serve)
    var random = SeededGenerator(seed: seed)
    var number = 0
    for burst in 0..<15 {
      let lines = (0..<20).map { Self.line(burst * 20 + $0, &random) }
      // Behind each a pair, whose answer shows what the line before it was answered with.
      let sent = lines.indices.map { lines[$0] + Array(("\n" + Lines.pair("s\(burst)-\($0)") + "\n").utf8) }
      try client.send(bytes: Array(sent.joined()))
      for (index, line) in lines.enumerated() {
        let replies = try answers(client, before: "s\(burst)-\(index)")
        let text = String(decoding: line, as: UTF8.self)
        number += 2
        if let reply = replies.first {
          #expect(replies.count == 1, "\(text)\n\(replies)")
          #expect(reply.type != "error" || reply.number("line") == number - 1, "\(text)\n\(reply.text)")
        } else {
          let isSilent = ["feedback", "metrics", "note", "end"].contains { text.contains("\"\($0)\"") }
          #expect(isSilent || text.allSatisfy(\.isWhitespace), "no answer to \(text)")
        }
      }
    }
    let run = try serve.expectLogIsState()
    #expect(run.lines.count > 300)
    try serve.crash()
    try ServeProcess(in: serve.folder).expectLogIsState()
  }

  /// What comes before the answer to a pair, which is taken too.
  private func answers(_ client: ServeClient, before id: String) throws -> [Reply] {
    var replies: [Reply] = []
    while true {
      let reply = Reply(try client.next(1)[0])
      if reply.id == id, reply.type == "decision" || reply["of"] == "pair" { return replies }
      replies.append(reply)
    }
  }

  private static func line(_ index: Int, _ random: inout SeededGenerator) -> [UInt8] {
    let rewardModel = random.element(["a", "b", "c", "d"])
    let line = random.element([
      Lines.pair("f\(index)", step: random.below(5), random.vector(2)),
      #"{"type":"pair","id":"g\#(index)","step":1,"category":"math","x_f32":"AACAPwAAAEA="}"#,
      Lines.feedback("s0-\(random.below(20))", loss: random.uniform()),
      #"{"type":"feedback","id":"f\#(random.below(300))","reward":0.25,"labels":{"a":1,"b":0}}"#,
      #"{"type":"feedback","id":"s1-\#(random.below(20))","tie":true,"t":\#(random.below(99))}"#,
      #"{"type":"metrics","step":\#(random.below(5)),"values":{"loss":0.5,"acc":1}}"#,
      Lines.note("na\\u00efve"),
      Lines.control(
        "c-\(index)", random.element(["ban", "unban", "pin", "unpin", "reset", "add"]), rewardModel),
      #"{"type":"control","seq":"k-\#(index)","action":"forget","rm":"\#(rewardModel)","keep":0.5}"#,
      Lines.status, Lines.hello,
    ])
    var bytes = Array(line.utf8)
    for _ in 0..<random.below(4) { mutate(&bytes, &random) }
    return bytes.map { $0 == 0x0A ? 0x20 : $0 }
  }

  private static let pieces: [String] = [
    "1e999", "-0", "18446744073709551616", "1e308", "-1e-320", "NaN", "-Infinity", "null", "true", "[]", "{}",
    #""\ud800""#, #""\u0000""#, #"{"id":"x"}"#, String(repeating: "[", count: 3000),
    String(repeating: "[", count: 300) + String(repeating: "]", count: 300),
    String(repeating: "9", count: 400),
  ]

  private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = random.below(bytes.count)
    switch random.below(6) {
    case 0: bytes[place] ^= 1 << random.below(8)
    case 1: bytes.removeLast(bytes.count - place)
    case 2:
      let end = min(bytes.count, place + 1 + random.below(12))
      bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 3: bytes.remove(at: place)
    case 4:
      // A value becomes another one.
      guard let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")),
        let end = bytes[colon...].firstIndex(where: { [UInt8(ascii: ","), UInt8(ascii: "}")].contains($0) })
      else { return }
      bytes.replaceSubrange((colon + 1)..<end, with: random.element(pieces).utf8)
    default:
      // A field more, known or not, perhaps for the second time.
      guard let brace = bytes.firstIndex(of: UInt8(ascii: "{")) else { return }
      let name = random.element(["t", "id", "x", "step", "p", "type", "loss", "rm", "zz"])
      bytes.insert(contentsOf: "\"\(name)\":\(random.element(pieces)),".utf8, at: brace + 1)
    }
  }
}
