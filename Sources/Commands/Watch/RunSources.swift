import Dashboard
import Files
import Importers
import RunLog
import Wording

/// A run to be opened: its dashboard, where its log comes from, and what takes its controls.
struct RunOpening {
  var model: DashboardModel
  var source: LogSource
  /// What the viewer says that the source is.
  var format: SourceFormat?
  /// A router whose log is watched takes them itself.
  var control: (any ControlSink)?
}

/// The sources of one command line.
enum RunSources {
  /// Refuses more runs than fit, and a run that would be open twice.
  static func check(_ sources: [String]) throws {
    guard sources.count <= Deck.mostRuns else {
      throw CommandFailure(
        .usage,
        "\(sources.count) sources were given: at most \(Deck.mostRuns) runs are shown at a time, "
          + "so leave out \(formatCount(sources.count - Deck.mostRuns))")
    }
    for (index, source) in sources.enumerated() {
      guard let twin = sources[..<index].first(where: { isSame($0, source) }) else { continue }
      let names =
        twin == source
        ? "\(shown(source)) is named twice" : "\(shown(twin)) and \(shown(source)) are the same file"
      throw CommandFailure(.usage, "\(names): a run is opened once")
    }
  }

  /// A file that is not there yet is known by its path alone.
  private static func isSame(_ one: String, _ other: String) -> Bool {
    one == other || standardised(one) == standardised(other) || isSameFile(one, other)
  }

  private static func standardised(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: true).filter { $0 != "." }.joined(separator: "/")
      + (path.hasPrefix("/") ? "/" : "")
  }

  private static func shown(_ source: String) -> String {
    source == "-" ? "standard input" : shownPath(source)
  }

  /// As the screen names it.
  static func name(_ source: String) -> String { source == "-" ? "standard input" : printableText(source) }
}
