import JSON
import RunEvents

/// Lines of a run log as bytes, made of another program's records.
package struct ImportedLines {
  /// What has been made and not been taken yet.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Hands out what has been made.
  package mutating func take() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }
}

extension ImportedLines {
  /// A line of the source that stands in a run log as it is: a blank one, an event, or one whose fault the decoder words.
  mutating func line(asItIs line: UnsafeRawBufferPointer, isWhole: Bool = true) {
    // Only an importer says what is no JSON and still has words of its own.
    if line.first == ImportFault.mark { bytes.append(UInt8(ascii: " ")) }
    bytes.append(contentsOf: line)
    if isWhole { bytes.append(0x0A) }
  }

  mutating func fault(_ kind: FaultReason.Kind, _ sentence: String) {
    ImportFault.append(kind, sentence, to: &bytes)
    bytes.append(0x0A)
  }

  /// An event of a type, with its fields in the order of the run log.
  mutating func event(
    _ type: String, at time: Double? = nil, isWhole: Bool = true, _ fields: (inout JSONText) -> Void
  ) {
    let text = JSONText.object(nonFinite: .python) { json in
      json.field("t", time)
      json.field("type", type)
      fields(&json)
    }
    bytes.append(contentsOf: text.utf8)
    if isWhole { bytes.append(0x0A) }
  }

  /// A `metrics` line; a step below 0 is left to the decoder to refuse.
  mutating func metrics(
    at time: Double? = nil, step: Int, values: some Sequence<(name: String, value: Double)>
  ) {
    event("metrics", at: time) { json in
      json.field("step", step)
      json.object("values") { json in for (name, value) in values { json.field(name, value) } }
    }
  }

  mutating func note(_ text: String, at time: Double? = nil) {
    event("note", at: time) { json in
      json.field("level", "info")
      json.field("text", text)
    }
  }

  mutating func end(_ reason: String, at time: Double? = nil) {
    event("end", at: time) { $0.field("reason", reason) }
  }

  /// A `metrics` line of the numbers in an object. What is `null` there is NaN, as writers of strict JSON have it; texts,
  /// truth values and what is nested are no metrics.
  ///
  /// - Parameter step: as it stands; one that is none is left to the decoder to refuse.
  mutating func metrics(
    step: JSONValue?, of object: JSONValue, except left: [String] = [], isWhole: Bool = true
  ) {
    event("metrics", isWhole: isWhole) { json in
      if let step {
        json.key("step")
        json.value(rawJSON: step.jsonText)
      }
      json.object("values") { json in
        for (key, value) in object.fields where value.number != nil || value.isNull {
          guard let name = key.string, !left.contains(name) else { continue }
          json.field(name, value.number ?? .nan)
        }
      }
    }
  }
}
