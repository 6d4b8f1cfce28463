import RunEvents

extension RunState {
  /// Counts a line that was skipped, lists the first 1,000, and says the first of each kind and then powers of ten.
  mutating func recordFault(_ reason: FaultReason) {
    let entry = FaultList.Entry(line: progress.line, offset: progress.offset, reason: reason)
    let isFirstOfFormat = faults.format == nil && reason.format != nil
    let count = faults.record(entry)
    if count == 1 {
      say(.warning, .fault, "line \(progress.line) skipped, \(reason.kind.rawValue): \(reason.message)")
    } else if Self.isPowerOfTen(count) {
      say(.warning, .fault, "\(count) lines skipped so far, \(reason.kind.rawValue)")
    }
    // In a log with events such lines have strayed into it, and nobody needs advice.
    if isFirstOfFormat, counts.events == 0, let format = reason.format {
      say(.warning, .fault, "this looks like \(format.name); \(ForeignFormat.runLog). \(format.advice)")
    }
    if faults.total > FaultList.listedLimit {
      sayOnce(
        .faults, "more than \(FaultList.listedLimit) lines skipped: further ones are counted, not listed")
    }
  }

  /// Counts what was left out of an event, lists the first 1,000, and says the first of each field and reason and then
  /// powers of ten.
  mutating func record(_ remarks: [FieldRemark]) {
    for remark in remarks {
      let count = self.remarks.record(remark, line: progress.line)
      if count.before == 0 {
        say(.warning, .remark, "line \(progress.line): \(remark.sentence)")
      } else if String(count.now).count > String(count.before).count {
        say(
          .warning, .remark, "\(count.now) remarks so far on \(remark.field), \(remark.reason.kind.rawValue)")
      }
    }
    if self.remarks.total > RemarkList.listedLimit {
      sayOnce(
        .remarks,
        "more than \(RemarkList.listedLimit) remarks on fields: further ones are counted, not listed")
    }
  }

  static func isPowerOfTen(_ count: Int) -> Bool {
    var rest = count
    while rest >= 10 && rest % 10 == 0 { rest /= 10 }
    return rest == 1
  }
}

extension FaultList {
  /// - Returns: how many of this kind there are now.
  mutating func record(_ entry: Entry) -> Int {
    total += 1
    last = entry
    if format == nil { format = entry.reason.format }
    if listed.count < Self.listedLimit { listed.append(entry) }
    if let index = byKind.firstIndex(where: { $0.kind == entry.reason.kind }) {
      byKind[index].count += 1
      return byKind[index].count
    }
    byKind.append(KindCount(kind: entry.reason.kind, count: 1))
    let order = FaultReason.Kind.allCases
    byKind.sort {
      (order.firstIndex(of: $0.kind) ?? order.endIndex) < (order.firstIndex(of: $1.kind) ?? order.endIndex)
    }
    return 1
  }
}
