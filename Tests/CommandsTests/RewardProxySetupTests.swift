import Foundation
import TestSupport
import Testing

/// How `serve` is told of its reward proxy, and what the proxy does where the log cannot be written.
struct RewardProxySetupTests {
  /// The command line rules over the configuration file; costs are those of the answers.
  @Test func endpointsAndCostsComeFromTheConfigurationFile() throws {
    let models = try [
      "a": FakeRewardModel { (200, ProxyTalk.scores($1)) },
      "b": FakeRewardModel { (200, ProxyTalk.scores($1)) },
    ]
    defer { for model in models.values { model.stop() } }
    let folder = try TemporaryFolder()
    try folder.write(
      """
      name = "from-file"
      rms = [
        { id = "a", endpoint = "\(models["a"]?.url ?? "")", cost = 0.5 },
        { id = "b", endpoint = "http://127.0.0.1:1/nobody" },
      ]
      [router]
      policy = "roundrobin"
      """, to: "serve.toml")
    let proxy = try ServedProxy(["b": models["b"]?.url ?? ""], ["--config", folder.file("serve.toml")])
    let scored = try ProxyTalk.Scored(proxy.ask(ProxyTalk.body(["one", "two", "one", "one"])))
    #expect(scored.rms == ["a", "b", "a", "a"])
    _ = try proxy.stop()
    let log = try proxy.log()
    #expect(log[0].contains(#""run":"from-file""#) && !log[0].contains("nobody"))
    #expect(log.contains { $0.contains(#""proxy/a/cost":1.5"#) && !$0.contains(#""proxy/b/cost""#) })
  }

  /// It cannot be known which it is: it is said, and once.
  @Test func aPromptThatComesAgainIsWordEnough() throws {
    let model = try FakeRewardModel { (200, ProxyTalk.scores($1)) }
    defer { model.stop() }
    let proxy = try ServedProxy(["a": model.url], ["--set", "policy=fixed:a"])
    _ = try proxy.ask(ProxyTalk.body(["one", "two"]))
    #expect(try !proxy.errors().contains("--samples-per-prompt"))
    for _ in 0..<3 { _ = try proxy.ask(ProxyTalk.body(["one", "two"])) }
    let said = try proxy.errors().split(separator: "\n").filter { $0.contains("--samples-per-prompt") }
    #expect(said.count == 1)
  }

  /// What is under way when the router is stopped is nobody's error.
  @Test func stoppingBlamesNoRewardModel() throws {
    let isOver = DispatchSemaphore(value: 0)
    let slow = try FakeRewardModel { _, _ in
      isOver.wait()
      return (nil, "")
    }
    defer {
      isOver.signal()
      slow.stop()
    }
    let proxy = try ServedProxy(["slow": slow.url], ["--set", "policy=fixed:slow", "--rm-retries", "0"])
    let client = try PlainHTTP.connect(port: proxy.port)
    defer { close(client) }
    PlainHTTP.write(PlainHTTP.request("POST", "/get_reward", ProxyTalk.body(["one"])), to: client)
    try proxy.waitForLog { $0.contains { $0.contains(#""type":"decision""#) } }
    #expect(try proxy.stop() == 0)
    #expect(PlainHTTP.message(from: client) == nil)
    let log = try proxy.log()
    #expect(log.count == 3, "\(log)")
  }

  /// Nothing is decided that cannot be recorded, and nobody is asked.
  @Test func withoutALogNothingIsScored() throws {
    let model = try FakeRewardModel { (200, ProxyTalk.scores($1)) }
    defer { model.stop() }
    let proxy = try ServedProxy(["a": model.url], ["--set", "policy=fixed:a"])
    try FileManager.default.removeItem(atPath: proxy.folder.file("run.jsonl"))
    for _ in 0..<2 {
      let refused = try proxy.ask(ProxyTalk.body(["one"]))
      #expect(refused.status == 503)
      #expect(refused.body.contains("the log cannot be written"), "\(refused.body)")
    }
    #expect(model.requests == [])
    let health = try PlainHTTP.ask(proxy.port, "GET", "/health")
    #expect(health.status == 503 && health.body.contains("log_unwritable"))
  }

  /// What cannot work is refused before anything is made, and said in a sentence.
  @Test(arguments: [
    (["--reward-proxy", ":0", "--rms", "a,b", "--rm-endpoint", "a=http://h/"], "“b” has no endpoint"),
    (
      ["--reward-proxy", ":0", "--rms", "armo", "--rm-endpoint", "amro=http://h/"],
      "there is no reward model “amro” in the run (did you mean “armo”?)"
    ),
    (["--reward-proxy", ":0", "--rm-endpoint", "a=https://h/"], "TLS is not spoken"),
    (["--reward-proxy", ":0", "--rm-endpoint", "http://h/"], "expected id=http://host:port/path"),
    (
      ["--reward-proxy", ":0", "--rm-endpoint", "a=http://h/", "--rm-endpoint", "a=http://i/"],
      "“a” is there twice"
    ),
    (["--reward-proxy", "5100", "--rm-endpoint", "a=http://h/"], "expected HOST:PORT or :PORT"),
    (["--rms", "a", "--rm-endpoint", "a=http://h/"], "--rm-endpoint is for --reward-proxy"),
    (
      ["--reward-proxy", ":0", "--rm-endpoint", "a=http://h/", "--rm-timeout", "0"], "--rm-timeout: expected"
    ),
    (
      ["--reward-proxy", ":0", "--rm-endpoint", "a=http://h/", "--rm-retries", "21"], "--rm-retries: expected"
    ),
    (
      ["--reward-proxy", ":0", "--rm-endpoint", "a=http://h/", "--samples-per-prompt", "0"],
      "--samples-per-prompt: expected"
    ),
    (
      ["--reward-proxy", ":0", "--rm-endpoint", "a=http://h/", "--dim", "4"],
      "thompson of this run looks at contexts of 4 numbers"
    ),
    (
      ["--reward-proxy", ":0", "--rm-endpoint", "a=http://h/", "--set", "intercept=false"],
      "begin a run with --dim 0"
    ),
  ]) func whatCannotWorkIsRefused(arguments: [String], words: String) throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(
      ["serve", "--socket", folder.file("s"), "--log", folder.file("run.jsonl"), "--headless"] + arguments,
      in: folder)
    #expect(run.status == 64)
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("run.jsonl")))
  }
}
