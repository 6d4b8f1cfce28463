import RunLog
import Testing

@Suite struct JSONTextTests {
  @Test func commasStandBetweenAndNowhereElse() {
    var json = JSONText()
    json.beginObject()
    json.field("a", 1)
    json.field("absent", nil as String?)
    json.key("b")
    json.beginArray()
    json.value("x")
    json.beginObject()
    json.endObject()
    json.beginArray()
    json.endArray()
    json.null()
    json.endArray()
    json.field("c", true)
    json.endObject()
    #expect(json.text == #"{"a":1,"b":["x",{},[],null],"c":true}"#)
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
