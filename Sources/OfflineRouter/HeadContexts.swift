/// What the published head, trained on the offline part, gives a router for the stream.
public struct HeadContexts: Sendable {
  /// h.
  public var width: Int
  /// x of the stream's pairs, row-major.
  public var stream: [Double]
  /// E_bt by reward model.
  public var vectors: [[Double]]

  public init(width: Int, stream: [Double], vectors: [[Double]]) {
    self.width = width
    self.stream = stream
    self.vectors = vectors
  }

  /// Trains on the first and transforms the second, keyed by the seed.
  public typealias Trainer = @Sendable (PairDataset, PairDataset, UInt64) throws -> HeadContexts
}
