import CZlib

/// Splits a W&B run file into its records: LevelDB's log format in blocks of 32 KiB, behind a header of 7 bytes.
///
/// A block holds chunks: a checksum of 4 bytes (CRC-32 of the type and the data), a length of 2, a type of 1, and the
/// data; a record is one chunk, or a first, middles and a last. After damage the next block is where reading goes on.
struct WandbFrames {
  enum Piece {
    case record(UnsafeRawBufferPointer)
    case damaged(String)
  }

  /// `:W&B`, then 0xBEE1 as two bytes.
  static let signature: [UInt8] = [0x3A, 0x57, 0x26, 0x42, 0xE1, 0xBE]
  static let headerLength = 7
  static let blockLength = 32_768
  /// Records beyond this are left out.
  static let longest = 64 << 20

  private enum ChunkType: UInt8 {
    case full = 1
    case first = 2
    case middle = 3
    case last = 4
  }

  private(set) var endOfWholeRecords = 0
  /// The next byte of the file that is looked at.
  private var position = 0
  private var held: [UInt8] = []
  /// Chunks of a record whose last one has not come.
  private var record: [UInt8]?
  /// Bytes that are passed over: the rest of a damaged block.
  private var toSkip = 0
  /// What is no beginning of a record is passed over, because damage was met before.
  private var isRecovering = false
  private var isBegun = false
  private(set) var isUnknown = false

  /// Takes bytes and hands out the records that are whole now.
  mutating func append(_ bytes: UnsafeRawBufferPointer, to consume: (Piece) -> Void) {
    // Moved out and back, so that the bytes can be looked at while the rest changes.
    var held: [UInt8] = []
    swap(&held, &self.held)
    held.append(contentsOf: bytes)
    var place = 0
    held.withUnsafeBytes { held in
      while place < held.count,
        let count = take(UnsafeRawBufferPointer(rebasing: held[place...]), to: consume)
      {
        place += count
        position += count
        if record == nil { endOfWholeRecords = position }
      }
    }
    held.removeFirst(place)
    swap(&held, &self.held)
  }

  mutating func finish(to consume: (Piece) -> Void) {
    if !isUnknown, !held.isEmpty || record != nil {
      consume(.damaged("the file ends in the middle of the record at byte \(endOfWholeRecords)"))
    }
    dropPartial()
  }

  mutating func dropPartial() {
    held = []
    record = nil
    position = endOfWholeRecords
  }

  /// Looks at what comes next.
  ///
  /// - Returns: how many bytes are done with; `nil` where more are needed.
  private mutating func take(_ bytes: UnsafeRawBufferPointer, to consume: (Piece) -> Void) -> Int? {
    if isUnknown { return bytes.count }
    if !isBegun { return begin(bytes, to: consume) }
    if toSkip > 0 {
      let count = min(toSkip, bytes.count)
      toSkip -= count
      return count
    }
    let left = Self.blockLength - position % Self.blockLength
    if left < Self.headerLength {
      // Too little for a chunk: zeros.
      toSkip = left
      return 0
    }
    guard bytes.count >= Self.headerLength else { return nil }
    let checksum = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
    let length = Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt16.self)))
    if checksum == 0, length == 0, bytes[6] == 0 {
      // A block that was made and not filled.
      return damage(
        record == nil ? nil : "the record at byte \(endOfWholeRecords) has no end", left, to: consume)
    }
    guard Self.headerLength + length <= left else {
      return damage("a chunk at byte \(position) is longer than its block", left, to: consume)
    }
    guard bytes.count >= Self.headerLength + length else { return nil }
    let typed = UnsafeRawBufferPointer(rebasing: bytes[6..<(Self.headerLength + length)])
    guard checksum == Self.checksum(typed), let type = ChunkType(rawValue: bytes[6]) else {
      return damage("a chunk at byte \(position) has a wrong checksum", left, to: consume)
    }
    take(type, UnsafeRawBufferPointer(rebasing: typed[1...]), to: consume)
    return Self.headerLength + length
  }

  private mutating func begin(_ bytes: UnsafeRawBufferPointer, to consume: (Piece) -> Void) -> Int? {
    guard bytes.count >= Self.headerLength else { return nil }
    isBegun = true
    if !bytes.starts(with: Self.signature) {
      consume(.damaged("the file does not begin as W&B run files do"))
      isUnknown = true
    } else if bytes[6] != 0 {
      consume(.damaged("the file has version \(bytes[6]) of W&B's format: version 0 is read"))
      isUnknown = true
    }
    return Self.headerLength
  }

  private mutating func take(
    _ type: ChunkType, _ data: UnsafeRawBufferPointer, to consume: (Piece) -> Void
  ) {
    switch type {
    case .full, .first:
      if record != nil {
        consume(.damaged("the record at byte \(endOfWholeRecords) has no end"))
        record = nil
      }
      isRecovering = false
      if type == .full { consume(.record(data)) } else { record = Array(data) }
    case .middle, .last:
      guard var whole = record.take() else {
        if !isRecovering { consume(.damaged("a record has no beginning before byte \(position)")) }
        isRecovering = true
        return
      }
      guard whole.count + data.count <= Self.longest else {
        consume(
          .damaged(
            "the record at byte \(endOfWholeRecords) is longer than the \(Self.longest) bytes that are read"))
        isRecovering = true
        return
      }
      whole.append(contentsOf: data)
      if type == .last { whole.withUnsafeBytes { consume(.record($0)) } } else { record = whole }
    }
  }

  /// Goes on with the next block.
  private mutating func damage(_ sentence: String?, _ left: Int, to consume: (Piece) -> Void) -> Int {
    if let sentence { consume(.damaged(sentence + ": reading goes on with the next block")) }
    record = nil
    isRecovering = true
    toSkip = left
    return 0
  }

  private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32(0, bytes.bindMemory(to: UInt8.self).baseAddress, UInt32(bytes.count)))
  }
}
