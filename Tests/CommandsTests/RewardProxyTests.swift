import Foundation
import TestSupport
import Testing

/// `rmtop serve --reward-proxy` as OpenRLHF meets it: the real binary between real sockets.
struct RewardProxyTests {
  @Test func everyPromptMeetsOneRewardModelAndScoresComeBackInOrder() throws {
    let models = try [
      "a": FakeRewardModel { (200, ProxyTalk.scores($1)) },
      "b": FakeRewardModel { (200, ProxyTalk.scores($1)) },
    ]
    defer { for model in models.values { model.stop() } }
    let proxy = try ServedProxy(
      models.mapValues(\.url), ["--set", "policy=roundrobin", "--samples-per-prompt", "2"])
    let prompts = ["one", "two", "three", "one", "two"]
    let first = try ProxyTalk.Scored(proxy.ask(ProxyTalk.body(prompts)))
    #expect(first.rewards == [0, 1, 2, 3, 4])
    #expect(first.scores == [0, 0.01, 0.02, 0.03, 0.04])
    #expect(first.rms == ["a", "b", "a", "a", "b"])
    #expect(first.ids[0] == first.ids[3] && first.ids[1] == first.ids[4])
    #expect(Set(first.ids).count == 3)
    #expect(first.shares == ["rm/a": [1, 0, 1, 1, 0], "rm/b": [0, 1, 0, 0, 1]])
    #expect(models["a"]?.requests == [["one 0", "three 2", "one 3"]])
    #expect(models["b"]?.requests == [["two 1", "two 4"]])
    // The second answer to “three” comes in a request of its own, as OpenRLHF asks; “one” had both of its answers.
    let second = try ProxyTalk.Scored(proxy.ask(ProxyTalk.body(["three", "one"], from: 5)))
    #expect(second.ids[0] == first.ids[2])
    #expect(second.ids[1] != first.ids[0])
    #expect(second.rewards == [5, 6])
    let status = try proxy.stop()
    #expect(status == 0)
    let log = try proxy.log()
    #expect(log.count { $0.contains(#""type":"decision""#) } == 4)
    #expect(log.count { $0.contains(#""x":[]"#) } == 4)
    #expect(log[0].contains(#""dim":0"#) && log[0].contains(#""endpoint":"http://127.0.0.1:"#))
    let metrics = try #require(log.last { $0.contains(#""type":"metrics""#) })
    #expect(metrics.contains(#""proxy/a/errors":0"#) && metrics.contains(#""proxy/a/latency_ms":"#))
  }

