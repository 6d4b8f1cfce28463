import CSimdjson
import TestSupport
import Testing

@testable import JSON

/// A value as text, with the kind of every number.
private func tree(_ value: JSONValue) -> String {
  switch value.kind {
  case RMTOP_JSON_OBJECT:
    return "{" + value.fields.map { "\(Array($0.key.literal)):\(tree($0.value))" }.joined(separator: ",")
      + "}"
  case RMTOP_JSON_ARRAY:
    return "[" + value.elements.map(tree).joined(separator: ",") + "]"
  case RMTOP_JSON_NUMBERS:
    return "[" + (value.numberArray.map { $0.map { "\($0.bitPattern)" } } ?? []).joined(separator: ",") + "]#"
  case RMTOP_JSON_STRING:
    return "\(Array(value.literal))"
  default:
    return "\(value.kind.rawValue):\(value.nodes[value.index].bits)"
  }
}

private func fast(_ bytes: [UInt8]) -> String? {
  guard let parser = rmtop_json_create() else { return nil }
  defer { rmtop_json_destroy(parser) }
  var result = rmtop_json_tree()
  guard rmtop_json_parse(parser, bytes, bytes.count, &result), let nodes = result.nodes else { return nil }
  return tree(JSONValue(nodes: nodes, numbers: result.numbers, index: 0))
}

private func strict(_ bytes: [UInt8]) -> String? {
  bytes.withUnsafeBytes { line in
    var reader = StrictJSONReader(line)
    do {
      try reader.read()
      return try reader.withValue { (value) throws(JSONFault) in tree(value) }
    } catch {
      return nil
    }
  }
}

@Suite struct StrictJSONReaderTests {
  private static let samples = [
    #"{"a":[1,2.5,-3e-2,1E+2],"b":[],"c":{},"d":[1,"x",[2,3],{"e":null}],"f":true,"g":false}"#,
    #"["\u0041\u00e9\u6f22\ud83d\ude42\"\\\/\b\f\n\r\t","é漢🙂",18446744073709551615,9223372036854775808,-9223372036854775808]"#,
    #"[[[[[[1]]]],[[]],[0,-0,-0.0,0.0,1e-400,123456789012345678]]]"#, "  17 ", "\"\"", "null",
    "\t[ 1 , 2 ]\r",
    #"{"":{"":[{"":""}]},"a":1,"a":2}"#,
  ]

  @Test(arguments: samples) func bothReadersReadTheSame(text: String) {
    let bytes = Array(text.utf8)
    #expect(fast(bytes) != nil)
    #expect(strict(bytes) == fast(bytes))
  }

