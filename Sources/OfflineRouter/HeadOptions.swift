/// The settings of a head's training.
///
/// Where the published code fixes a value it is that one: AdamW without weight decay (the library's default there),
/// λ_bt 1, rows of E and W drawn as PyTorch's Linear draws its weight. λ_cls 0.2 and width 128 are those of the paper
/// and of docs/engine.md. The published code trains a whole encoder with the head, so that its rate, batch and epochs
/// cannot be taken over: ours are ordinary values for a head on frozen embeddings, tuned on nothing.
package struct HeadOptions: Equatable, Sendable {
  /// h, the length of a context; 2…4096.
  package var width = 128
  /// λ_bt ≥ 0.
  package var preferenceWeight = 1.0
  /// λ_cls ≥ 0.
  package var classificationWeight = 0.2
  /// AdamW's step, > 0.
  package var rate = 1e-3
  /// AdamW's decoupled decay of all parameters, ≥ 0.
  package var decay = 0.0
  /// Pairs a step.
  package var batch = 64
  /// At most; training stops earlier.
  package var epochs = 40
  /// Epochs without a better validation loss before it stops.
  package var patience = 5
  /// Share of the pairs, by whole groups, that is kept for validation; 0 for none.
  package var validationShare = 0.2
  /// Let each of two reward models win against the other equally much.
  package var isBalanced = false
  package var seed: UInt64 = 0
  /// 1 or 2; the numbers are the same.
  package var threads = 2

  package init() {}

  /// - Throws: ``HeadError/setting(_:value:accepted:)`` for the first value out of its domain.
  func check() throws(HeadError) {
    func refuse(
      _ name: String, _ value: some CustomStringConvertible, unless isAccepted: Bool, _ accepted: String
    ) throws(HeadError) {
      if !isAccepted { throw .setting(name, value: value.description, accepted: accepted) }
    }
    try refuse(
      "the width of the head", width, unless: (2...4096).contains(width), "a whole number from 2 to 4096")
    try refuse(
      "the number of epochs", epochs, unless: (1...100_000).contains(epochs),
      "a whole number from 1 to 100000")
    try refuse("the batch", batch, unless: (1...65_536).contains(batch), "a whole number from 1 to 65536")
    try refuse("the patience", patience, unless: patience >= 1, "a whole number of at least 1")
    try refuse("the learning rate", rate, unless: rate > 0 && rate <= 1, "a number above 0 and up to 1")
    try refuse("the weight decay", decay, unless: decay >= 0 && decay <= 1, "a number from 0 to 1")
    let weights = 0.0...1e6
    try refuse(
      "λ_cls", classificationWeight, unless: weights.contains(classificationWeight),
      "a number from 0 to 1000000")
    try refuse(
      "λ_bt", preferenceWeight, unless: weights.contains(preferenceWeight), "a number from 0 to 1000000")
    try refuse(
      "the validation split", validationShare, unless: validationShare >= 0 && validationShare < 1,
      "a number from 0 up to, but not including, 1")
  }
}
