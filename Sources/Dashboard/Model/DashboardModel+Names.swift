import RunEvents
import RunState
import TerminalCells
import Wording

extension DashboardModel {
  /// Ids of the reward models as a pane shows them in fields of so many cells, by arm; no two alike.
  ///
  /// - Parameters:
  ///   - leavesOutPrefix: true only where what all ids begin with is said beside them.
  ///   - byWords: whole words of long ids; true where the table shows them too.
  func shownModelNames(width: Int, leavesOutPrefix: Bool = false, byWords: Bool = false) -> ShownNames {
    ShownNames(
      run.rewardModels.map(\.info.id), width: width, leavesOutPrefix: leavesOutPrefix, byWords: byWords,
      printing: printableID)
  }

  /// The same beside the table, which has more of each id: whole words, without what all ids begin with.
  func shortModelNames(width: Int) -> [String] {
    shownModelNames(width: width, leavesOutPrefix: true, byWords: true).names
  }
}

/// An id of the log, whole and safe to print.
func printableID(_ id: String) -> String { printableName(id) }
