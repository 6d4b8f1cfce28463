import JSON
import RunEvents
import Wording

/// JSON lines of metrics: verl's file logger and LLaMA-Factory's trainer_log.jsonl.
///
/// Each line becomes one line, so that a fault has the number of the line in the file. A line that has a `type` is an
/// event that somebody has written beside them, and stands as it is.
struct MetricsLineImporter: Importer {
  /// Which fields a line has.
  enum Shape {
    /// `{"step": 1, "data": {"actor/loss": 0.5}}`
    case verl
    /// `{"current_steps": 5, "total_steps": 40, "loss": 1.5, "elapsed_time": "0:00:09"}`
    case llamaFactory
  }

  private let shape: Shape
  private let reader = JSONReader()
  private var lines = TextLines()

  init(_ shape: Shape) { self.shape = shape }

  var endOfWholeRecords: Int { lines.endOfWholeLines }

  mutating func append(_ bytes: UnsafeRawBufferPointer, to log: inout ImportedLines) {
    lines.append(bytes) { [reader, shape] line in
      Self.convert(line, as: shape, by: reader, isWhole: true, to: &log)
    }
  }

  mutating func finish(to log: inout ImportedLines) {
    lines.finish { [reader, shape] line in
      Self.convert(line, as: shape, by: reader, isWhole: false, to: &log)
    }
  }

  mutating func dropPartial() { lines.dropPartial() }

  private static func convert(
    _ line: TextLines.Line, as shape: Shape, by reader: JSONReader, isWhole: Bool,
    to log: inout ImportedLines
  ) {
    switch line {
    case .tooLong(let length):
      log.fault(.lineTooLong, "the line has \(length) bytes: \(TextLines.longest) are the most")
    case .bytes(let bytes):
      do throws(NotMetrics) {
        try reader.read(bytes, refused: NotMetrics.init) { (root) throws(NotMetrics) in
          guard root.isObject, root.field("type")?.utf8 == nil else { throw NotMetrics() }
          write(root, as: shape, isWhole: isWhole, to: &log)
        }
      } catch {
        log.line(asItIs: bytes, isWhole: isWhole)
      }
    }
  }

  private static func write(
    _ root: JSONValue, as shape: Shape, isWhole: Bool, to log: inout ImportedLines
  ) {
    switch shape {
    case .verl:
      guard let data = root.field("data"), data.isObject else {
        let found = root.field("data").map { ", got \($0.words)" } ?? ""
        return log.fault(
          .missingField, "a line of verl has the metrics in `data`: expected an object\(found)")
      }
      log.metrics(step: root.field("step"), of: data, isWhole: isWhole)
    case .llamaFactory:
      // How far the run is says `current_steps` already.
      log.metrics(
        step: root.field("current_steps"), of: root, except: ["current_steps", "total_steps", "percentage"],
        isWhole: isWhole)
    }
  }

  /// The line is an event, or one that the decoder refuses in its own words.
  private struct NotMetrics: Error {
    init() {}
    init(_ fault: JSONFault) {}
  }
}
