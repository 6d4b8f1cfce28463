import Testing

@testable import TOML

@Suite struct TOMLReaderTests {
  /// What is accepted, as `shape` writes it.
  @Test(arguments: [
    ("", "{}"),
    ("\u{FEFF}a = 1", "{a:1}"),
    ("# only a comment", "{}"),
    ("a = 1\r\nb = 2 # two\r\n", "{a:1 b:2}"),
    ("a.b.c = 1\na.b.d = 2\na.e = 3", "{a:{b:{c:1 d:2} e:3}}"),
    ("\"quoted key\" = 1\n'lit.key' = 2\n- = 3\n1.2 = 4", "{quoted key:1 lit.key:2 -:3 1:{2:4}}"),
    ("[a.b]\nx = 1\n[a]\ny = 2\n[a.c]\n", "{a:{b:{x:1} y:2 c:{}}}"),
    ("[[a]]\nx = 1\n[a.b]\ny = 1\n[[a]]\n[[a.c]]\nz = 1", "{a:[{x:1 b:{y:1}} {c:[{z:1}]}]}"),
    ("[a]\nb.c = 1\n[a.b.d]\ne = 2", "{a:{b:{c:1 d:{e:2}}}}"),
    ("a = [1, [2,\n # why\n 3,],\n]", "{a:[1 [2 3]]}"),
    ("a = { b = 1, c.d = 2, c.e = {} }", "{a:{b:1 c:{d:2 e:{}}}}"),
    (#"a = "\b\t\n\f\r\"\\\u00e9\U0001F600""#, "{a:'\u{8}\t\n\u{C}\r\"\\é😀'}"),
    (#"a = 'C:\x'"#, #"{a:'C:\x'}"#),
    ("a = \"\"\"\none\r\n two\\\n   \n  three\"\"\"\"\"", "{a:'one\n twothree\"\"'}"),
    ("a = '''\none\\ ''two'''", "{a:'one\\ ''two'}"),
    ("a = [0, -0, +7, 1_000, 0xff_FF, 0o17, 0b101]", "{a:[0 0 7 1000 65535 15 5]}"),
    ("a = [1.5, -2e3, 1_0.2_5E+1, inf, -inf]", "{a:[1.5 -2000.0 102.5 inf -inf]}"),
    ("a = [9223372036854775807, -9223372036854775808]", "{a:[9223372036854775807 -9223372036854775808]}"),
    ("a = [true, false]", "{a:[true false]}"),
  ])
  func accepted(text: String, shape: String) throws {
    #expect(Self.shape(TOMLValue(.table(try TOMLReader.read(Array(text.utf8))), at: .start)) == shape)
  }

  /// What is refused: where, and the words.
  @Test(arguments: [
    ("a = [1,}", 1, 8, "expected a value or the “]” of the list, got “}”"),
    ("x = 1\na = { b = 1, }", 2, 14, "expected a key after the “,” of the inline table, got “}”"),
    ("a = { b = 1\n}", 1, 12, "expected “,” or the “}” of the inline table, got the end of the line"),
    ("a = [1 2]", 1, 8, "expected “,” or the “]” of the list, got “2”"),
    ("a = [1, 2", 1, 10, "expected “,” or the “]” of the list, got the end of the file"),
    ("a = ", 1, 5, "expected a value, got the end of the file"),
    ("a = \nb = 1", 1, 5, "expected a value, got the end of the line"),
    ("a 1", 1, 3, "expected “=” after the key “a”, got “1”"),
    ("= 1", 1, 1, "expected a key, got “=”"),
    ("é = 1", 1, 1, "expected a key, got “é”"),
    ("a = 1 b = 2", 1, 7, "expected the end of the line, got “b”"),
    ("[a\nb = 1", 1, 3, "expected “]” after the table's name, got the end of the line"),
    ("[[a]\n", 1, 5, "expected “]]” after the table's name, got the end of the line"),
    ("a = \"é", 1, 7, "expected \" at the end of the text, got the end of the file"),
    ("a = 'x\n'", 1, 7, "expected ' at the end of the text, got the end of the line"),
    ("a = \"\"\"x", 1, 9, "expected \"\"\" at the end of the text, got the end of the file"),
    ("a = \"x\u{1B}[31m\"", 1, 7, "a text in double quotes must not have the control character U+001B in it"),
    ("a = 1 # \u{7F}", 1, 9, "a comment must not have the control character U+007F in it"),
    ("a = 1\rb = 2", 1, 6, "expected the end of the line, got the control character U+000D"),
    (#"a = "\x41""#, 1, 6, #"after \ expected b, t, n, f, r, u, U, " or \"#),
    (#"a = "\ud800""#, 1, 6, "expected 4 hexadecimal digits of a Unicode character"),
    (#"a = "\u12"#, 1, 6, "expected 4 hexadecimal digits of a Unicode character"),
    ("a = red", 1, 5, "“red” is not a value: texts stand in \"quotes\""),
    ("a = 01", 1, 5, "“01” is not a value"),
    ("a = 1__0", 1, 5, "“1__0” is not a value"),
    ("a = 1.", 1, 5, "“1.” is not a value"),
    ("a = 0xg", 1, 5, "“0xg” is not a value"),
    ("a = 9223372036854775808", 1, 5, "“9223372036854775808” is beyond the whole numbers of 64 bits"),
    ("a = 1979-05-27", 1, 5, "“1979-05-27” is a date or a time, which are not read here"),
    ("a = 07:32:00", 1, 5, "“07:32:00” is a date or a time"),
    ("a = 1\n a = 2", 2, 2, "“a” is set twice"),
    ("a = 1\na.b = 2", 2, 1, "“a” is set twice"),
    ("[a]\n[a]", 2, 2, "“a” is set twice"),
    ("[a]\nb.c = 1\n[a.b]", 3, 4, "“b” is set twice"),
    ("[a.b]\n[a]\nb.c = 1", 3, 1, "“b” is set twice"),
    ("a = {}\n[a.b]", 2, 2, "“a” is set twice"),
    ("a = []\n[[a]]", 2, 3, "“a” is set twice"),
    ("a = { b = 1, b = 2 }", 1, 14, "“b” is set twice"),
    ("\"\u{202E}x\" = 1\n\"\u{202E}x\" = 1", 2, 1, "“x” is set twice"),
  ])
  func refused(text: String, line: Int, column: Int, message: String) {
    #expect {
      try TOMLReader.read(Array(text.utf8))
    } throws: { error in
      let error = error as? TOMLError
      #expect(error?.position == TOMLPosition(line: line, column: column), "\(text.debugDescription)")
      #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
      return true
    }
  }

  @Test func whatIsNotUTF8IsRefusedWhereItStands() {
    for bad in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0x9B]] as [[UInt8]] {
      #expect(throws: TOMLError(position: TOMLPosition(line: 2, column: 6), message: "the text is not UTF-8"))
      {
        try TOMLReader.read(Array("x = 1\na = \"".utf8) + bad + Array("\"".utf8))
      }
    }
  }

  /// However deep a file goes, the reader does not: dotted keys, headers, lists, inline tables, all together.
  @Test(arguments: [
    String(repeating: "a.", count: 100_000) + "a = 1",
    "[" + String(repeating: "a.", count: 100_000) + "a]",
    "a = " + String(repeating: "[", count: 100_000),
    "a = " + String(repeating: "{a = ", count: 100_000),
    "a = " + String(repeating: "[{a.a.a.a = ", count: 10_000),
  ])
  func depthIsLimited(text: String) {
    #expect {
      try TOMLReader.read(Array(text.utf8))
    } throws: { error in
      "\(error)".hasSuffix("tables and lists may lie 32 deep, not deeper")
    }
  }

  @Test func theDeepestIsRead() throws {
    let deep = String(repeating: "[", count: 31) + String(repeating: "]", count: 31)
    _ = try TOMLReader.read(Array("a = \(deep)".utf8))
    let header = "[" + Array(repeating: "a", count: 16).joined(separator: ".") + "]\n"
    let key = Array(repeating: "b", count: 16).joined(separator: ".")
    _ = try TOMLReader.read(Array("\(header)\(key) = 1\n\(header.dropLast(2)).c]\n".utf8))
    #expect(throws: TOMLError.self) { try TOMLReader.read(Array("\(header)\(key).b = 1\n".utf8)) }
  }

  /// Every value knows where it begins.
  @Test func positionsAreOfTheText() throws {
    let text = "é = 1\n[t]\n\tk = { x = [ 1,\n  'ä', 2.5 ] } # end\n[[l]]\n[[l]]\n"
    let table = try TOMLReader.read(Array(text.utf8.dropFirst(6)))
    let inner = table["t"]?.table?["k"]?.table?["x"]
    #expect(table["t"]?.position == TOMLPosition(line: 2, column: 2))
    #expect(inner?.position == TOMLPosition(line: 3, column: 12))
    let places = inner?.array?.map(\.position.description) ?? []
    #expect(places == ["line 3, column 14", "line 4, column 3", "line 4, column 8"])
    let list = table["l"]?.array?.map(\.position.line) ?? []
    #expect(list == [5, 6])
  }

  private static func shape(_ value: TOMLValue) -> String {
    switch value.content {
    case .string(let text): "'\(text)'"
    case .integer(let number): "\(number)"
    case .float(let number): "\(number)"
    case .boolean(let flag): "\(flag)"
    case .array(let items): "[" + items.map(shape).joined(separator: " ") + "]"
    case .table(let table):
      "{" + table.fields.map { "\($0.key):\(shape($0.value))" }.joined(separator: " ") + "}"
    }
  }
}

extension TOMLPosition {
  fileprivate static let start = TOMLPosition(line: 1, column: 1)
}
