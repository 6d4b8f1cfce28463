import RunEvents
import RunState
import TerminalCells
import Wording

extension DashboardModel {
  /// Ids of the reward models as a pane shows them in fields of so many cells, by arm; no two alike.
  ///
  /// - Parameter leavesOutPrefix: true only where what all ids begin with is said beside them.
  func shownModelNames(width: Int, leavesOutPrefix: Bool = false) -> ShownNames {
    ShownNames(
      run.rewardModels.map(\.info.id), width: width, leavesOutPrefix: leavesOutPrefix, printing: printableID)
  }
}

/// An id of the log, whole and safe to print.
func printableID(_ id: String) -> String { printableName(id) }
