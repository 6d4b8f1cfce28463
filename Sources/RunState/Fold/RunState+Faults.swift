import RunEvents

extension RunState {
  /// Counts a line that was skipped, lists the first 1,000, and says the first of each kind and then powers of ten.
  mutating func record(_ reason: FaultReason) {
    let entry = FaultList.Entry(line: progress.line, offset: progress.offset, reason: reason)
    let isFirstOfFormat = faults.format == nil && reason.format != nil
    let count = faults.record(entry)
    if count == 1 {
      tell(.line(.skipped(line: progress.line, reason)))
    } else if isPowerOfTen(count) {
      tell(.line(.skippedSoFar(count, reason.kind)))
    }
    // In a log with events such lines have strayed into it, and nobody needs advice.
    if isFirstOfFormat, counts.events == 0, let format = reason.format { tell(.line(.foreignFormat(format))) }
    if faults.total > FaultList.listedLimit { meet(.faults) }
  }

  /// Counts what was left out of an event, lists the first 1,000, and says the first of each field and reason and then
  /// powers of ten.
  mutating func record(_ remarks: [FieldRemark]) {
    for remark in remarks {
      let count = self.remarks.record(remark, line: progress.line)
      if count.before == 0 {
        tell(.line(.remark(line: progress.line, remark)))
      } else if String(count.now).count > String(count.before).count {
        tell(.line(.remarksSoFar(count.now, remark)))
      }
    }
    if self.remarks.total > RemarkList.listedLimit { meet(.remarks) }
  }
}
