import JSON

extension Recognition {
  /// Decides by the first key of the first object, and where that is none of a run log by the first whole line.
  static func text(_ bytes: UnsafeRawBufferPointer, isAll: Bool) -> Recognition {
    var scan = Beginning(bytes)
    guard let first = scan.next() else { return .undecided }
    if first == UInt8(ascii: "[") { return logHistory(scan) }
    guard first == UInt8(ascii: "{") else { return .runLog }
    guard let key = scan.key() else { return scan.isAtEnd ? .undecided : .runLog }
    // The keys that nearly every line of a run log begins with.
    if key == "type" || key == "t" { return .runLog }
    if stateKeys.contains(key) { return .foreign(.trainerState) }
    guard let line = scan.line(isAll: isAll) else { return .undecided }
    let format = try? JSONReader().read(line, refused: \.self) { (root) throws(JSONFault) in metrics(root) }
    return (format ?? nil).map(Recognition.foreign) ?? .runLog
  }

  /// Fields that `trainer_state.json` has, whose writer sorts them: the first is one of these.
  private static let stateKeys: Set = [
    "best_global_step", "best_metric", "best_model_checkpoint", "log_history", "is_hyper_param_search",
    "is_local_process_zero", "is_world_process_zero",
  ]

  /// `log_history` on its own is an array of objects.
  private static func logHistory(_ scan: Beginning) -> Recognition {
    var scan = scan
    guard let next = scan.next() else { return .undecided }
    return next == UInt8(ascii: "{") ? .foreign(.trainerState) : .runLog
  }

  private static func metrics(_ root: JSONValue) -> ImportFormat? {
    guard root.isObject, root.field("type")?.utf8 == nil else { return nil }
    if root.field("log_history")?.isArray == true { return .trainerState }
    if root.field("current_steps")?.number != nil, root.field("total_steps")?.number != nil {
      return .llamaFactory
    }
    if root.field("step")?.number != nil, root.field("data")?.isObject == true { return .verl }
    return nil
  }
}

/// A cursor over the beginning of a text.
private struct Beginning {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// Only blanks are left.
  var isAtEnd: Bool { bytes[position...].allSatisfy(Self.isBlank) }

  /// Goes behind the next byte that is no blank.
  mutating func next() -> UInt8? {
    while position < bytes.count {
      position += 1
      if !Self.isBlank(bytes[position - 1]) { return bytes[position - 1] }
    }
    return nil
  }

  /// The text between the next two quotes; `nil` where there is another byte before, or no end yet.
  mutating func key() -> String? {
    var ahead = self
    guard let quote = ahead.next() else {
      position = bytes.count
      return nil
    }
    guard quote == UInt8(ascii: "\"") else { return nil }
    let start = ahead.position
    guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\"")) else {
      position = bytes.count
      return nil
    }
    position = end + 1
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The line that the cursor stands in, once it is whole.
  func line(isAll: Bool) -> UnsafeRawBufferPointer? {
    let start = bytes[..<position].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    guard let end = bytes[position...].firstIndex(of: 0x0A) ?? (isAll ? bytes.count : nil) else { return nil }
    let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
    return line.starts(with: [0xEF, 0xBB, 0xBF]) ? UnsafeRawBufferPointer(rebasing: line[3...]) : line
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
