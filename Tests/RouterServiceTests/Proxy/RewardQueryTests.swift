import JSON
import NIOCore
import Testing

@testable import RouterService

/// What OpenRLHF sends, and what a reward model answers.
struct RewardQueryTests {
  private func query(_ text: String) throws(ProxyRefusal) -> RewardQuery {
    try Array(text.utf8).withUnsafeBytes { bytes -> Result<RewardQuery, ProxyRefusal> in
      Result { () throws(ProxyRefusal) in try RewardQuery(bytes, JSONReader()) }
    }.get()
  }

  @Test func theThreeListsAreTaken() throws {
    let query = try query(#"{"query":["q: a","q: b"],"prompts":["q: ","q: "],"labels":["4",null]}"#)
    #expect(query.queries == ["q: a", "q: b"])
    #expect(query.prompts == ["q: ", "q: "])
    #expect(query.labels == [#""4""#, "null"])
    #expect(query.step == nil)
    #expect(query.session == nil)
  }

  @Test func aTrainerMaySayItsStepAndSession() throws {
    let query = try query(#"{"query":["a"],"prompts":["b"],"labels":null,"step":12,"session":"run 7"}"#)
    #expect(query.labels == nil)
    #expect(query.step == 12)
    #expect(query.session == "run 7")
  }

  @Test func noResponsesAreNoFault() throws {
    #expect(try query(#"{"query":[],"prompts":[],"labels":[]}"#).queries == [])
  }

  /// Each says what was wrong and what is accepted.
  @Test(arguments: [
    ("[1]", "got an array of numbers"),
    ("{", "not JSON"),
    (#"{"prompts":["a"]}"#, "query is missing"),
    (#"{"query":["a"]}"#, "prompts is missing"),
    (#"{"query":"a","prompts":["a"]}"#, "query: expected a list of texts, got the text “a”"),
    (#"{"query":[1],"prompts":["a"]}"#, "query: expected a list of texts, got an array of numbers"),
    (#"{"query":["a",null],"prompts":["a","b"]}"#, "query: expected a text at 1, got null"),
    (#"{"query":["a"],"prompts":["a","b"]}"#, "query has 1 texts and prompts 2"),
    (#"{"query":["a"],"prompts":["a"],"labels":[1,2]}"#, "labels 2"),
    (#"{"query":["a"],"prompts":["a"],"labels":"x"}"#, "labels: expected a list"),
    (#"{"query":["a"],"prompts":["a"],"step":1.5}"#, "step: expected a whole number"),
    (#"{"query":["a"],"prompts":["a"],"step":-1}"#, "got -1"),
    (#"{"query":["a"],"prompts":["a"],"session":""}"#, "session: expected a text of 1 to 256 bytes"),
    (#"{"query":["a"],"prompts":["a"],"session":"a\u0000b"}"#, "session"),
  ]) func whatIsNotTheProtocolIsRefused(body: String, words: String) throws {
    let refusal = try #require(throws: ProxyRefusal.self) { try query(body) }
    #expect(refusal.status == 400)
    #expect(refusal.sentence.contains(words), "\(refusal.sentence)")
  }

  @Test func aShareIsTheSameQuestionAboutSome() throws {
    let whole = try query(
      #"{"query":["a","b\n\"","c"],"prompts":["1","2","3"],"labels":[{"x":[1,2.5]},7,null],"step":1}"#)
    let share = try query(String(buffer: whole.body(of: [2, 0, 1])))
    #expect(share.queries == ["c", "a", "b\n\""])
    #expect(share.prompts == ["3", "1", "2"])
    #expect(share.labels == ["null", #"{"x":[1,2.5]}"#, "7"])
    #expect(share.step == nil)
  }

  @Test func labelsThatAreNumbersGoOnAsNumbers() throws {
    let query = try query(#"{"query":["a","b"],"prompts":["1","2"],"labels":[3,0.5]}"#)
    #expect(String(buffer: query.body(of: [1])) == #"{"query":["b"],"prompts":["2"],"labels":[0.5]}"#)
    #expect(query.labels == ["3", "0.5"])
  }
}

struct RewardScoresTests {
  private func scores(_ text: String, count: Int) throws(CallFailure) -> RewardScores {
    try Array(text.utf8).withUnsafeBytes { bytes -> Result<RewardScores, CallFailure> in
      Result { () throws(CallFailure) in try RewardScores(bytes, count: count, JSONReader()) }
    }.get()
  }

  @Test func rewardsAndScoresAreTaken() throws {
    let answer = #"{"rewards":[1,-2.5],"scores":[0.5,0.25],"extra_logs":{"dummy_scores":[1,2]}}"#
    #expect(try scores(answer, count: 2) == RewardScores(rewards: [1, -2.5], scores: [0.5, 0.25]))
  }

  @Test(arguments: [#"{"rewards":[3]}"#, #"{"rewards":[3],"scores":null}"#])
  func withoutScoresTheRewardsAreThem(answer: String) throws {
    #expect(try scores(answer, count: 1) == RewardScores(rewards: [3], scores: [3]))
  }

  /// Nothing is trained on a number that nobody gave.
  @Test(arguments: [
    ("oops", "not JSON"),
    ("{}", "has no rewards"),
    (#"{"rewards":[1]}"#, "1 numbers, and 2 were asked for"),
    (#"{"rewards":[1,2,3]}"#, "3 numbers, and 2 were asked for"),
    (#"{"rewards":[1,NaN]}"#, "nan at 1"),
    (#"{"rewards":[1,1e999]}"#, "inf at 1"),
    (#"{"rewards":[1,null]}"#, "expected a list of 2 numbers, got an array"),
    (#"{"rewards":[[1],[2]]}"#, "expected a list of 2 numbers, got an array"),
    (#"{"rewards":[1,2],"scores":[1]}"#, "scores are 1 numbers"),
  ]) func anAnswerWithoutEveryNumberIsAFailure(answer: String, words: String) throws {
    let failure = try #require(throws: CallFailure.self) { try scores(answer, count: 2) }
    #expect(failure.reason.contains(words), "\(failure.reason)")
    #expect(!failure.isPassing)
  }
}

struct RewardEndpointTests {
  @Test(arguments: [
    ("http://localhost:5000/get_reward", "localhost", 5000, "/get_reward", "localhost:5000"),
    ("http://rm.example", "rm.example", 80, "/", "rm.example:80"),
    ("HTTP://10.0.0.1:1/a/b?c=d#e", "10.0.0.1", 1, "/a/b?c=d", "10.0.0.1:1"),
    ("http://[::1]:8000/x", "::1", 8000, "/x", "[::1]:8000"),
    ("http://[fe80::1]/x", "fe80::1", 80, "/x", "[fe80::1]:80"),
    ("http://h:9?model=a", "h", 9, "/?model=a", "h:9"),
  ]) func urlsAreTakenApart(url: String, host: String, port: Int, path: String, field: String) throws {
    let endpoint = try RewardEndpoint(url)
    #expect(endpoint.host == host)
    #expect(endpoint.port == port)
    #expect(endpoint.path == path)
    #expect(endpoint.hostField == field)
  }

  @Test(arguments: [
    "", "localhost:5000", "ftp://a/b", "http://", "http://:80/", "http://a:0/", "http://a:65536/",
    "http://a:b/",
    "http://a b/", "http://a/\r\nX: y", "http://::1:80/",
  ]) func whatIsNoPlainURLIsRefused(url: String) {
    #expect(throws: RewardEndpointError.self) { try RewardEndpoint(url) }
  }

  @Test func theReasonIsSaidWhereThereIsOne() throws {
    let tls = try #require(throws: RewardEndpointError.self) { try RewardEndpoint("https://a/b") }
    #expect(tls.sentence.contains("TLS is not spoken"))
    let secret = try #require(throws: RewardEndpointError.self) { try RewardEndpoint("http://me:pass@a/b") }
    #expect(secret.sentence.contains("before @"))
    #expect(!secret.sentence.contains("pass"))
  }
}
