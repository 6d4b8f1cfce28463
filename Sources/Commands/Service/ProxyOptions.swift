import ArgumentParser
import Files
import RouterService
import RunEvents
import Wording

/// The options of `serve` for its reward proxy.
struct ProxyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Answer OpenRLHF's remote reward requests here, POST /get_reward; :PORT is this machine alone.",
      valueName: "host:port"))
  var rewardProxy: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Where a reward model answers the same requests, http://host:port/path; once for each.",
      valueName: "id=URL"))
  var rmEndpoint: [String] = []

  @Option(
    help: ArgumentHelp(
      "Answers to a prompt that share a decision: OpenRLHF's --rollout.n_samples_per_prompt (1).",
      valueName: "n"))
  var samplesPerPrompt: Int?

  @Option(
    help: ArgumentHelp("Seconds that a try to ask a reward model may take.", valueName: "seconds"))
  var rmTimeout: Double = 50

  @Option(help: ArgumentHelp("Tries after one that failed in passing.", valueName: "n"))
  var rmRetries = 2

  /// The endpoints of the command line, over those of the configuration file, in their order.
  func endpoints(_ configured: [RewardModelInfo]) throws -> [(id: String, endpoint: RewardEndpoint)] {
    var urls: [(id: String, url: String, option: String)] = configured.compactMap { info in
      info.endpoint.map { (info.id, $0, "endpoint of \(printableText(info.id))") }
    }
    var named: Set<String> = []
    for text in rmEndpoint {
      // An id may have a = of its own, a URL has one in its query: the URL begins with its scheme.
      guard let range = text.firstRange(of: "=http"), range.lowerBound > text.startIndex else {
        throw CommandFailure(.usage, "--rm-endpoint: expected id=http://host:port/path, got \(quoted(text))")
      }
      let id = String(text[..<range.lowerBound])
      let url = String(text[text.index(after: range.lowerBound)...])
      guard named.insert(id).inserted else {
        throw CommandFailure(.usage, "--rm-endpoint: \(quoted(id)) is there twice")
      }
      if let index = urls.firstIndex(where: { $0.id == id }) {
        urls[index] = (id, url, "--rm-endpoint \(printableText(id))")
      } else {
        urls.append((id, url, "--rm-endpoint \(printableText(id))"))
      }
    }
    return try urls.map { id, url, option in
      do throws(RewardEndpointError) {
        return (id, try RewardEndpoint(url))
      } catch {
        throw CommandFailure(.usage, "\(option): \(error.sentence)")
      }
    }
  }

  /// The proxy that is asked for, if any; the reward models, the length of contexts and the endpoints that come of it
  /// are put into what is wanted of the run.
  ///
  /// - Parameter isNew: the log is to be made.
  func settings(_ wanted: inout WantedRun, isNew: Bool) throws -> RewardProxySettings? {
    guard let rewardProxy else {
      let given =
        !rmEndpoint.isEmpty ? "--rm-endpoint" : samplesPerPrompt != nil ? "--samples-per-prompt" : nil
      if let given { throw CommandFailure(.usage, "\(given) is for --reward-proxy") }
      return nil
    }
    let endpoints = try endpoints(wanted.rewardModels ?? [])
    if wanted.rewardModels == nil, isNew {
      wanted.rewardModels = endpoints.map { RewardModelInfo(id: $0.id) }
      try ServeOptions.check(wanted.rewardModels ?? [])
    }
    for index in (wanted.rewardModels ?? []).indices {
      let id = wanted.rewardModels?[index].id
      if let url = endpoints.first(where: { $0.id == id })?.endpoint.url {
        wanted.rewardModels?[index].endpoint = url
      }
    }
    // OpenRLHF sends texts alone.
    if isNew, wanted.dimension == nil, wanted.header(name: "").router.intercept { wanted.dimension = 0 }
    let (host, port) = try Self.hostAndPort(rewardProxy)
    try checkNumbers()
    let settings = RewardProxySettings(
      host: host, port: port,
      endpoints: Dictionary(uniqueKeysWithValues: endpoints.map { ($0.id, $0.endpoint) }),
      timeout: rmTimeout, retries: rmRetries, samplesPerPrompt: samplesPerPrompt)
    // Before the log is made; that of an older run is looked at when it has been read.
    if isNew {
      let header = wanted.header(name: "")
      let refusal = settings.refusal(
        rewardModels: header.rewardModels.map(\.id), policy: header.router.policy, dimension: header.dimension
      )
      if let refusal { throw CommandFailure(.usage, refusal) }
    }
    return settings
  }

  private func checkNumbers() throws {
    guard rmTimeout > 0, rmTimeout <= 3600 else {
      throw CommandFailure(.usage, "--rm-timeout: expected seconds above 0 and up to 3600, got \(rmTimeout)")
    }
    guard (0...20).contains(rmRetries) else {
      throw CommandFailure(.usage, "--rm-retries: expected a whole number from 0 to 20, got \(rmRetries)")
    }
    if let samplesPerPrompt, !(1...65_536).contains(samplesPerPrompt) {
      throw CommandFailure(
        .usage, "--samples-per-prompt: expected a whole number from 1 to 65536, got \(samplesPerPrompt)")
    }
  }

  /// `HOST:PORT`, `[HOST]:PORT` or `:PORT`; port 0 is any that is free.
  private static func hostAndPort(_ text: String) throws -> (String, Int) {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (0...65_535).contains(port)
    else {
      throw CommandFailure(.usage, "--reward-proxy: expected HOST:PORT or :PORT, got \(quoted(text))")
    }
    var host = text[..<colon]
    if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
    return (host.isEmpty ? "127.0.0.1" : String(host), port)
  }
}
