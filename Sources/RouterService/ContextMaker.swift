import RunEvents
import Wording

/// Makes the context of a pair out of the embeddings of both responses: the transform of a prior file.
package struct ContextMaker: Sendable {
  private let context: @Sendable (_ a: [Double], _ b: [Double], _ category: String?) -> [Double]?

  /// - Parameter context: of float32 values; `nil` for embeddings of a length that it does not take.
  package init(
    _ context: @escaping @Sendable (_ a: [Double], _ b: [Double], _ category: String?) -> [Double]?
  ) {
    self.context = context
  }

  /// The pair with its context in place of its embeddings: what the log gets, so that every fold of it can do without
  /// the transform.
  static func pair(_ pair: PairEvent, by maker: ContextMaker?) throws(RequestRefusal) -> PairEvent {
    guard case .embeddings(let a, let b) = pair.description.features else { return pair }
    guard let maker else {
      throw RequestRefusal(
        .badField,
        "pair: this router has no prior file that makes a context of the embeddings a and b: send the context as x"
      )
    }
    guard let context = maker.context(a, b, pair.description.category) else {
      throw RequestRefusal(
        .dimension,
        "embeddings of \(a.count) and \(b.count) numbers do not fit the transform of the router's prior file")
    }
    var pair = pair
    pair.description.features = .context(context)
    return pair
  }
}
