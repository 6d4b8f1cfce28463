/// Takes apart what a router sends to who follows its log and wants answers: pieces of the log, each behind a line that
/// says how long it is, and lines that are no part of it.
struct RouterPieces {
  enum Part: Equatable {
    /// The next bytes of the log.
    case log(ArraySlice<UInt8>)
    /// A line for this client, without its line break.
    case line(ArraySlice<UInt8>)
  }

  /// Bytes of the log that come before the next line.
  private var logLength = 0
  /// The beginning of a line.
  private var partial: [UInt8] = []

  /// The next part; `nil` when the rest of it has not come.
  mutating func next(of bytes: inout ArraySlice<UInt8>) -> Part? {
    while !bytes.isEmpty {
      if logLength > 0 {
        let piece = bytes.prefix(logLength)
        bytes = bytes.dropFirst(piece.count)
        logLength -= piece.count
        return .log(piece)
      }
      guard let newline = bytes.firstIndex(of: 0x0A) else {
        partial += bytes
        bytes = []
        // No router says so much.
        return partial.count > RouterAnswers.longest ? .line(partial[...]) : nil
      }
      let line = partial.isEmpty ? bytes[..<newline] : (partial + bytes[..<newline])[...]
      partial = []
      bytes = bytes[(newline + 1)...]
      guard case .log(let count) = RouterAnswer(line: line) else { return .line(line) }
      logLength = count
    }
    return nil
  }
}

/// What a router has refused of a person's controls.
package struct ControlRefusal: Equatable, Sendable {
  /// Of the control; `nil` for another line.
  package var sequence: String?
  /// Printable.
  package var message: String
}
