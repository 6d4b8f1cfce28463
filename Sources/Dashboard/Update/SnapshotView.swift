import TerminalCells
import Wording

/// What `--view` of a snapshot names: a choice of panes, or one pane over the whole screen.
package enum SnapshotView: Equatable, Sendable {
  case preset(String)
  case pane(Pane)

  /// Choices by their names, panes by their digits and the last words of their names where no choice has them.
  ///
  /// - Throws: what is accepted, as a sentence without its subject.
  package init(name: String) throws(SnapshotViewError) {
    let word = name.lowercased()
    if let preset = Preset.allCases.first(where: { $0.name == word }) {
      self = .preset(preset.name)
    } else if let view = Pane.views.first(where: { Self.words($0).contains(word) }) {
      self = .pane(view.pane)
    } else {
      let panes = Pane.views.compactMap { Self.words($0).last }.filter { $0.count > 1 }
      let names = Preset.allCases.map(\.name) + panes.filter { !Preset.allCases.map(\.name).contains($0) }
      throw SnapshotViewError(
        message: "expected \(names.joined(separator: ", ")) or the digit of a pane, got \(quoted(name))"
          + suggestion(for: name, among: names))
    }
  }

  /// The digit, and the name in one word.
  private static func words(_ view: any PaneView.Type) -> [String] {
    [String(view.pane.digit), view.descriptor.name.split(separator: " ").last.map(String.init) ?? ""]
  }
}

package struct SnapshotViewError: Error, Equatable, Sendable {
  package var message: String
}

extension DashboardModel {
  /// Shows panes as a viewer would have chosen them, without the word about it.
  package mutating func show(_ wanted: SnapshotView) {
    switch wanted {
    case .preset(let name):
      guard let preset = Preset.allCases.first(where: { $0.name == name }) else { return }
      view.hidden = preset.hidden
      view.zoomed = nil
      view.focus = preset.focus
    case .pane(let pane):
      view.hidden.remove(pane)
      view.focus = pane
      view.zoomed = pane
    }
    status = nil
  }
}
