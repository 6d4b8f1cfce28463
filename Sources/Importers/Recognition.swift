/// What a source is, by its first bytes.
package enum Recognition: Equatable, Sendable {
  /// More bytes are needed to tell.
  case undecided
  /// A run log, or nothing that is known: the decoder says what is wrong with it.
  case runLog
  case foreign(ImportFormat)

  /// As many bytes as are looked at; a source that is still undecided after them is a run log.
  package static let mostBytes = 256 << 10

  /// - Parameters:
  ///   - beginning: the first bytes of the source.
  ///   - isAll: no more will come.
  /// - Complexity: O(bytes), and most sources are decided by their first few.
  package init(beginning: UnsafeRawBufferPointer, isAll: Bool) {
    let whole = isAll || beginning.count >= Self.mostBytes
    self = Self.binary(beginning) ?? Self.text(beginning, isAll: whole)
    if self == .undecided, whole { self = .runLog }
  }

  /// Decides by what formats of binary records begin with; `nil` where it is none of them.
  private static func binary(_ bytes: UnsafeRawBufferPointer) -> Recognition? {
    if bytes.isEmpty { return nil }
    if bytes.starts(with: WandbFrames.signature) { return .foreign(.wandb) }
    if WandbFrames.signature.starts(with: bytes) { return .undecided }
    // The length of the first record has zeros in its upper bytes, and no text has.
    guard bytes.prefix(8).dropFirst(2).contains(0) else { return nil }
    if bytes.count < TFRecordFrames.headerLength { return .undecided }
    let header = UnsafeRawBufferPointer(rebasing: bytes[..<TFRecordFrames.headerLength])
    return TFRecordFrames.length(inHeader: header) == nil ? nil : .foreign(.tensorBoard)
  }
}
