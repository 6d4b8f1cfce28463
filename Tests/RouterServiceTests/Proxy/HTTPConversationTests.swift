import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import RouterService

/// Connections that say too little or too much, on a clock of the test's own.
struct HTTPConversationTests {
  private final class Conversation {
    let channel = EmbeddedChannel()
    private let test: TestDesk

    init() throws {
      test = try TestDesk(rewardModels: ["a"], dimension: 0)
      let settings = RewardProxySettings(
        host: "127.0.0.1", port: 0, endpoints: ["a": try RewardEndpoint("http://127.0.0.1:1/")])
      let proxy = RewardProxy(
        settings,
        room: ServiceRoom(
          desk: try test.desk, token: nil, say: { _ in },
          checkpoints: CheckpointKeeper(loop: channel.embeddedEventLoop, say: { _ in })),
        loop: channel.embeddedEventLoop, clock: { 1000 })
      try channel.pipeline.syncOperations.addHandler(HTTPConversation(proxy: proxy, places: ProxyPlaces()))
      try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    func head(_ method: HTTPMethod, _ path: String, _ headers: HTTPHeaders = [:]) throws {
      let head = HTTPRequestHead(version: .http1_1, method: method, uri: path, headers: headers)
      try channel.writeInbound(HTTPServerRequestPart.head(head))
    }

    func body(_ bytes: Int) throws {
      try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(repeating: 0x20, count: bytes)))
    }

    func end() throws { try channel.writeInbound(HTTPServerRequestPart.end(nil)) }

    func pass(_ seconds: Int64) { channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }

    /// Status and body of the next answer; `nil` where there is none.
    func answer() throws -> (status: UInt, text: String)? {
      var status: UInt?
      var text = ""
      while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
        switch part {
        case .head(let head): status = head.status.code
        case .body(.byteBuffer(let buffer)): text += String(buffer: buffer)
        case .body: break
        case .end: return status.map { ($0, text) }
        }
        if status == 100 { return (100, "") }
      }
      return nil
    }
  }

  @Test func whoSaysNothingIsLetGoWithoutAWord() throws {
    let conversation = try Conversation()
    conversation.pass(59)
    #expect(conversation.channel.isActive)
    conversation.pass(2)
    #expect(!conversation.channel.isActive)
    #expect(try conversation.answer() == nil)
  }

  /// However often a little more comes: it is the whole request that may take so long.
  @Test func aRequestThatDoesNotEndIsRefused() throws {
    let conversation = try Conversation()
    conversation.pass(50)
    try conversation.head(.POST, "/get_reward")
    for _ in 0..<5 {
      conversation.pass(11)
      try conversation.body(1)
    }
    #expect(conversation.channel.isActive)
    conversation.pass(6)
    let answer = try #require(try conversation.answer())
    #expect(answer.status == 408)
    #expect(answer.text.contains("did not arrive within 60 s"))
    #expect(!conversation.channel.isActive)
  }

  @Test func aConnectionIsKeptBetweenRequests() throws {
    let conversation = try Conversation()
    for _ in 0..<3 {
      conversation.pass(50)
      try conversation.head(.GET, "/health")
      try conversation.end()
      #expect(try conversation.answer()?.status == 200)
    }
    conversation.pass(61)
    #expect(!conversation.channel.isActive)
  }

  /// A length that was not said before is counted.
  @Test func aBodyThatIsTooLongIsRefusedWhereItBecomesSo() throws {
    let conversation = try Conversation()
    try conversation.head(.POST, "/get_reward", ["Transfer-Encoding": "chunked"])
    for _ in 0..<4 { try conversation.body(HTTPConversation.bodyLimit / 4) }
    #expect(try conversation.answer() == nil)
    try conversation.body(1)
    let answer = try #require(try conversation.answer())
    #expect(answer.status == 413)
    #expect(answer.text.contains("64 MiB"))
    #expect(!conversation.channel.isActive)
  }

  @Test func whoAsksWhetherToGoOnMay() throws {
    let conversation = try Conversation()
    try conversation.head(.POST, "/get_reward", ["Expect": "100-continue", "Content-Length": "2"])
    #expect(try conversation.answer()?.status == 100)
    try conversation.channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(string: "[]")))
    try conversation.end()
    let answer = try #require(try conversation.answer())
    #expect(answer.status == 400)
    #expect(answer.text.contains("expected an object with query, prompts and labels"))
    #expect(conversation.channel.isActive)
  }

  @Test func whoWantsToGoIsLetGo() throws {
    let conversation = try Conversation()
    try conversation.head(.GET, "/health", ["Connection": "close"])
    try conversation.end()
    #expect(try conversation.answer()?.status == 200)
    #expect(!conversation.channel.isActive)
  }
}
