import OfflineRouter
import RunEvents

/// Makes embeddings out of what a simulated world says of a pair, such that the transform of a prior file finds it
/// again.
///
/// *linear*: the world's r numbers u become f = center + scale · basis u, and a, b the embeddings that have this f as
/// far as distances, which are never negative, allow: φ is then about [one-hot, u] − mean. *head*: the world's m
/// numbers are (a + b)/2, and neighbouring ones the distances. Without a transform they are the context.
struct SimulatedFeatures: Sendable {
  /// How many numbers a pair is described by.
  let worldDimension: Int
  private let transform: PairTransform?

  init(_ file: PriorFile) {
    transform = file.transform
    switch file.transform {
    case nil: worldDimension = file.dimension
    case .linear(let linear): worldDimension = max(1, linear.mean.count - linear.categories.count)
    case .head: worldDimension = max(1, (file.transform?.inputLength ?? 0) / 2)
    }
  }

  /// The context of a pair, by way of its embeddings.
  func context(_ world: [Double], category: String) -> [Double]? {
    guard let transform else { return world }
    return transform.context(for: features(world, transform), category: category)
  }

  private func features(_ world: [Double], _ transform: PairTransform) -> JudgedPair.Features {
    switch transform {
    case .linear(let linear):
      let columns = linear.mean.count - linear.categories.count
      let feature = linear.center.indices.map { row in
        var sum = 0.0
        for column in 0..<columns { sum += linear.basis[row * columns + column] * world[column] }
        return linear.center[row] + linear.scale * sum
      }
      // An odd length is no pair of embeddings: the fit took contexts as they come.
      guard feature.count % 2 == 0 else { return .context(.double(feature)) }
      let half = feature.count / 2
      return Self.embeddings(middle: feature[..<half], distance: feature[half...])
    case .head:
      let distance = world.indices.map { world[($0 + 1) % world.count] / 2 }
      return Self.embeddings(middle: world[...], distance: distance[...])
    }
  }

  private static func embeddings(
    middle: ArraySlice<Double>, distance: ArraySlice<Double>
  ) -> JudgedPair.Features {
    let half = distance.map { $0.magnitude / 2 }
    return .embeddings(
      .single(zip(middle, half).map { Float($0 + $1) }), .single(zip(middle, half).map { Float($0 - $1) }))
  }
}
