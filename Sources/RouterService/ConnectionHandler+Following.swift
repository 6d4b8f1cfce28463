import JSON
import NIOCore

// Who follows the log.

extension ConnectionHandler {
  /// Bytes of the log that are sent at once.
  private static let pieceLength = 128 << 10

  struct Following {
    /// Where in the log the next bytes for this client begin.
    var cursor: Int
    /// The log comes in pieces with a line before each, and what the client is to be told between them.
    var wantsAnswers: Bool
    var isSending = false
    /// What it knows of why the log cannot be written.
    var knownTrouble: String?
  }

  /// Sends what is new to this client, as far as it takes it.
  func sendLog() {
    guard following?.isSending == false else { return }
    following?.isSending = true
    defer { following?.isSending = false }
    while let context, !isEnding, context.channel.isWritable, let piece = nextPiece() {
      context.writeAndFlush(wrapOutboundOut(piece), promise: nil)
    }
  }

  private func nextPiece() -> ByteBuffer? {
    guard let following else { return nil }
    if following.wantsAnswers, following.knownTrouble != room.trouble {
      self.following?.knownTrouble = room.trouble
      return ByteBuffer(
        string: JSONText.object { json in
          json.field("type", "trouble")
          json.field("text", room.trouble)
        } + "\n")
    }
    guard following.cursor < room.desk.end,
      let bytes = room.desk.log(at: following.cursor, count: Self.pieceLength), !bytes.isEmpty
    else { return nil }
    self.following?.cursor += bytes.count
    guard following.wantsAnswers else { return ByteBuffer(bytes: bytes) }
    var piece = ByteBuffer(
      string: JSONText.object { json in
        json.field("type", "log")
        json.field("bytes", bytes.count)
      } + "\n")
    piece.writeBytes(bytes)
    return piece
  }
}
