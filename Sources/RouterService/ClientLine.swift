import Files
import JSON
import RunEvents
import RunLog

/// A client's line as it will stand in the log: as it came, with the time where it had none.
struct ClientLine {
  var bytes: [UInt8]
  var event: TimedEvent
  var remarks: [FieldRemark]

  init(
    _ request: RoutingDesk.Request, _ event: TimedEvent, clock: () -> Double
  ) throws(RequestRefusal) {
    self.event = event
    remarks = request.remarks
    bytes = request.bytes
    // A time that could not be read stands in the line already, and is a remark of the log's.
    guard event.time == nil, !remarks.contains(where: { $0.field == "t" }),
      let brace = bytes.firstIndex(of: UInt8(ascii: "{"))
    else { return }
    let time = clock()
    let text = JSONText.object { $0.field("t", time) }
    // {"t":1.5} without its last brace, and a comma.
    bytes.replaceSubrange(brace...brace, with: text.utf8.dropLast() + [UInt8(ascii: ",")])
    self.event.time = time
    guard bytes.count <= LineLimit.longest else {
      throw RequestRefusal(LineLimit.fault(length: bytes.count))
    }
  }
}

extension RunEvent {
  /// What an error names the line by.
  var requestID: String? {
    switch self {
    case .pair(let pair): pair.id
    case .feedback(let feedback): feedback.id
    case .control(let control): control.sequence
    default: nil
    }
  }

  /// Why a client may not send it.
  var refusalOfClients: String? {
    switch self {
    case .run, .decision, .applied, .settings:
      "\(typeName) lines are the router's own: a client sends pair, feedback, metrics, control, note or end"
    default: nil
    }
  }
}
