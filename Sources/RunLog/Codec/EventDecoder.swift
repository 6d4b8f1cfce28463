import JSON
package import RunEvents

/// Decodes single lines of a run log.
///
/// simdjson's DOM parser checks the whole line, also what is inside fields that are not read. Its memory is kept
/// from line to line, so a decoder is used on one thread; copies share it.
package struct EventDecoder {
  private let reader = JSONReader()
  private let remarks = LineRemarks()

  package init() {}

  /// Decodes one line without its line ending.
  ///
  /// - Parameters:
  ///   - line: Any bytes; they are only read during the call, and need no padding.
  ///   - left: Becomes what was left out of the event: nothing beside a fault.
  /// - Returns: The event, or the fault that says what was refused and what is accepted. Never traps.
  /// - Complexity: O(length of the line).
  package func decode(_ line: UnsafeRawBufferPointer, leftOut left: inout [FieldRemark]) -> LineContent {
    do throws(FaultReason) {
      if LineLimit.isTooLong(length: line.count, beginning: line) {
        throw LineLimit.fault(length: line.count)
      }
      let timed = try reader.read(line, refused: FaultReason.init) { (root) throws(FaultReason) in
        try event(root, lineLength: line.count)
      }
      left = remarks.take()
      return .event(timed)
    } catch {
      _ = remarks.take()
      left = []
      var reason = error
      if reason.format == nil { reason.format = ForeignFormat(text: line) }
      return .fault(reason)
    }
  }

  /// Decodes one line; what was left out is not told.
  package func decode(_ line: UnsafeRawBufferPointer) -> LineContent {
    var left: [FieldRemark] = []
    return decode(line, leftOut: &left)
  }

  /// Decodes one line of text.
  package func decode(_ line: String) -> LineContent {
    var line = line
    return line.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
  }

  private func event(_ root: JSONValue, lineLength: Int) throws(FaultReason) -> TimedEvent {
    guard let object = JSONObject(root, .event("line"), remarks) else {
      throw FaultReason(.notAnObject, "expected an object with a `type`, got \(root.words)")
    }
    guard let type = try object.text("type") else {
      var reason = object.missing("type", "a text")
      reason.format = object.foreignFormat
      throw reason
    }
    if lineLength > LineLimit.longest, type != "run" { throw LineLimit.fault(length: lineLength) }
    guard let known = EventType(rawValue: type) else {
      return TimedEvent(time: object.optional("t", try object.time()), .unknown(type: type))
    }
    guard let event = JSONObject(root, .event(known.rawValue), remarks) else {
      throw FaultReason(.notAnObject, "the line is not an object")
    }
    let time = event.optional("t", try event.time())
    return TimedEvent(time: time, try known.decode(event))
  }
}
