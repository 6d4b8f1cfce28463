/// Splits a TFRecord file into its records: a length of 8 bytes and its checksum, the data and theirs.
///
/// A record whose data is damaged is left out, since its length says where the next one is; after a damaged length
/// nothing can be found any more.
struct TFRecordFrames {
  enum Piece {
    case record(UnsafeRawBufferPointer)
    case damaged(String)
  }

  /// Records beyond this are passed over: no scalar is that long.
  static let longest = 64 << 20
  static let headerLength = 12

  private(set) var endOfWholeRecords = 0
  private var held: [UInt8] = []
  /// Bytes of a record that is too long, still to be passed over.
  private var toSkip = 0
  private(set) var isLost = false

  /// The length of the record that a header begins; `nil` where its checksum is wrong.
  static func length(inHeader header: UnsafeRawBufferPointer) -> UInt64? {
    let length = UInt64(littleEndian: header.loadUnaligned(as: UInt64.self))
    let checksum = UInt32(littleEndian: header.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    let isRight = checksum == CRC32C.masked(UnsafeRawBufferPointer(rebasing: header[..<8]))
    return isRight ? length : nil
  }

  /// Takes bytes and hands out the records that are whole now.
  mutating func append(_ bytes: UnsafeRawBufferPointer, to consume: (Piece) -> Void) {
    if isLost {
      endOfWholeRecords += bytes.count
      return
    }
    // Moved out and back, so that the bytes can be looked at while the rest changes.
    var held: [UInt8] = []
    swap(&held, &self.held)
    held.append(contentsOf: bytes)
    var place = 0
    held.withUnsafeBytes { held in
      while !isLost, let next = passOver(held, from: place) ?? take(held, at: place, to: consume) {
        place = next
      }
    }
    if isLost { place = held.count }
    endOfWholeRecords += place
    held.removeFirst(place)
    if held.isEmpty { held.removeAll(keepingCapacity: held.capacity <= 1 << 20) }
    swap(&held, &self.held)
  }

  mutating func finish(to consume: (Piece) -> Void) {
    let left = held.count
    if toSkip > 0 || left > 0, !isLost {
      consume(
        .damaged(
          "the file ends in the middle of the record at byte \(endOfWholeRecords)"
            + (toSkip > 0 ? "" : ", of which it has \(left) bytes")))
    }
    dropPartial()
  }

  mutating func dropPartial() { held = [] }

  /// - Returns: where the next record begins; `nil` where this one is not whole yet, or is to be passed over.
  private mutating func take(
    _ held: UnsafeRawBufferPointer, at place: Int, to consume: (Piece) -> Void
  ) -> Int? {
    let header = UnsafeRawBufferPointer(rebasing: held[place...].prefix(Self.headerLength))
    guard header.count == Self.headerLength else { return nil }
    let offset = endOfWholeRecords + place
    guard let length = Self.length(inHeader: header) else {
      consume(
        .damaged(
          "the length of the record at byte \(offset) has a wrong checksum: nothing behind it can be found"))
      isLost = true
      return nil
    }
    guard length <= UInt64(Self.longest) else {
      consume(
        .damaged(
          "the record at byte \(offset) has \(length) bytes: of at most \(Self.longest) they are read"))
      toSkip = Int(clamping: length.addingReportingOverflow(16).partialValue)
      return passOver(held, from: place)
    }
    let start = place + Self.headerLength
    let end = start + Int(length)
    guard held.count >= end + 4 else { return nil }
    let data = UnsafeRawBufferPointer(rebasing: held[start..<end])
    let checksum = UInt32(littleEndian: held.loadUnaligned(fromByteOffset: end, as: UInt32.self))
    if checksum == CRC32C.masked(data) {
      consume(.record(data))
    } else {
      consume(.damaged("the record at byte \(offset) has a wrong checksum"))
    }
    return end + 4
  }

  /// Passes over bytes of a record that is too long.
  ///
  /// - Returns: where the rest begins; `nil` where there is nothing to pass over.
  private mutating func passOver(_ held: UnsafeRawBufferPointer, from place: Int) -> Int? {
    let count = min(toSkip, held.count - place)
    guard count > 0 else { return nil }
    toSkip -= count
    return place + count
  }
}
