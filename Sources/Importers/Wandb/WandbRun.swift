import RunEvents
import Wording

/// What of earlier records later ones need, and the records themselves (wandb/proto/wandb_internal.proto).
struct WandbRun {
  /// The metric that the run says is the step of all others, as Hugging Face's callback does.
  private var stepMetric: String?

  mutating func take(_ piece: WandbFrames.Piece, to log: inout ImportedLines) {
    switch piece {
    case .damaged(let sentence): log.fault(.damagedRecord, sentence)
    case .record(let bytes):
      var fields = ProtobufReader(bytes)
      while let (field, value) = fields.next() {
        guard let bytes = value.bytes else { continue }
        switch field {
        case 2: takeHistory(bytes, to: &log)
        case 12: takeMetric(bytes)
        case 17: takeRun(bytes, to: &log)
        case 18: takeExit(bytes, to: &log)
        default: break
        }
      }
      if fields.isMalformed {
        log.fault(.damagedRecord, "a record with the right checksum is none of W&B's")
      }
    }
  }

  /// `MetricRecord`: what `wandb.define_metric("*", step_metric=…)` leaves.
  private mutating func takeMetric(_ bytes: UnsafeRawBufferPointer) {
    var fields = ProtobufReader(bytes)
    var isOfAll = false
    var name: String?
    while let (field, value) = fields.next() {
      if field == 2 { isOfAll = value.text == "*" }
      if field == 4 { name = value.text }
    }
    if isOfAll, let name, !name.isEmpty { stepMetric = name }
  }

  /// `RunRecord`: the names of the run, as a note.
  private func takeRun(_ bytes: UnsafeRawBufferPointer, to log: inout ImportedLines) {
    var fields = ProtobufReader(bytes)
    var (id, project, name) = ("", "", "")
    while let (field, value) = fields.next() {
      switch field {
      case 1: id = value.text ?? ""
      case 3: project = value.text ?? ""
      case 8: name = value.text ?? ""
      default: break
      }
    }
    let shown = name.isEmpty ? id : name
    log.note("W&B run \(quoted(shown))" + (project.isEmpty ? "" : " of project \(quoted(project))"))
  }

  private func takeExit(_ bytes: UnsafeRawBufferPointer, to log: inout ImportedLines) {
    var fields = ProtobufReader(bytes)
    var code: Int64 = 0
    while let (field, value) = fields.next() { if field == 1 { code = value.integer ?? 0 } }
    log.end("exit code \(code)")
  }

  /// `HistoryRecord`: items, and the step.
  private func takeHistory(_ bytes: UnsafeRawBufferPointer, to log: inout ImportedLines) {
    var fields = ProtobufReader(bytes)
    var step: Int64?
    var time: Double?
    var values: [(name: String, value: Double)] = []
    var isMalformed = false
    while let (field, value) = fields.next() {
      guard let bytes = value.bytes else { continue }
      if field == 2 {
        step = Self.stepNumber(bytes)
      } else if field == 1 {
        let item = WandbItem(bytes)
        isMalformed = isMalformed || item.isMalformed
        guard let number = item.number else { continue }
        switch item.name {
        case "_step": step = step ?? Int64(exactly: number)
        case "_timestamp": time = number
        // W&B's own columns: how long the run has gone on, and what it keeps for itself.
        case "_runtime", "_wandb": break
        default: values.append((item.name, number))
        }
      }
    }
    if isMalformed || fields.isMalformed {
      log.fault(.damagedRecord, "a history record with the right checksum cannot be read to its end")
    }
    if let stepMetric, let number = values.last(where: { $0.name == stepMetric })?.value,
      let whole = Int64(exactly: number)
    {
      step = whole
    }
    log.metrics(at: time, step: Int(clamping: step ?? 0), values: values)
  }

  private static func stepNumber(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var fields = ProtobufReader(bytes)
    // A zero is not written.
    var number: Int64? = 0
    while let (field, value) = fields.next() { if field == 1 { number = value.integer } }
    return number
  }
}