  /// With feedback under the ids of the answers the router learns which reward model is better, without any context.
  @Test func feedbackOverTheSocketTeachesTheRouter() throws {
    let models = try [
      "bad": FakeRewardModel { (200, ProxyTalk.scores($1)) },
      "good": FakeRewardModel { (200, ProxyTalk.scores($1)) },
    ]
    defer { for model in models.values { model.stop() } }
    let proxy = try ServedProxy(models.mapValues(\.url), [])
    #expect(try proxy.errors().contains("thompson learns from feedback alone"))
    var late: [String] = []
    for step in 0..<30 {
      let scored = try ProxyTalk.Scored(proxy.ask(ProxyTalk.body((0..<8).map { "p\($0)" }, step: step)))
      try proxy.send(
        zip(scored.ids, scored.rms).map { id, rm in
          #"{"type":"feedback","id":"\#(id)","loss":\#(rm == "good" ? 0.2 : 0.9)}"#
        })
      if step >= 15 { late += scored.rms }
    }
    #expect(late.count { $0 == "good" } > late.count * 3 / 4)
    _ = try proxy.stop()
    let feedback = try proxy.log().filter { $0.contains(#""type":"feedback""#) }
    #expect(feedback.count == 240)
    #expect(feedback.allSatisfy { $0.contains(#""latency_ms":"#) })
  }

  /// A trainer that sends its step gets the same decision for it, also after the router was killed.
  @Test func aStepOfTheTrainersOwnIsDurable() throws {
    let models = try [
      "a": FakeRewardModel { (200, ProxyTalk.scores($1)) },
      "b": FakeRewardModel { (200, ProxyTalk.scores($1)) },
    ]
    defer { for model in models.values { model.stop() } }
    let proxy = try ServedProxy(models.mapValues(\.url), ["--set", "policy=random"])
    let prompts = (0..<20).map { "p\($0)" }
    let before = try ProxyTalk.Scored(proxy.ask(ProxyTalk.body(prompts, step: 3)))
    try proxy.kill()
    try proxy.start()
    let after = try ProxyTalk.Scored(proxy.ask(ProxyTalk.body(prompts, step: 3)))
    #expect(after.ids == before.ids)
    #expect(after.rms == before.rms)
    #expect(
      try ProxyTalk.Scored(proxy.ask(ProxyTalk.body(prompts, step: 4))).ids.allSatisfy {
        !before.ids.contains($0)
      })
  }

  /// A step far enough back is a trainer that has started again: its ids are new, and what it asks is decided anew.
  @Test func aTrainerThatStartsAgainIsDecidedAnew() throws {
    let model = try FakeRewardModel { (200, ProxyTalk.scores($1)) }
    defer { model.stop() }
    let proxy = try ServedProxy(["a": model.url], ["--set", "policy=fixed:a"])
    for step in [3, 3, 100, 3] { _ = try ProxyTalk.Scored(proxy.ask(ProxyTalk.body(["one"], step: step))) }
    #expect(try proxy.log().count { $0.contains(#""type":"decision""#) } == 3)
  }

  /// OpenRLHF asks again after a 502: then it is decided anew, since nothing was scored.
  @Test func aRewardModelThatFailsIsAnErrorInTheLogAndNeverANumber() throws {
    let good = try FakeRewardModel { (200, ProxyTalk.scores($1)) }
    let bad = try FakeRewardModel { _, _ in (500, "{}") }
    defer { for model in [good, bad] { model.stop() } }
    let proxy = try ServedProxy(
      ["bad": bad.url, "good": good.url], ["--set", "policy=roundrobin", "--rm-retries", "1"])
    let refused = try proxy.ask(ProxyTalk.body(["one"]))
    #expect(refused.status == 502)
    #expect(refused.body.contains("“bad”: it answered HTTP 500"), "\(refused.body)")
    #expect(!refused.body.contains("rewards"))
    #expect(bad.requests == [["one 0"], ["one 0"]])
    let again = try ProxyTalk.Scored(proxy.ask(ProxyTalk.body(["one"])))
    #expect(again.rms == ["good"])
    #expect(again.rewards == [0])
    _ = try proxy.stop()
    let feedback = try proxy.log().filter { $0.contains(#""type":"feedback""#) }
    #expect(feedback.count == 1)
    #expect(feedback.first?.contains(#""error":"it answered HTTP 500","latency_ms":"#) == true)
  }

  /// The others of a prompt's answers keep their reward model: none of them is scored by another.
  @Test func aFailureBetweenAnswersToAPromptChangesNoRewardModel() throws {
    let flaky = try FakeRewardModel { $0 == 2 ? (200, #"{"rewards":[NaN]}"#) : (200, ProxyTalk.scores($1)) }
    let other = try FakeRewardModel { (200, ProxyTalk.scores($1)) }
    defer { for model in [flaky, other] { model.stop() } }
    let proxy = try ServedProxy(
      ["flaky": flaky.url, "other": other.url],
      ["--set", "policy=roundrobin", "--samples-per-prompt", "3"])
    let first = try ProxyTalk.Scored(proxy.ask(ProxyTalk.body(["one"], from: 1)))
    #expect(first.rms == ["flaky"])
    let refused = try proxy.ask(ProxyTalk.body(["one"], from: 2))
    #expect(refused.status == 502 && refused.body.contains("its rewards have nan at 0"), "\(refused.body)")
    for number in 3...4 {
      let next = try ProxyTalk.Scored(proxy.ask(ProxyTalk.body(["one"], from: number)))
      #expect(next.ids == first.ids)
      #expect(next.rewards == [Double(number)])
    }
    #expect(other.requests == [])
    _ = try proxy.stop()
    let log = try proxy.log()
    #expect(!log.contains { $0.contains(#""type":"feedback""#) })
    #expect(log.contains { $0.contains(#""type":"note""#) && $0.contains("flaky") })
  }

  /// A connection that is closed before the answer is tried again, and so is a silent one.
  @Test func passingFailuresAreTriedAgain() throws {
    let shaky = try FakeRewardModel { $0 < 3 ? (nil, "") : (200, ProxyTalk.scores($1)) }
    defer { shaky.stop() }
    let proxy = try ServedProxy(["shaky": shaky.url], ["--set", "policy=fixed:shaky"])
    #expect(try ProxyTalk.Scored(proxy.ask(ProxyTalk.body(["one"], from: 7))).rewards == [7])
    #expect(shaky.requests.count == 3)
    _ = try proxy.stop()
    #expect(try proxy.log().contains { $0.contains(#""proxy/shaky/retries":2"#) })
  }

  @Test func aSilentRewardModelIsNotWaitedForLongerThanItMay() throws {
    let isOver = DispatchSemaphore(value: 0)
    let silent = try FakeRewardModel { _, _ in
      isOver.wait()
      return (nil, "")
    }
    defer {
      isOver.signal()
      silent.stop()
    }
    let proxy = try ServedProxy(
      ["silent": silent.url], ["--set", "policy=fixed:silent", "--rm-timeout", "0.2", "--rm-retries", "0"])
    let refused = try proxy.ask(ProxyTalk.body(["one"]))
    #expect(refused.status == 502)
    #expect(refused.body.contains("no answer within 200 ms"), "\(refused.body)")
  }

  /// OpenRLHF waits for 180 s and asks again: calls that nobody waits for are not made, and no reward model's error.
  @Test func callsThatNobodyWaitsForAreNotMade() throws {
    let go = DispatchSemaphore(value: 0)
    let slow = try FakeRewardModel {
      if $0 == 1 { go.wait() }
      return (200, ProxyTalk.scores($1))
    }
    defer { slow.stop() }
    let proxy = try ServedProxy(["slow": slow.url], ["--set", "policy=fixed:slow", "--rm-retries", "0"])
    // 32 calls are under way, of which the fake server has read one; the others wait for their turn.
    let clients = try (0..<40).map { number in
      let client = try PlainHTTP.connect(port: proxy.port)
      PlainHTTP.write(PlainHTTP.request("POST", "/get_reward", ProxyTalk.body(["p\(number)"])), to: client)
      return client
    }
    try proxy.waitForLog { $0.count { $0.contains(#""type":"decision""#) } == 40 }
    for client in clients { close(client) }
    // The proxy has seen them go when it answers who came later.
    #expect(try PlainHTTP.ask(proxy.port, "GET", "/health").status == 200)
    go.signal()
    #expect(try ProxyTalk.Scored(proxy.ask(ProxyTalk.body(["last"], from: 9))).rewards == [9])
    #expect(slow.requests.count == 33)
    _ = try proxy.stop()
    #expect(try !proxy.log().contains { $0.contains(#""error":"# + "\"") })
  }

  @Test func theServerKeepsItsManners() throws {
    let model = try FakeRewardModel { (200, ProxyTalk.scores($1)) }
    defer { model.stop() }
    let proxy = try ServedProxy(["a": model.url], ["--set", "policy=fixed:a"])
    let health = try PlainHTTP.ask(proxy.port, "GET", "/health")
    #expect(health.status == 200 && health.body.contains(#""rms":["a"]"#))
    #expect(try PlainHTTP.ask(proxy.port, "GET", "/get_reward").status == 405)
    #expect(try PlainHTTP.ask(proxy.port, "POST", "/elsewhere").status == 404)
    let wrong = try PlainHTTP.ask(proxy.port, "POST", "/get_reward", #"{"query":["a"]}"#)
    #expect(wrong.status == 400 && wrong.body.contains("prompts is missing"))
    // One connection for several requests.
    let client = try PlainHTTP.connect(port: proxy.port)
    defer { close(client) }
    PlainHTTP.write(PlainHTTP.request("POST", "/get_reward", ProxyTalk.body(["one"])), to: client)
    #expect(PlainHTTP.message(from: client)?.body.contains("rewards") == true)
    PlainHTTP.write(PlainHTTP.request("GET", "/health", ""), to: client)
    #expect(PlainHTTP.message(from: client)?.status == 200)
    let tooLong = try PlainHTTP.connect(port: proxy.port)
    defer { close(tooLong) }
    PlainHTTP.write("POST /get_reward HTTP/1.1\r\nHost: t\r\nContent-Length: 67108865\r\n\r\n", to: tooLong)
    #expect(PlainHTTP.message(from: tooLong)?.status == 413)
    #expect(PlainHTTP.message(from: tooLong) == nil)
    let garbage = try PlainHTTP.connect(port: proxy.port)
    defer { close(garbage) }
    PlainHTTP.write("this is no request\r\n\r\n", to: garbage)
    #expect(PlainHTTP.message(from: garbage)?.status == 400)
    #expect(model.requests == [["one 0"]])
  }
}
