/// A vector as a log or a data file has it: `…_f32` fields as single precision (half the memory), number lists as
/// double; either widens exactly.
package enum Embedding: Equatable, Sendable {
  case single([Float])
  case double([Double])

  package var count: Int {
    switch self {
    case .single(let values): values.count
    case .double(let values): values.count
    }
  }

  /// The numbers as doubles.
  package var values: [Double] {
    switch self {
    case .single(let values): values.map(Double.init)
    case .double(let values): values
    }
  }
}
