package import RunEvents

/// f of a pair: [(a+b)/2 ; |a−b|], of length 2m; where the pair comes with a context, that context.
///
/// - Complexity: O(m).
///
/// Source: docs/engine.md, *Offline, the published way*. Tested by `PairFeaturesTests`.
package func pairFeatures(_ features: JudgedPair.Features) -> [Double] {
  switch features {
  case .context(let context): return context.values
  case .embeddings(let first, let second):
    let (first, second) = (first.values, second.values)
    return zip(first, second).map { ($0 + $1) / 2 } + zip(first, second).map { ($0 - $1).magnitude }
  }
}
