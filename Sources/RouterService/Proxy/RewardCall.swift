import Files
import NIOCore
import NIOHTTP1
import NIOPosix

/// One try to ask a reward model: a connection, a request, its answer.
enum RewardCall {
  /// The longest answer that is taken.
  static let answerLimit = 64 << 20

  /// - Returns: the body of the answer; a ``CallFailure`` where there is none, or it is not 200.
  static func post(
    _ body: ByteBuffer, to endpoint: RewardEndpoint, within time: TimeAmount, on loop: any EventLoop
  ) -> EventLoopFuture<ByteBuffer> {
    let answer = loop.makePromise(of: ByteBuffer.self)
    let connecting = min(time, .seconds(10))
    ClientBootstrap(group: loop)
      .connectTimeout(connecting)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          try channel.pipeline.syncOperations.addHandler(
            CallHandler(endpoint: endpoint, body: body, answer: answer))
        }
      }
      .connect(host: endpoint.host, port: endpoint.port)
      .whenComplete { result in
        switch result {
        case .failure(let error): answer.fail(failure(toConnect: error, within: connecting))
        case .success(let channel):
          let late = loop.scheduleTask(in: time) {
            answer.fail(CallFailure("no answer within \(words(time))", isPassing: true))
          }
          answer.futureResult.whenComplete { _ in
            late.cancel()
            channel.close(promise: nil)
          }
        }
      }
    return answer.futureResult
  }

  private static func failure(toConnect error: any Error, within time: TimeAmount) -> CallFailure {
    switch error {
    case ChannelError.connectTimeout: CallFailure("no connection within \(words(time))", isPassing: true)
    case let error as NIOConnectionError:
      if let reason = error.connectionErrors.lazy.compactMap({ $0.error as? IOError }).first {
        CallFailure(SystemFailure(reason.errnoCode).reason, isPassing: true)
      } else if error.connectionErrors.isEmpty {
        CallFailure("the host is not known", isPassing: true)
      } else {
        CallFailure("no connection within \(words(time))", isPassing: true)
      }
    case let error as IOError: CallFailure(SystemFailure(error.errnoCode).reason, isPassing: true)
    default: CallFailure("the connection failed", isPassing: true)
    }
  }

  static func words(_ time: TimeAmount) -> String {
    let milliseconds = time.nanoseconds / 1_000_000
    return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
  }
}

private final class CallHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  private let endpoint: RewardEndpoint
  private let body: ByteBuffer
  private let answer: EventLoopPromise<ByteBuffer>
  private var status: HTTPResponseStatus?
  private var received = ByteBuffer()

  init(endpoint: RewardEndpoint, body: ByteBuffer, answer: EventLoopPromise<ByteBuffer>) {
    self.endpoint = endpoint
    self.body = body
    self.answer = answer
  }

  func channelActive(context: ChannelHandlerContext) {
    let headers: HTTPHeaders = [
      "Host": endpoint.hostField, "Content-Type": "application/json",
      "Content-Length": String(body.readableBytes), "Connection": "close",
    ]
    let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: endpoint.path, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): status = head.status
    case .body(var piece):
      guard received.readableBytes + piece.readableBytes <= RewardCall.answerLimit else {
        answer.fail(CallFailure("its answer is over \(RewardCall.answerLimit >> 20) MiB"))
        return
      }
      received.writeBuffer(&piece)
    case .end: finish()
    }
  }

  private func finish() {
    guard let status else { return }
    if status == .ok {
      answer.succeed(received)
    } else {
      // A server that is busy or has stumbled may answer the next time; a refusal stays one.
      let isPassing = status.code >= 500 || status == .tooManyRequests || status == .requestTimeout
      answer.fail(CallFailure("it answered HTTP \(status.code)", isPassing: isPassing))
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    answer.fail(CallFailure("it closed the connection without an answer", isPassing: true))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let reason =
      (error as? IOError).map { SystemFailure($0.errnoCode).reason } ?? "its answer is not HTTP/1.1"
    answer.fail(CallFailure(reason, isPassing: true))
  }
}
