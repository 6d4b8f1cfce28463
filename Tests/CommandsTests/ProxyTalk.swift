import Foundation
import Testing

/// What tests of the reward proxy say, and what they hear.
enum ProxyTalk {
  /// The reward is the number behind the last blank of a response, the score a hundredth of it.
  static func scores(_ queries: [String]) -> String {
    let rewards = queries.map { $0.split(separator: " ").last.flatMap { Double($0) } ?? .nan }
    return #"{"rewards":\#(rewards),"scores":\#(rewards.map { $0 / 100 }),"extra_logs":{}}"#
  }

  static func body(_ prompts: [String], from first: Int = 0, step: Int? = nil) -> String {
    let queries = prompts.indices.map { "\"\(prompts[$0]) \(first + $0)\"" }.joined(separator: ",")
    let step = step.map { #","step":\#($0)"# } ?? ""
    let texts = prompts.map { "\"\($0)\"" }.joined(separator: ",")
    return #"{"query":[\#(queries)],"prompts":[\#(texts)],"labels":[\#(texts)]\#(step)}"#
  }

  struct Scored {
    var rewards: [Double]
    var scores: [Double]
    var ids: [String]
    var rms: [String]
    var shares: [String: [Double]]

    init(_ message: PlainHTTP.Message) throws {
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(message.body.utf8)) as? [String: Any], "\(message)")
      rewards = try #require(object["rewards"] as? [Double], "\(message)")
      scores = try #require(object["scores"] as? [Double])
      ids = try #require(object["ids"] as? [String])
      rms = try #require(object["rms"] as? [String])
      shares = try #require(object["extra_logs"] as? [String: [Double]])
    }
  }
}
