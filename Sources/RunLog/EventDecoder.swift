import RunEvents

/// Decodes single lines of a run log. Holds a parser and its memory: used on one thread.
public struct EventDecoder {
  public init() {}

  /// Decodes one line without its line ending.
  public func decode(_ line: UnsafeRawBufferPointer) -> LineContent {
    .fault(FaultReason(.invalidJSON, "nothing can be read yet"))
  }
}
