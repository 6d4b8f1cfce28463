import OfflineRouter
import RunEvents
import RunLog

extension TrainCommand {
  /// The calibrated contrasts. A signal ends it with nothing written: there is no best so far in a fit that is exact.
  func trainCalibrated(_ judged: JudgedPairs, validation held: JudgedPairs?) throws {
    let unused = head.given
    if !unused.isEmpty {
      StandardError.write(
        "rmtop: the calibrated fit has no such setting, so it is not used: \(unused.joined(separator: ", "))")
    }
    if let split, !(split >= 0 && split < 1) {
      throw CommandFailure(
        .usage, "--split: expected a number from 0 up to, but not including, 1, got \(split)")
    }
    var (learned, kept) = (judged.pairs, held?.pairs ?? [])
    if let split, split > 0 { (learned, kept) = heldOut(judged.pairs, share: split, seed: seed) }
    let fit: ContrastFit
    do throws(ContrastError) {
      fit = try ContrastFit(PairDataset(learned, rewardModels: judged.rewardModels), seed: seed)
    } catch {
      throw CommandFailure(.unusableData, "\(error)")
    }
    try write(fit.priorFile)
    let report = ContrastReport(fit: fit, pairs: learned, held: kept, output: output)
    if json {
      StandardOutput.write(report.json + "\n", isJSON: true)
    } else {
      StandardOutput.writeProse(report.text)
    }
  }
}
