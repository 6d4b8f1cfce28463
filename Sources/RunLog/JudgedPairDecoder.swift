import RunEvents

/// Decodes single lines of judged pairs (the offline data); used on one thread, copies share the parser's memory.
///
/// Rules: run-log.md, *Judged pairs*. Embeddings go before a context where a line has both; `scores` and `cost` are
/// not read.
public struct JudgedPairDecoder {
  private let reader = JSONReader()

  public init() {}

  /// Decodes one line without its line ending.
  ///
  /// - Parameters:
  ///   - line: any bytes; they are only read during the call, and need no padding.
  ///   - number: the line's number, from 1, which is the pair's id where it has none.
  /// - Throws: the fault that says what was refused and what is accepted. Never traps.
  /// - Complexity: O(length of the line).
  public func decode(_ line: UnsafeRawBufferPointer, number: Int) throws(FaultReason) -> JudgedPair {
    try reader.read(line) { (root) throws(FaultReason) in
      guard let object = JSONObject(root, .event("judged")) else {
        throw FaultReason(
          .notAnObject, "the line is \(root.words): an object with `type` “judged” is accepted")
      }
      return try object.judgedPair(number: number)
    }
  }

  /// Decodes one line of text.
  public func decode(_ line: String, number: Int) throws(FaultReason) -> JudgedPair {
    try decode(Array(line.utf8), number: number)
  }

  private func decode(_ bytes: [UInt8], number: Int) throws(FaultReason) -> JudgedPair {
    let result = bytes.withUnsafeBytes { bytes -> Result<JudgedPair, FaultReason> in
      do throws(FaultReason) { return .success(try decode(bytes, number: number)) } catch {
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
        "`type` is “\(printableText(type, limit: 40))”: a file of judged pairs has `judged` lines only")
    }
    return JudgedPair(
      id: try identifier("id") ?? String(number), group: try identifier("group"),
      category: try text("category"),
      features: try judgedFeatures(), labels: try judgements())
  }

  private func judgedFeatures() throws(FaultReason) -> JudgedPair.Features {
    switch (try embedding("a", "a_f32"), try embedding("b", "b_f32")) {
    case (let a?, let b?):
      if a.count != b.count {
        throw FaultReason(
          .badContext,
          "`a` has \(a.count) numbers and `b` has \(b.count): embeddings of one length are accepted")
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
    for (key, value) in labels.fields {
      guard let rewardModel = key.string, seen.isFirst(rewardModel) else { continue }
      if rewardModel.utf8.count > 256 {
        throw FaultReason(
          .outOfRange,
          "a reward model in `labels` has an id of \(rewardModel.utf8.count) bytes: at most 256 are accepted")
      }
      if value.isNull {
        result.append(JudgedPair.Label(rewardModel: rewardModel, isRight: nil))
        continue
      }
      guard let label = value.wholeNumber, label == 0 || label == 1 else {
        let kind: FaultReason.Kind = value.number == nil ? .illTypedField : .outOfRange
        throw labels.refused(kind, key.plainText, value, "0, 1 or null")
      }
      result.append(JudgedPair.Label(rewardModel: rewardModel, isRight: label == 1))
    }
    if result.isEmpty {
      throw FaultReason(.missingField, "`labels` is empty: 0, 1 or null for each reward model is required")
    }
    return result
  }
}
