import JSON
import RunEvents
import RunLog

/// How long the proxy's calls for a decision took. A feedback is the one answer to a decision, and is the client's; the
/// latency waits for it here and goes into its line.
struct HeldLatencies {
  /// Ids that are remembered: between this number and twice as many.
  static let capacity = 32_768

  private typealias Mean = (sum: Double, count: Int)
  private var recent: [String: Mean] = [:]
  private var older: [String: Mean] = [:]

  mutating func hold(_ milliseconds: Double, of id: String) {
    let known = recent[id] ?? older[id] ?? (0, 0)
    recent[id] = (known.sum + milliseconds, known.count + 1)
    guard recent.count >= Self.capacity else { return }
    older = recent
    recent = [:]
  }

  /// The mean over the calls of a decision; it is not held any longer.
  mutating func take(_ id: String) -> Double? {
    let known = [recent.removeValue(forKey: id), older.removeValue(forKey: id)].lazy.compactMap { $0 }.first
    return known.map { $0.sum / Double($0.count) }
  }
}

extension ClientLine {
  /// The line of a feedback with the latency that its client did not measure; before its other fields, so that it is
  /// the first of that name.
  func with(latency: Double?) -> ClientLine {
    guard let latency, case .feedback(var feedback) = event.event,
      !remarks.contains(where: { $0.field == "latency_ms" }),
      let brace = bytes.firstIndex(of: UInt8(ascii: "{"))
    else { return self }
    let text = JSONText.object { $0.field("latency_ms", latency) }
    var line = self
    line.bytes.replaceSubrange(brace...brace, with: text.utf8.dropLast() + [UInt8(ascii: ",")])
    guard line.bytes.count <= LineLimit.longest else { return self }
    feedback.latencyMilliseconds = latency
    line.event.event = .feedback(feedback)
    return line
  }
}
