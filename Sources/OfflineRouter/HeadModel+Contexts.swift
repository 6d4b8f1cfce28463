extension HeadModel {
  /// All parameters, in the order of a `HeadShape`.
  var parameters: [Double] {
    transform.weight + transform.bias + transform.layerNormWeight + transform.layerNormBias
      + preferenceVectors.flatMap { $0 } + classificationVectors.flatMap { $0 } + classificationBias
  }

  /// The contexts of many pairs at once, by the single precision products of the training: float32 values, within a
  /// few units in the last place of ``PairTransform/context(for:category:)``, at a tenth of its time.
  ///
  /// - Parameters:
  ///   - data: pairs with embeddings of the length that the head was trained on.
  ///   - rows: places in `data`; `nil` for all.
  ///   - threads: 1 or 2; the numbers are the same.
  /// - Returns: one context of length h per row, in their order; `nil` where the embeddings have another length.
  /// - Complexity: O(rows · features · width).
  package func contexts(for data: HeadData, rows: [Int]? = nil, threads: Int = 2) -> [[Double]]? {
    let width = transform.bias.count
    let shape = HeadShape(features: data.featureCount, width: width, arms: rewardModels.count)
    guard width > 0, transform.weight.count == shape.weight.count else { return nil }
    let places = (rows ?? Array(0..<data.count)).map { Int32($0) }
    guard places.allSatisfy({ $0 >= 0 && $0 < data.count }) else { return nil }
    let network = HeadNetwork<Float>(shape, batch: min(256, max(1, places.count)), threads: threads)
    network.load(parameters)
    var contexts: [[Double]] = []
    contexts.reserveCapacity(places.count)
    network.contexts(places, of: data) { block in
      for row in 0..<block.count / width {
        contexts.append(block[row * width..<(row + 1) * width].map { Double($0) })
      }
    }
    return contexts
  }
}
