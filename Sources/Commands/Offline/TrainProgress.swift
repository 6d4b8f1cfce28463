import Files
import OfflineRouter
import TerminalCells

/// How a training goes, on standard error: one line that is written over and over on a terminal, else one line an
/// epoch.
struct TrainProgress {
  private let epochs: Int
  private let isTerminal: Bool
  private var lastShown = -Double.infinity
  private var last: HeadEpoch?
  private let line = ProgressLine()

  /// Cells of the bar.
  static let barWidth = 20
  /// Seconds between two frames of the bar.
  private static let pace = 0.1

  init(epochs: Int) {
    self.epochs = epochs
    isTerminal = isatty(STDERR_FILENO) == 1
  }

  mutating func show(_ progress: HeadProgress) {
    switch progress {
    case .batch(let epoch, let share):
      let now = WallClock.monotonic
      guard isTerminal, now - lastShown >= Self.pace else { return }
      lastShown = now
      line.show(Self.bar(epoch: epoch, of: epochs, share: share, last: last))
    case .epoch(let epoch):
      last = epoch
      if isTerminal {
        line.show(Self.bar(epoch: epoch.number, of: epochs, share: 1, last: epoch))
      } else {
        StandardError.write(Self.line(epoch, of: epochs))
      }
    }
  }

  /// Leaves no half line behind.
  func clear() { line.clear() }

  /// At most 79 cells, so that it never wraps on a terminal of 80.
  static func bar(epoch: Int, of epochs: Int, share: Double, last: HeadEpoch?) -> String {
    let filled = max(0, min(barWidth, Int((share * Double(barWidth)).rounded(.down))))
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: barWidth - filled)
    let head = "epoch \(epoch)/\(epochs) [\(bar)]"
    guard let last else { return head }
    return String((head + "  " + facts(last)).prefix(79))
  }

  /// `epoch 3/40  loss 0.6123  validation 0.6087  routing 74.1% *`, the star for the best so far.
  static func line(_ epoch: HeadEpoch, of epochs: Int) -> String {
    "epoch \(epoch.number)/\(epochs)  \(facts(epoch))"
  }

  private static func facts(_ epoch: HeadEpoch) -> String {
    var parts = ["loss \(formatFixed(epoch.trainingLoss, decimals: 4))"]
    if let loss = epoch.validationLoss { parts.append("valid \(formatFixed(loss, decimals: 4))") }
    if let accuracy = epoch.accuracy { parts.append("routing \(formatShare(accuracy, decimals: 1))%") }
    return parts.joined(separator: "  ") + (epoch.isBest ? " *" : "")
  }
}
