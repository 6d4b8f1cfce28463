import JSON
package import RunEvents

/// Writes events as lines of a run log: fields in the order of the format's table, absent ones left out.
///
/// What it writes decodes to the same event, bit for bit.
package struct EventEncoder: Sendable {
  package init() {}

  /// One line without newline.
  ///
  /// - Parameters:
  ///   - event: A context becomes `x_f32` when every value is exactly a float32, else `x`.
  ///   - full: Writes every field of `run.router`; otherwise those that differ from their default.
  /// - Complexity: O(length of the line).
  package func encode(_ event: TimedEvent, full: Bool = false) -> String {
    JSONText.object(nonFinite: .python) { json in
      json.field("t", event.time)
      json.field("type", event.event.typeName)
      switch event.event {
      case .run(let run): json.fields(of: run, full: full)
      case .pair(let pair): json.fields(of: pair)
      case .decision(let decision): json.fields(of: decision)
      case .feedback(let feedback): json.fields(of: feedback)
      case .metrics(let metrics): json.fields(of: metrics)
      case .control(let control): json.fields(of: control)
      case .applied(let applied): json.fields(of: applied)
      case .settings(let settings):
        json.field("reason", settings.reason)
        json.fields(of: settings.change)
      case .note(let note):
        json.field("level", note.level.rawValue)
        json.field("text", note.text)
      case .end(let end): json.field("reason", end.reason)
      case .unknown: break
      }
    }
  }
}
