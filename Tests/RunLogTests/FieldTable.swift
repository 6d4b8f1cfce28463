import RunEvents
import RunLog

/// What becomes of a value in one field.
enum FieldOutcome: Equatable {
  /// The event is that of the same line without the field, and nothing is said.
  case absent
  /// The event is that of the same line with this JSON in the field, and nothing is said.
  case taken(String)
  /// The event is that of the same line without the field, and one remark of this kind names the field.
  case remark(FaultReason.Kind)
  /// The line is refused.
  case fault(FaultReason.Kind)
}

/// One field of one type of line, and what becomes of five values in it.
struct FieldRow: Sendable {
  /// As remarks and faults name it, after the type of line.
  var path: String
  /// A line that is good without the field; `§` is where it goes, or where it stands in place of a good value.
  var template: String
  var wrongType: FieldOutcome
  var null: FieldOutcome
  var bool: FieldOutcome
  /// `"12"`, or what the row gives in its place.
  var numberAsText: FieldOutcome
  var outOfRange: FieldOutcome?

  /// JSON of the four values; `null` needs none.
  var wrongTypeJSON = #"{"odd":[]}"#
  var boolJSON = "true"
  var textJSON = #""12""#
  var outOfRangeJSON = ""

  /// The last part of the path: the name in the JSON.
  var name: String { String(path.split(separator: ".").last ?? "") }
  var type: String { String(path.split(separator: ".").first ?? "") }
  /// What a remark calls it.
  var field: String { String(path.dropFirst(type.count + 1)) }

  /// The line with a value in the field; without one where there is none.
  func line(_ json: String?) -> String {
    let piece = json.map { "\"\(name)\":\($0)," } ?? ""
    return template.replacing("§", with: piece)
  }

  var cases: [(json: String, outcome: FieldOutcome)] {
    var result = [
      (wrongTypeJSON, wrongType), ("null", null), (boolJSON, bool), (textJSON, numberAsText),
    ]
    if let outOfRange { result.append((outOfRangeJSON, outOfRange)) }
    return result
  }
}

extension FieldRow {
  /// A text; an integer is refused.
  static func text(_ path: String, _ template: String) -> FieldRow {
    FieldRow(
      path: path, template: template, wrongType: .remark(.illTypedField), null: .absent,
      bool: .remark(.illTypedField), numberAsText: .taken(#""12""#), outOfRange: .remark(.illTypedField),
      outOfRangeJSON: "12")
  }

  /// A number.
  static func number(_ path: String, _ template: String) -> FieldRow {
    FieldRow(
      path: path, template: template, wrongType: .remark(.illTypedField), null: .absent,
      bool: .remark(.illTypedField), numberAsText: .taken("12"), outOfRange: .taken("Infinity"),
      outOfRangeJSON: "1e999")
  }

  static func step(_ path: String, _ template: String) -> FieldRow {
    FieldRow(
      path: path, template: template, wrongType: .remark(.illTypedField), null: .absent,
      bool: .remark(.illTypedField), numberAsText: .taken("12"), outOfRange: .remark(.outOfRange),
      outOfRangeJSON: "-1")
  }

  /// What is refused in every form but the good one: it is required, or a posterior or a control hangs on it.
  static func strict(
    _ path: String, _ template: String, null: FieldOutcome = .fault(.missingField),
    bool: FieldOutcome = .fault(.illTypedField), text: FieldOutcome, textJSON: String = #""12""#,
    outOfRange: (json: String, outcome: FieldOutcome)? = nil,
    wrongType: (json: String, outcome: FieldOutcome) = (#"{"odd":[]}"#, .fault(.illTypedField))
  ) -> FieldRow {
    FieldRow(
      path: path, template: template, wrongType: wrongType.outcome, null: null, bool: bool,
      numberAsText: text, outOfRange: outOfRange?.outcome, wrongTypeJSON: wrongType.json, textJSON: textJSON,
      outOfRangeJSON: outOfRange?.json ?? "")
  }
}
