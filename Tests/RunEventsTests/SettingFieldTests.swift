import Foundation
import Testing

@testable import RunEvents

@Suite struct SettingFieldTests {
  /// A stored property without a row would be read, written and compared nowhere.
  @Test func everyStoredPropertyHasARow() {
    let names = Mirror(reflecting: RouterSettings()).children.filter { $0.label != "reward" }
    let inReward = Mirror(reflecting: RewardSettings()).children
    #expect(SettingField.all.filter { !$0.isOfReward }.count == names.count)
    #expect(SettingField.all.filter(\.isOfReward).count == inReward.count)
    #expect(Set(SettingField.all.map(\.name)).count == SettingField.all.count)
    #expect(SettingField.all.allSatisfy { $0.name.hasSuffix("\($0.key)") })
  }

  /// Every default can be said, typed and read again, and lies in its own domain.
  @Test(arguments: SettingField.all.indices) func theDefaultIsAcceptedAsItIsSaid(index: Int) throws {
    let field = SettingField.all[index]
    let value = field.value(in: RouterSettings())
    #expect(field.domain.value(of: value.text) == value, "\(field.name)")
    var change = RouterSettingsChange()
    try change.assign("\(field.name)=\(value.text)")
    #expect(change[field] == value)
    #expect(SettingField.all.filter { change[$0] != nil }.map(\.name) == [field.name])
    #expect(!field.meaning.isEmpty && !field.meaning.contains("|"))
  }

  @Test(arguments: SettingField.all.indices) func nonsenseIsRefused(index: Int) {
    let field = SettingField.all[index]
    for text in ["", "nonsense", "nan", "1e999", "-inf", "\u{202E}"] {
      #expect(field.domain.value(of: text) == nil, "\(field.name)=\(text)")
    }
  }

  @Test func aValueOfAnotherTypeChangesNothing() {
    for field in SettingField.all {
      var change = RouterSettingsChange()
      let wrong: [SettingValue] = [
        .number(0.5), .count(3), .unsigned(3), .flag(true), .word("?"), .prior(.zero),
      ]
      let taken = wrong.filter { change.set(field, $0) }
      #expect(taken.count <= 1, "\(field.name)")
      #expect(change.isEmpty == taken.isEmpty)
    }
  }

  @Test func mergingTakesFieldsOverOneByOne() {
    var one = RouterSettingsChange()
    one.reward.clip = 3
    one.group = 4
    var other = RouterSettingsChange()
    other.reward.low = 0.1
    other.group = 5
    one.merge(other)
    #expect(one.reward.clip == 3 && one.reward.low == 0.1 && one.group == 5 && one.policy == nil)
    one.reward = RouterSettingsChange().reward
    #expect(one.reward.clip == nil && one.group == 5)
    one.group = nil
    #expect(one.isEmpty && one == RouterSettingsChange())
  }

  /// `RMTOP_UPDATE_GOLDEN=1 swift test --filter SettingFieldTests` writes the table anew.
  @Test func theTableOfTheRunLogIsThisOne() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/run-log.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let begin = try #require(text.range(of: "<!-- settings -->\n")).upperBound
    let end = try #require(text.range(of: "<!-- /settings -->")).lowerBound
    let table = Self.table
    if ProcessInfo.processInfo.environment["RMTOP_UPDATE_GOLDEN"] == "1" {
      try text.replacingCharacters(in: begin..<end, with: table).write(
        to: file, atomically: true, encoding: .utf8)
      Issue.record("the table of settings has been recorded: a run that records proves nothing")
      return
    }
    #expect(text[begin..<end] == table, "run with RMTOP_UPDATE_GOLDEN=1 to write it anew")
  }

  private static var table: String {
    SettingField.all.reduce("| field | accepted | default | meaning |\n| --- | --- | --- | --- |\n") {
      table, field in
      let value = field.value(in: RouterSettings()).text
      let accepted = field.domain.accepted(quoted: true).replacingOccurrences(of: "<", with: "\\<")
      return table
        + "| `\(field.name)` | \(accepted) | \(value) | \(field.meaning) |\n"
    }
  }
}
