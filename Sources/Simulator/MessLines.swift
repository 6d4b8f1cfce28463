/// Lines that no encoder would write, as real logs have them.
enum MessLines {
  /// A `pair` line whose context has a NaN.
  static func pairWithNotANumber(_ pair: SimulatedPair) -> [UInt8] {
    var numbers = pair.context.map { "\($0)" }
    numbers[numbers.count / 2] = "NaN"
    return line(pair, numbers: numbers)
  }

  /// A `pair` line whose context has one number too many.
  static func pairOfAnotherLength(_ pair: SimulatedPair) -> [UInt8] {
    line(pair, numbers: pair.context.map { "\($0)" } + ["0.0"])
  }

  private static func line(_ pair: SimulatedPair, numbers: [String]) -> [UInt8] {
    bytes(
      #"{"type":"pair","id":"\#(pair.id)","step":\#(pair.step),"category":"\#(pair.categoryName)","#
        + #""x":[\#(numbers.joined(separator: ","))]}"#)
  }

  /// The stray line of a kind, `nil` for kinds that are not stray lines.
  static func stray(_ mess: MessPlan.PairMess, near pair: SimulatedPair) -> [UInt8]? {
    switch mess {
    case .traceback:
      bytes("Traceback (most recent call last):")
    case .cutLine:
      bytes(#"{"type":"feedback","id":"\#(pair.id)","lo"#)
    case .twoLinesInOne:
      bytes(#"{"type":"metrics","step":\#(pair.step),"val{"type":"note","level":"info","text":"saved"}"#)
    case .invalidText:
      bytes(#"{"type":"note","level":"info","text":"caf"#) + [0xE9, 0xFF] + bytes(#""}"#)
    case .notAnObject:
      bytes("[\(pair.step), \"\(pair.id)\"]")
    case .missingField:
      bytes(#"{"type":"feedback","id":"\#(pair.id)","step":\#(pair.step)}"#)
    case .illTypedField:
      bytes(#"{"type":"metrics","step":"step \#(pair.step)","values":{"loss":0.6}}"#)
    case .stepBelowZero:
      bytes(#"{"type":"metrics","step":-1,"values":{"loss":0.6}}"#)
    case .unknownRewardModel:
      bytes(#"{"type":"decision","id":"x-\#(pair.id)","step":\#(pair.step),"rm":"gpt-judge","by":"fixed"}"#)
    case .laterVersion:
      bytes(#"{"type":"run","version":2,"run":"from the future","rms":[]}"#)
    case .unknownType:
      bytes(#"{"type":"heartbeat","worker":3,"step":\#(pair.step)}"#)
    case .notANumberInContext, .contextOfAnotherLength, .notANumberInScores, .repeatedPair, .repeatedDecision,
      .pairOfASlowerRank:
      nil
    }
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}
