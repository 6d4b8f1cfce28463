/// What is read of an `Event` message (tensorflow/core/util/event.proto).
struct TensorBoardEvent {
  private(set) var time: Double?
  private(set) var step: Int64 = 0
  private(set) var version: String?
  private(set) var scalars: [(name: String, value: Double)] = []
  private(set) var isStop = false
  private(set) var isMalformed = false

  init(_ bytes: UnsafeRawBufferPointer) {
    var fields = ProtobufReader(bytes)
    while let (field, value) = fields.next() {
      switch field {
      case 1: time = value.number
      case 2: step = value.integer ?? 0
      case 3: version = value.text
      case 5: value.bytes.map { readSummary($0) }
      case 7: value.bytes.map { readSessionLog($0) }
      default: break
      }
    }
    isMalformed = isMalformed || fields.isMalformed
  }

  /// `Summary`: values, each with a tag.
  private mutating func readSummary(_ bytes: UnsafeRawBufferPointer) {
    var fields = ProtobufReader(bytes)
    while let (field, value) = fields.next() {
      if field == 1, let bytes = value.bytes { readValue(bytes) }
    }
    isMalformed = isMalformed || fields.isMalformed
  }

  private mutating func readValue(_ bytes: UnsafeRawBufferPointer) {
    var fields = ProtobufReader(bytes)
    var tag = ""
    var number: Double?
    var plugin: String?
    while let (field, value) = fields.next() {
      switch field {
      case 1: tag = value.text ?? ""
      case 2: number = value.number
      case 8: number = value.bytes.flatMap { TensorBoardScalar($0).value }
      case 9: plugin = value.bytes.flatMap(Self.pluginName)
      default: break
      }
    }
    isMalformed = isMalformed || fields.isMalformed
    // Other plugins keep numbers of their own in tensors, hyperparameters a 0 that means nothing.
    guard let number, plugin == nil || plugin == "scalars", !fields.isMalformed else { return }
    scalars.append((tag, number))
  }

  /// `SummaryMetadata.plugin_data.plugin_name`, which the first value of a tag has.
  private static func pluginName(_ metadata: UnsafeRawBufferPointer) -> String? {
    var fields = ProtobufReader(metadata)
    while let (field, value) = fields.next() {
      guard field == 1, let bytes = value.bytes else { continue }
      var data = ProtobufReader(bytes)
      while let (field, value) = data.next() {
        if field == 1, let name = value.text, !name.isEmpty { return name }
      }
    }
    return nil
  }

  /// `SessionLog.status` 2 is STOP.
  private mutating func readSessionLog(_ bytes: UnsafeRawBufferPointer) {
    var fields = ProtobufReader(bytes)
    while let (field, value) = fields.next() { if field == 1 { isStop = value.integer == 2 } }
  }
}
