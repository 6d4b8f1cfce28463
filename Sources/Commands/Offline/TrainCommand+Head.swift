import ArgumentParser
import OfflineRouter
import RunEvents
import RunLog
import TerminalCells

extension TrainCommand {
  /// The published way; Ctrl-C, TERM and HUP end the training and keep the best epoch so far.
  func trainHead(_ judged: JudgedPairs, validation held: JudgedPairs?) throws {
    let training: HeadTraining
    let data: HeadData
    do throws(HeadError) {
      data = try HeadData(judged.pairs, rewardModels: judged.rewardModels)
      let other = try held.map { (held) throws(HeadError) in
        try HeadData(held.pairs, rewardModels: judged.rewardModels)
      }
      training = try HeadTraining(
        data, validation: other, options: head.options(split: split, seed: seed))
    } catch {
      throw Self.failure(error)
    }
    let signals = try EndingSignals()
    var progress = TrainProgress(epochs: head.epochs ?? HeadOptions().epochs)
    let model: HeadModel
    do throws(HeadError) {
      model = try training.run { step in
        progress.show(step)
        return signals.received == nil
      }
      progress.clear()
    } catch {
      progress.clear()
      throw Self.failure(error)
    }
    if model.bestEpoch == 0 {
      StandardError.write("rmtop: stopped before the first epoch was done, so nothing was written")
    } else {
      try write(model.priorFile(groups: data.groupCount, pairs: data.count, seed: seed))
      let report = HeadReport(model: model, pairs: judged.pairs, held: held?.pairs, output: output)
      if json {
        StandardOutput.write(report.json + "\n", isJSON: true)
      } else {
        StandardOutput.writeProse(report.text)
      }
    }
    if let number = signals.received { throw ExitCode(128 + number) }
  }

  private static func failure(_ error: HeadError) -> CommandFailure {
    if case .setting = error { return CommandFailure(.usage, "\(error)") }
    return CommandFailure(.unusableData, "\(error)")
  }
}
