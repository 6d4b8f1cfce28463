/// What a router has said and nobody has taken yet: bytes that become answers line by line.
struct RouterAnswers {
  /// Bytes of the longest line that a router answers with.
  static let longest = 16 << 20

  private(set) var bytes: [UInt8] = []
  /// So many of them have no line end.
  private var searched = 0

  /// Has `fill` write at most `count` more bytes, and say how many they are; `nil` for none.
  mutating func append(
    atMost count: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Int?
  ) {
    let before = bytes.count
    bytes += repeatElement(0, count: count)
    let filled = bytes.withUnsafeMutableBytes { fill(UnsafeMutableRawBufferPointer(rebasing: $0[before...])) }
    bytes.removeLast(count - (filled ?? 0))
  }

  /// The next answer that is there whole.
  ///
  /// - Throws: ``RouterError/refused(code:message:)`` where the router refuses what was asked;
  ///   ``RouterError/strange(_:answer:)`` for what no router says, a line without an end among it.
  mutating func next(from address: RouterAddress) throws(RouterError) -> RouterAnswer? {
    guard let end = bytes[searched...].firstIndex(of: 0x0A) else {
      searched = bytes.count
      if searched > Self.longest { throw strange(bytes[...], address) }
      return nil
    }
    guard let answer = RouterAnswer(line: bytes[..<end]) else { throw strange(bytes[..<end], address) }
    bytes.removeFirst(end + 1)
    searched = 0
    if case .refused(let code, let message, _) = answer { throw .refused(code: code, message: message) }
    return answer
  }

  /// What stands behind the last answer.
  mutating func takeRest() -> [UInt8] {
    defer { self = RouterAnswers() }
    return bytes
  }

  private func strange(_ line: ArraySlice<UInt8>, _ address: RouterAddress) -> RouterError {
    .strange(address, answer: String(decoding: line.prefix(256), as: UTF8.self))
  }
}
