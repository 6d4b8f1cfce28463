import Testing

@testable import Wording

@Suite struct CSVTextTests {
  @Test func recordsAreThoseOfTheStandard() {
    #expect(CSVText.record([.text("a"), .count(-3), .number(0.25), .empty]) == "a,-3,0.25,\r\n")
    #expect(CSVText.record([]) == "\r\n")
  }

  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), (" a", "\" a\""),
    ("a ", "\"a \""),
    ("", ""), ("\"", "\"\"\"\""), ("π", "π"),
  ]) func textsAreQuotedWhereTheyMustBe(text: String, field: String) {
    #expect(CSVText.field(.text(text)) == field)
  }

  /// No cell is a formula to a spreadsheet, whatever stands before it.
  @Test(arguments: [
    "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠a", "  =1", "\t=1", "\r=1", "\u{200B}=1",
    "\u{202E}=1",
  ]) func noTextIsAFormula(text: String) {
    let field = CSVText.field(.text(text))
    let shown = field.first == "\"" ? field.dropFirst() : field[...]
    #expect(shown.first == "'", "\(field)")
  }

  @Test func aMinusBelongsToANumber() {
    #expect(CSVText.field(.number(-0.5)) == "-0.5")
    #expect(CSVText.field(.count(-5)) == "-5")
  }

  /// A text has no line of its own, and nothing that a terminal would obey.
  @Test func nothingActs() {
    #expect(CSVText.field(.text("a\r\nb\u{1B}[31m\u{9B}c\u{2028}d\u{202E}")) == "a  b[31mc d")
  }

  @Test func numbersAreReadBackAsTheyWere() {
    for number in [0.1, 1e300, 3.0, 1.0 / 3, 123_456_789.125] {
      #expect(Double(CSVText.field(.number(number))) == number)
    }
    #expect(CSVText.field(.number(3)) == "3")
    for number in [Double.nan, .infinity, -.infinity] { #expect(CSVText.field(.number(number)) == "") }
    #expect(CSVText.record([.number(nil), .count(nil), .text(nil)]) == ",,\r\n")
  }
}
