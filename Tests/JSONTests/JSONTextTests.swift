import JSON
import Testing

@Suite struct JSONTextTests {
  @Test func commasStandBetweenAndNowhereElse() {
    let text = JSONText.object { json in
      json.field("a", 1)
      json.field("absent", nil as String?)
      json.key("b")
      json.array { json in
        json.value("x")
        json.object { _ in }
        json.array { _ in }
        json.null()
      }
      json.field("c", true)
    }
    #expect(text == #"{"a":1,"b":["x",{},[],null],"c":true}"#)
  }

  @Test func scopesOfFields() {
    let text = JSONText.object { json in
      json.object("calls") { $0.field("made", 3) }
      json.objects("rms", ["a", "b"]) { $0.field("id", $1) }
      json.objects("none", [Int]()) { $0.field("id", $1) }
      json.nullable("mean", 0.5) { $0.field("value", $1) }
      json.nullable("sd", nil as Double?) { $0.field("value", $1) }
    }
    #expect(
      text == #"{"calls":{"made":3},"rms":[{"id":"a"},{"id":"b"}],"none":[],"mean":{"value":0.5},"sd":null}"#)
  }

  @Test(arguments: [
    (0.0, "0"), (-0.0, "-0.0"), (3.0, "3"), (-7.0, "-7"), (0.1, "0.1"), (0x1p53, "9007199254740992.0"),
    (0x1p53 - 1, "9007199254740991"), (1e300, "1e+300"), (Double.leastNonzeroMagnitude, "5e-324"),
    (1.0 / 3, "0.3333333333333333"),
  ])
  func numbersAreShortAndExact(number: Double, text: String) {
    var json = JSONText()
    json.value(number)
    #expect(json.text == text)
    #expect(Double(json.text)?.bitPattern == number.bitPattern)
  }

  @Test func numbersThatJSONDoesNotHave() {
    for (policy, expected) in [
      (JSONText.NonFinite.python, "[NaN,Infinity,-Infinity]"), (.null, "[null,null,null]"),
    ] {
      var json = JSONText(nonFinite: policy)
      json.value([Double.nan, .infinity, -.infinity])
      #expect(json.text == expected)
    }
  }

  @Test func controlCharactersAreEscaped() {
    var json = JSONText()
    json.value("\u{0}\u{8}\t\n\r\u{1B}\u{1F}\"\\/\u{7F}é🙂")
    #expect(json.text == #""\u0000\u0008\t\n\r\u001b\u001f\"\\/\u007fé🙂""#)
  }

  /// What acts on a terminal or shows nothing is escaped; letters of all scripts and emoji stand as they are.
  @Test func hiddenCharactersAreEscaped() {
    var json = JSONText()
    json.value("é漢🙂\u{9B}\u{202E}\u{200B}\u{2028}\u{3164}\u{E0041}\u{7F}\u{A0}\"\\\n")
    #expect(json.text == #""é漢🙂\u009b\u202e\u200b\u2028\u3164\udb40\udc41\u007f"# + "\u{A0}" + #"\"\\\n""#)
  }
}
