package import TOML
package import TerminalCells
import Wording

/// What a viewer's configuration file says of the screen; what it does not say is `nil`.
///
/// An entry that cannot be used is left out, with a sentence that names its line: nobody is kept from watching by a
/// mistyped word.
package struct ScreenConfig: Sendable {
  /// A theme's name or path; `auto` is dark or light, as the background of the terminal is.
  package var theme: String?
  package var glyphs: GlyphChoice?
  package var mouse: Bool?
  package var hints: Bool?
  package var sort: TableSort?
  package var smoothing: Smoothing?
  /// Panes that are not shown.
  package var hidden: Set<Pane>?
  package var categories: CategoryMeasure?
  package var posterior: PosteriorAspect?
  package var axis: ChartAxis?
  package var scale: ValueScale.Kind?
  package var outliers: OutlierChoice?
  package private(set) var keys = KeyTable()

  /// What of the file is not used, in the order of its lines.
  package private(set) var refusals: [ConfigRefusal] = []
  /// Where each option is said, and as what.
  package private(set) var said: [String: (line: Int, value: String)] = [:]

  /// Without a file.
  package init() {}

  package init(bytes: [UInt8]) {
    let document: TOMLTable
    do throws(TOMLError) {
      document = try TOMLReader.read(bytes)
    } catch {
      refusals = [
        ConfigRefusal(position: error.position, message: error.message + "; nothing of the file is used")
      ]
      return
    }
    for field in document.fields { read(field) }
    refusals.sort { $0.position < $1.position }
  }

  private mutating func read(_ field: TOMLTable.Field) {
    if field.key == Self.keysName {
      readKeys(field.value)
      return
    }
    guard let option = ConfigOption.all.first(where: { $0.name == field.key }) else {
      let names = ConfigOption.all.map(\.name) + [Self.keysName]
      refuse(
        field.position,
        "there is no option \(quoted(field.key))"
          + suggestion(for: field.key, among: names, otherwise: "; options are \(listed(names, atMost: 40))"))
      return
    }
    guard option.read(field.value, &self) else {
      let near = field.value.string.flatMap { nearestName(to: $0, among: option.words) }
      refuse(
        field.value.position,
        "\(option.name): expected \(option.accepted), got \(field.value.shown)" + suggestion(near))
      return
    }
    said[option.name] = (field.value.position.line, field.value.written)
  }

  static let keysName = "keys"

  /// `[keys]`: commands and the keys that they have in place of their usual ones.
  private mutating func readKeys(_ value: TOMLValue) {
    guard let table = value.table else {
      refuse(value.position, "keys: expected a table [keys] of commands and keys, got \(value.shown)")
      return
    }
    let rows = KeyTable().rows
    var assignments: [KeyAssignment] = []
    for field in table.fields {
      guard let row = rows.first(where: { $0.name == field.key }) else {
        refuse(
          field.position,
          "there is no command \(quoted(field.key))"
            + suggestion(
              for: field.key, among: rows.map(\.name),
              otherwise: "; rmtop config --default lists all commands"))
        continue
      }
      do throws(KeyNameError) {
        assignments.append(
          KeyAssignment(name: row.name, keys: try strokes(field.value, of: row), position: field.position))
      } catch {
        refuse(field.value.position, "\(row.name): \(error.message)")
      }
    }
    var clashes: [ConfigRefusal] = []
    keys = KeyTable(assignments, refusals: &clashes)
    refusals += clashes
    for field in table.fields where assignments.contains(where: { $0.name == field.key }) {
      if clashes.contains(where: { $0.position == field.position }) { continue }
      said["\(Self.keysName).\(field.key)"] = (field.position.line, field.value.written)
    }
  }

  /// One key or a list of them, none where a command is to have none.
  private func strokes(_ value: TOMLValue, of row: KeyBinding) throws(KeyNameError) -> [KeyStroke] {
    var keys: [KeyStroke] = []
    for item in value.array ?? [value] {
      guard let name = item.string else {
        throw KeyNameError("expected the name of a key, or a list of such names, got \(value.shown)")
      }
      let key = try KeyStroke(name: name)
      if key == .control("c") { throw KeyNameError("\(quoted(name)) always quits") }
      if !keys.contains(key) { keys.append(key) }
    }
    if keys.isEmpty, [.close, .accept].contains(row.command) {
      throw KeyNameError("without a key nothing would lead out of a prompt")
    }
    if row.command == .showPreset, keys.count > row.usualKeys.count {
      throw KeyNameError("there are \(row.usualKeys.count) choices of panes, so at most as many keys")
    }
    return keys
  }

  private mutating func refuse(_ position: TOMLPosition, _ message: String) {
    refusals.append(ConfigRefusal(position: position, message: message))
  }

  /// Puts what the file says of the view in the place of what was remembered.
  package func apply(to choices: inout ViewChoices) {
    if let sort { choices.sort = sort }
    if let smoothing { choices.smoothing = smoothing }
    if let hidden { choices.hidden = hidden }
    if let categories { choices.categoryMeasure = categories }
    if let posterior { choices.posterior = posterior }
    if let axis { choices.axis = axis }
    if let scale { choices.scale = scale }
    if let outliers { choices.clipsOutliers = outliers == .clipped }
  }
}

/// What outliers of reward and metrics do to their axis.
package enum OutlierChoice: String, CaseIterable, Sendable {
  case shown
  case clipped
}

/// Why an entry of the configuration is not used: where, and a sentence that is safe to print.
package struct ConfigRefusal: Equatable, Sendable, CustomStringConvertible {
  package var position: TOMLPosition
  package var message: String

  package var description: String { "\(position): \(message)" }
}

extension TOMLValue {
  /// As the file has it, but safe to print.
  fileprivate var written: String {
    switch content {
    case .string(let text): quote(printableText(text, limit: 200))
    case .array(let items): "[" + items.map(\.written).joined(separator: ", ") + "]"
    default: shown
    }
  }

  /// As a sentence has it.
  var shown: String {
    switch content {
    case .string(let text): quoted(text)
    case .integer(let number): String(number)
    case .float(let number): "\(number)"
    case .boolean(let flag): flag ? "true" : "false"
    case .array(let items):
      items.count > 12 || items.contains { $0.array != nil || $0.table != nil }
        ? kind : "[" + items.map(\.shown).joined(separator: ", ") + "]"
    case .table: kind
    }
  }
}
