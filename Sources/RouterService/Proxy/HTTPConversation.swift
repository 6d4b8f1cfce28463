import NIOCore
import NIOHTTP1

/// A connection to the proxy: requests one after the other, each answered with JSON.
final class HTTPConversation: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// The longest body that is taken.
  static let bodyLimit = 64 << 20
  /// How long a request may take to arrive, and a connection to say nothing.
  static let patience = TimeAmount.seconds(60)

  private let proxy: RewardProxy
  private let places: ProxyPlaces
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()
  /// The rest of this request is passed over: it has been refused.
  private var isRefused = false
  private var isAnswering = false
  private var deadline: Scheduled<Void>?

  init(proxy: RewardProxy, places: ProxyPlaces) {
    self.proxy = proxy
    self.places = places
  }

  func channelActive(context: ChannelHandlerContext) {
    places.take()
    startDeadline(context)
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    places.giveBack()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head, context)
    case .body(var piece):
      guard !isRefused, head != nil else { return }
      guard body.readableBytes + piece.readableBytes <= Self.bodyLimit else { return refuseBody(context) }
      body.writeBuffer(&piece)
    case .end:
      deadline?.cancel()
      guard !isRefused, let head else { return }
      self.head = nil
      let body = body
      self.body = ByteBuffer()
      answer(head, body, context)
    }
  }

  private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    guard !isRefused else { return }
    startDeadline(context)
    self.head = head
    if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }), length > Self.bodyLimit {
      return refuseBody(context)
    }
    if head.headers[canonicalForm: "expect"].contains(where: { $0.lowercased() == "100-continue" }) {
      context.writeAndFlush(
        wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
    }
  }

  private func refuseBody(_ context: ChannelHandlerContext) {
    refuse(ProxyRefusal(413, "the body is over \(Self.bodyLimit >> 20) MiB, and that is the most"), context)
  }

  private func answer(_ head: HTTPRequestHead, _ body: ByteBuffer, _ context: ChannelHandlerContext) {
    let path = head.uri.prefix { $0 != "?" }
    switch (path, head.method) {
    case ("/get_reward", .POST):
      isAnswering = true
      let channel = context.channel
      proxy.take(
        body,
        of: ProxyClient(
          isHere: { channel.isActive },
          answer: { [self] answer in
            isAnswering = false
            guard channel.isActive else { return false }
            send(answer, keepAlive: head.isKeepAlive, context)
            return true
          }))
    case ("/health", .GET): send(proxy.health, keepAlive: head.isKeepAlive, context)
    case ("/get_reward", _): refuse(head, allowed: "POST", context)
    case ("/health", _): refuse(head, allowed: "GET", context)
    default:
      send(
        ProxyAnswer(ProxyRefusal(404, "there are POST /get_reward and GET /health, nothing else")),
        keepAlive: head.isKeepAlive, context)
    }
  }

  private func refuse(_ head: HTTPRequestHead, allowed: String, _ context: ChannelHandlerContext) {
    let path = head.uri.prefix { $0 != "?" }
    send(
      ProxyAnswer(ProxyRefusal(405, "\(path) is asked with \(allowed)")), keepAlive: head.isKeepAlive,
      allowed: allowed, context)
  }

  /// Answers before the request is whole, and closes: the rest of it is not waited for.
  private func refuse(_ refusal: ProxyRefusal, _ context: ChannelHandlerContext) {
    isRefused = true
    body = ByteBuffer()
    send(ProxyAnswer(refusal), keepAlive: false, context)
  }

  private func send(
    _ answer: ProxyAnswer, keepAlive: Bool, allowed: String? = nil, _ context: ChannelHandlerContext
  ) {
    let body = ByteBuffer(string: answer.text)
    var headers: HTTPHeaders = [
      "Content-Type": "application/json", "Content-Length": String(body.readableBytes),
    ]
    if let allowed { headers.add(name: "Allow", value: allowed) }
    if !keepAlive { headers.add(name: "Connection", value: "close") }
    let status = HTTPResponseStatus(statusCode: answer.status)
    context.write(
      wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
      promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    let sent = context.eventLoop.makePromise(of: Void.self)
    if !keepAlive {
      sent.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
    startDeadline(context)
  }

  private func startDeadline(_ context: ChannelHandlerContext) {
    deadline?.cancel()
    deadline = context.eventLoop.assumeIsolated().scheduleTask(in: Self.patience) { [self] in
      guard !isAnswering else { return }
      guard head != nil, !isRefused else {
        context.close(promise: nil)
        return
      }
      refuse(
        ProxyRefusal(408, "the request did not arrive within \(RewardCall.words(Self.patience))"), context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is HTTPParserError, !isRefused, !isAnswering else {
      context.close(promise: nil)
      return
    }
    refuse(ProxyRefusal("the request is not HTTP/1.1"), context)
  }
}
