/// W&B's run files (`run-….wandb`): history records as metrics.
struct WandbImporter: Importer {
  private var frames = WandbFrames()
  private var run = WandbRun()

  var endOfWholeRecords: Int { frames.endOfWholeRecords }

  mutating func append(_ bytes: UnsafeRawBufferPointer, to log: inout ImportedLines) {
    var run = run
    frames.append(bytes) { run.take($0, to: &log) }
    self.run = run
  }

  mutating func finish(to log: inout ImportedLines) {
    var run = run
    frames.finish { run.take($0, to: &log) }
  }

  mutating func dropPartial() { frames.dropPartial() }
}