  /// What simdjson takes, the strict reader takes to the same nodes; what it takes beyond are Python's numbers.
  @Test(arguments: 0..<20) func mutationsAreReadAlikeByBoth(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let pieces =
      [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83d", "\\ude42", "0", "1", "-", ".", "e", "+",
        "1e400", "NaN",
        "Infinity", "-Infinity", "true", "nul", " ", "\n", "\u{0}", "\u{7F}", "é", "99999999999999999999",
      ].map { Array($0.utf8) } + [
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80],
      ]
    var accepted = 0
    for _ in 0..<400 {
      var bytes = Array(Self.samples.randomElement(using: &generator)!.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let at = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes.insert(contentsOf: pieces.randomElement(using: &generator)!, at: at)
        case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 0...3, using: &generator)))
        default:
          let count = min(bytes.count - at, 1)
          bytes.replaceSubrange(at..<at + count, with: pieces.randomElement(using: &generator)!)
        }
      }
      guard let one = fast(bytes) else {
        // Refused by the fast reader, so only with one of the numbers that it does not have.
        if strict(bytes) != nil {
          let text = String(decoding: bytes, as: UTF8.self)
          let isOurs = ["NaN", "Infinity", "e400", "99999999999999999999", "e4"].contains {
            text.contains($0)
          }
          #expect(isOurs || text.contains { $0.isNumber }, "\(text)")
        }
        continue
      }
      accepted += 1
      #expect(strict(bytes) == one, "\(String(decoding: bytes, as: UTF8.self))")
    }
    #expect(accepted > 20)
  }

  @Test func numbersThatSimdjsonDoesNotHave() {
    let text = Array("[NaN,Infinity,-Infinity,1e400,-1e400,1e-400,99999999999999999999]".utf8)
    #expect(fast(text) == nil)
    let expected = [.nan, .infinity, -.infinity, .infinity, -.infinity, 0, 1e20].map { (number: Double) in
      "\(number.bitPattern)"
    }
    #expect(strict(text) == "[" + expected.joined(separator: ",") + "]#")
  }

  /// Texts that were cut in the middle of a character; the fast reader leaves them to this one.
  @Test(arguments: [
    (#""\udc00""#, "\u{FFFD}"), (#""\ud800""#, "\u{FFFD}"), (#""\ud800\u0041""#, "\u{FFFD}A"),
    (#""\ud83dx""#, "\u{FFFD}x"), (#""\ud83d\ud83d""#, "\u{FFFD}\u{FFFD}"),
    (#""\ud83d\ud83d\ude42""#, "\u{FFFD}🙂"), (#""\ude42\ud83d\n""#, "\u{FFFD}\u{FFFD}\n"),
    (#""a\ud83d\ude42\ud83d""#, "a🙂\u{FFFD}"),
  ])
  func halfASurrogatePairIsReplaced(text: String, expected: String) {
    #expect(fast(Array(text.utf8)) == nil)
    #expect(strict(Array(text.utf8)) == "\(Array(expected.utf8))")
  }

  @Test(arguments: [#""\ud83d\u12g4""#, #""\ud83d\u""#, #""\ud83d\""#, #""\ud83d\q""#, #""\ud83d"#])
  func whatFollowsHalfAPairIsStillRead(text: String) {
    #expect(strict(Array(text.utf8)) == nil)
  }

  @Test func depthIsBoundedAndCostsNoStack() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(strict(nested(1024)) != nil)
    #expect(strict(nested(1025)) == nil)
    #expect(fast(nested(1000)) != nil)
    #expect(fast(nested(100_000)) == nil)
    #expect(strict(nested(1_000_000)) == nil)
    #expect(throws: JSONFault(.notJSON, "the line is nested deeper than 1024 levels")) {
      try JSONReader().read(nested(5000)[...], refused: \.self) { (_) throws(JSONFault) in }
    }
  }

  @Test func everyPrefixIsRefusedOrWhole() {
    for sample in Self.samples where sample.hasPrefix("{") {
      let bytes = Array(sample.utf8)
      for count in 0..<bytes.count {
        #expect(fast(Array(bytes.prefix(count))) == nil)
        #expect(strict(Array(bytes.prefix(count))) == nil)
      }
    }
  }

  @Test func invalidUTF8IsFoundWhereItIs() {
    func first(_ bytes: [UInt8]) -> Int? { bytes.withUnsafeBufferPointer { firstInvalidUTF8($0) } }
    #expect(first(Array("aé漢🙂\u{10FFFF}\u{D7FF}\u{E000}".utf8)) == nil)
    for bad: [UInt8] in [
      [0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3], [0xE6, 0xBC], [0xF0, 0x9F, 0x99], [0xE6, 0xBC, 0x41],
      [0xF0, 0x9F, 0x41, 0x80],
    ] {
      #expect(first(Array("é".utf8) + bad) == 2)
      #expect(first(Array("é".utf8) + bad + Array("abc".utf8)) == 2)
    }
    // Against the standard library on random bytes.
    var generator = SeededGenerator(seed: 8)
    let alphabet: [UInt8] = [
      0x41, 0x80, 0xBF, 0xC2, 0xC3, 0xE0, 0xA0, 0xED, 0x9F, 0xF0, 0x90, 0xF4, 0x8F, 0xEF,
    ]
    for _ in 0..<20_000 {
      let bytes = (0..<5).map { _ in alphabet.randomElement(using: &generator)! }
      #expect((first(bytes) == nil) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
    }
  }
}
