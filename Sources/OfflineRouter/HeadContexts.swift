/// What the published head, trained on the offline part, gives a router for the stream.
///
/// Tested by `EvaluationTests`.
package struct HeadContexts: Sendable {
  /// h.
  package var width: Int
  /// x of the stream's pairs, row-major.
  package var stream: [Double]
  /// E_bt by reward model.
  package var vectors: [[Double]]

  package init(width: Int, stream: [Double], vectors: [[Double]]) {
    self.width = width
    self.stream = stream
    self.vectors = vectors
  }

  /// Trains on the pairs at the first places and transforms those at the second, keyed by the seed.
  package typealias Trainer =
    @Sendable (_ offline: [Int], _ stream: [Int], _ seed: UInt64) throws -> HeadContexts
}

extension HeadContexts {
  /// The published head with its defaults.
  ///
  /// - Parameter data: the pairs that are evaluated, in their order, with their reward models.
  package static func trainer(_ data: HeadData) -> Trainer {
    { offline, stream, seed in
      var options = HeadOptions()
      options.seed = seed
      // Splits run beside one another already.
      options.threads = 1
      let model = try HeadTraining(data, rows: offline, options: options).run()
      guard let contexts = model.contexts(for: data, rows: stream, threads: 1) else {
        throw HeadError.noPairs
      }
      return HeadContexts(
        width: options.width, stream: contexts.flatMap { $0 }, vectors: model.preferenceVectors)
    }
  }
}
