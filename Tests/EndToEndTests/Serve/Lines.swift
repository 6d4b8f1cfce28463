import Foundation
import TestSupport

/// What a trainer sends.
enum Lines {
  static func pair(_ id: String, step: Int = 0, _ context: [Double] = [1, 0.5]) -> String {
    let numbers = context.map { String($0) }.joined(separator: ",")
    return #"{"type":"pair","id":"\#(id)","step":\#(step),"x":[\#(numbers)]}"#
  }

  static func feedback(_ id: String, loss: Double = 0.5) -> String {
    #"{"type":"feedback","id":"\#(id)","loss":\#(loss)}"#
  }

  static func control(_ sequence: String, _ action: String, _ rewardModel: String) -> String {
    #"{"type":"control","seq":"\#(sequence)","action":"\#(action)","rm":"\#(rewardModel)"}"#
  }

  static func note(_ text: String) -> String { #"{"type":"note","level":"info","text":"\#(text)"}"# }

  static let status = #"{"type":"status"}"#
  static let hello = #"{"type":"hello","version":1}"#
}
