import JSON
import RunEvents

/// Hugging Face's `trainer_state.json`, or its `log_history` on its own: one JSON document, of which nothing is read
/// before all of it is there.
struct TrainerStateImporter: Importer {
  /// Some 200,000 entries of `log_history`.
  static let longest = 64 << 20

  private var document: [UInt8] = []
  private var scan = DocumentScan()
  /// Whether it has been read, or was found too long.
  private var isDone = false
  private var taken = 0
  private var hasSaidRest = false

  /// A document that is cut or written anew is another one.
  var endOfWholeRecords: Int { taken }

  mutating func append(_ bytes: UnsafeRawBufferPointer, to log: inout ImportedLines) {
    taken += bytes.count
    var rest = bytes[...]
    if !isDone {
      let end = scan.end(in: bytes)
      document.append(contentsOf: bytes[..<(end ?? bytes.count)])
      if document.count > Self.longest {
        log.fault(.lineTooLong, "the document has more than the \(Self.longest) bytes that are read")
        close()
        hasSaidRest = true
      }
      guard let end else { return }
      rest = bytes[end...]
      if !isDone { read(to: &log) }
    }
    if !hasSaidRest, !rest.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
      hasSaidRest = true
      log.fault(.invalidJSON, "something stands behind the document: it is left out")
    }
  }

  mutating func finish(to log: inout ImportedLines) { if !isDone { read(to: &log) } }

  mutating func dropPartial() { self = TrainerStateImporter() }

  private mutating func close() {
    isDone = true
    document = []
  }

  private mutating func read(to log: inout ImportedLines) {
    let hasMark = document.starts(with: [0xEF, 0xBB, 0xBF])
    do throws(JSONFault) {
      try JSONReader().read(document[(hasMark ? 3 : 0)...], refused: \.self) { (root) throws(JSONFault) in
        Self.write(root, to: &log)
      }
    } catch {
      log.fault(.invalidJSON, error.message)
    }
    close()
  }

  private static func write(_ root: JSONValue, to log: inout ImportedLines) {
    let history = root.isArray ? root : root.field("log_history")
    guard let history, history.isArray else {
      let found = history.map { ", got \($0.words)" } ?? ""
      return log.fault(.missingField, "`log_history` is missing: expected an array of objects\(found)")
    }
    if history.numberArray?.isEmpty == false {
      return log.fault(.illTypedField, "`log_history` is an array of numbers: expected one of objects")
    }
    for (index, entry) in history.elements.enumerated() {
      guard entry.isObject else {
        log.fault(.illTypedField, "`log_history[\(index)]` is \(entry.words): expected an object")
        continue
      }
      log.metrics(step: entry.field("step"), of: entry, except: ["step"])
    }
    if let last = root.field("max_steps")?.wholeNumber, last > 0,
      let step = root.field("global_step")?.wholeNumber, step >= last
    {
      log.end("the trainer has done its \(last) steps")
    }
  }
}
