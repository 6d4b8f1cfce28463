import JSON
package import RunEvents
import Wording

/// Decodes single lines of judged pairs (the offline data); used on one thread, copies share the parser's memory.
///
/// Rules: docs/run-log.md, *Judged pairs*. Embeddings go before a context where a line has both; `scores` and `cost`
/// are not read. A judgement that cannot be read is not known, and a remark.
package struct JudgedPairDecoder {
  private let reader = JSONReader()
  private let remarks = LineRemarks()

  package init() {}

  /// Decodes one line without its line ending.
  ///
  /// - Parameters:
  ///   - line: any bytes; they are only read during the call, and need no padding.
  ///   - number: the line's number, from 1, which is the pair's id where it has none.
  ///   - left: becomes what was left out of the pair.
  /// - Throws: the fault that says what was refused and what is accepted. Never traps.
  /// - Complexity: O(length of the line).
  package func decode(
    _ line: UnsafeRawBufferPointer, number: Int, leftOut left: inout [FieldRemark]
  ) throws(FaultReason) -> JudgedPair {
    defer { left = remarks.take() }
    return try reader.read(line, refused: FaultReason.init) { (root) throws(FaultReason) in
      guard let object = JSONObject(root, .event("judged"), remarks) else {
        throw FaultReason(
          .notAnObject, "expected an object with `type` “judged”, got \(root.words)")
      }
      return try object.judgedPair(number: number)
    }
  }

  /// Decodes one line of text; what was left out is not told.
  package func decode(_ line: String, number: Int) throws(FaultReason) -> JudgedPair {
    var left: [FieldRemark] = []
    return try decode(line, number: number, leftOut: &left)
  }

  /// Decodes one line of text.
  package func decode(
    _ line: String, number: Int, leftOut left: inout [FieldRemark]
  ) throws(FaultReason) -> JudgedPair {
    let result = Array(line.utf8).withUnsafeBytes { bytes -> Result<JudgedPair, FaultReason> in
      do throws(FaultReason) {
        return .success(try decode(bytes, number: number, leftOut: &left))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

extension JSONObject {
  fileprivate func judgedPair(number: Int) throws(FaultReason) -> JudgedPair {
    let type = try requiredText("type")
    if type != "judged" {
      throw FaultReason(
        .outOfRange,
        "`type` is \(quoted(type)): a file of judged pairs has `judged` lines only")
    }
    // A group is never left out: its pairs would be split, and what is learned from some tested on the others.
    return JudgedPair(
      id: optional("id", try identifier("id")) ?? String(number), group: try identifier("group"),
      category: optional("category", try textOrInteger("category")),
      features: try judgedFeatures(), labels: try judgements())
  }

  private func judgedFeatures() throws(FaultReason) -> JudgedPair.Features {
    switch (try embedding("a", "a_f32"), try embedding("b", "b_f32")) {
    case (let a?, let b?):
      if a.count != b.count {
        throw FaultReason(
          .badContext,
          "`a` has \(a.count) numbers and `b` has \(b.count): expected one length")
      }
      return .embeddings(a, b)
    case (nil, _?): throw missing("a", "the embedding of the other response beside `b`")
    case (_?, nil): throw missing("b", "the embedding of the other response beside `a`")
    case (nil, nil):
      guard let context = try embedding("x", "x_f32") else {
        throw FaultReason(
          .missingField,
          "`judged` has neither `a` and `b` nor `x`: both embeddings, or a context, are required")
      }
      return .context(context)
    }
  }

  /// Packed numbers stay single precision, which is half the memory of a file's embeddings.
  private func embedding(_ plain: StaticString, _ packed: StaticString) throws(FaultReason) -> Embedding? {
    let isPacked = field(plain) == nil
    guard let values = try vector(plain, packed) else { return nil }
    return isPacked ? .single(values.map { Float($0) }) : .double(values)
  }

  private func judgements() throws(FaultReason) -> [JudgedPair.Label] {
    guard let labels = try object("labels") else {
      throw missing("labels", "an object of 0, 1 or null for each reward model")
    }
    var seen = SeenKeys()
    var result: [JudgedPair.Label] = []
    var unreadable: [(field: String, reason: FaultReason)] = []
    for (key, value) in labels.fields {
      guard let rewardModel = key.string, seen.isFirst(rewardModel) else { continue }
      if rewardModel.utf8.count > 256 {
        throw FaultReason(
          .outOfRange,
          "a reward model in `labels` has an id of \(rewardModel.utf8.count) bytes: expected at most 256")
      }
      if value.isNull {
        result.append(JudgedPair.Label(rewardModel: rewardModel, isRight: nil))
        continue
      }
      do throws(FaultReason) {
        let isRight = try labels.label(value, of: key)
        result.append(JudgedPair.Label(rewardModel: rewardModel, isRight: isRight))
      } catch {
        unreadable.append((labels.path(key.plainText), error))
        result.append(JudgedPair.Label(rewardModel: rewardModel, isRight: nil))
      }
    }
    // A pair of which no judgement can be read is none.
    if let first = unreadable.first, unreadable.count == result.count { throw first.reason }
    for left in unreadable { remarks.add(left.field, left.reason) }
    if result.isEmpty {
      throw FaultReason(.missingField, "`labels` is empty: 0, 1 or null for each reward model is required")
    }
    return result
  }
}
