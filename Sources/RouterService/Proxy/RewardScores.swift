import JSON
import NIOCore

/// What a reward model says of the responses it was asked about.
struct RewardScores: Equatable {
  var rewards: [Double]
  var scores: [Double]
}

/// Why a call did not bring scores: words that fit after a colon.
struct CallFailure: Error, Equatable {
  var reason: String
  /// It may go better another time.
  var isPassing: Bool
  /// Who asked had gone before it was this call's turn: it was not made, and is nobody's fault.
  static let abandoned = CallFailure("nobody waits for it")

  init(_ reason: String, isPassing: Bool = false) {
    self.reason = reason
    self.isPassing = isPassing
  }

  init(_ fault: JSONFault) { self.init("its answer is not JSON: \(fault)") }
}

extension RewardScores {
  /// Reads an endpoint's answer; `scores` are its rewards where it says nothing else.
  ///
  /// A reward that is missing or not finite is a failure: nothing is trained on a number that nobody gave.
  init(_ body: UnsafeRawBufferPointer, count: Int, _ reader: JSONReader) throws(CallFailure) {
    self = try reader.read(body, refused: CallFailure.init) { (root) throws(CallFailure) in
      let rewards = try Self.numbers(root.field("rewards"), "rewards", count)
      let scores = root.field("scores").flatMap { $0.isNull ? nil : $0 }
      guard let scores else { return RewardScores(rewards: rewards, scores: rewards) }
      return RewardScores(rewards: rewards, scores: try Self.numbers(scores, "scores", count))
    }
  }

  private static func numbers(
    _ field: JSONValue?, _ name: String, _ count: Int
  ) throws(CallFailure) -> [Double] {
    guard let field else { throw CallFailure("its answer has no \(name)") }
    guard let numbers = field.numberArray else {
      throw CallFailure("its \(name): expected a list of \(count) numbers, got \(field.words)")
    }
    guard numbers.count == count else {
      throw CallFailure("its \(name) are \(numbers.count) numbers, and \(count) were asked for")
    }
    if let index = numbers.firstIndex(where: { !$0.isFinite }) {
      throw CallFailure("its \(name) have \(numbers[index]) at \(index)")
    }
    return Array(numbers)
  }
}
