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
    self = Self.text(beginning, isAll: whole)
    if self == .undecided, whole { self = .runLog }
  }
}
