import NIOCore
import RunLog

/// One client: its bytes become lines, its lines answers.
///
/// What arrives together is decided together and written to the log in one write; the answers go out behind that.
final class ConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// Bytes of answers that a client may leave unread.
  static let answerLimit = 8 << 20
  /// How long a stranger has to say the token.
  static let patience = TimeAmount.seconds(10)
  /// Bytes of a stranger's line that are waited for.
  static let greetingLimit = 64 << 10
  /// Bytes of the log that are sent at once.
  private static let pieceLength = 128 << 10

  private let room: ServiceRoom
  private var splitter = LineSplitter(takesLongRuns: false)
  /// What has come and is not decided yet.
  private var requests: [RoutingDesk.Request] = []
  private var answers: [Answer] = []
  private var context: ChannelHandlerContext?
  private var outstanding = 0
  private var isAuthorised: Bool
  /// Where in the log the next bytes for this client begin; `nil` before it subscribes.
  private var cursor: Int?
  private var isSendingLog = false
  private var isEnding = false

  /// - Parameter asksToken: the first line has to be a `hello` with the room's token, and to come soon.
  init(room: ServiceRoom, asksToken: Bool) {
    self.room = room
    isAuthorised = !asksToken
  }

  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    if !isAuthorised { startPatience(context) }
    guard let refusal = room.enter(self) else { return }
    answers.append(Answer(refusal, to: RequestName(line: 0)))
    end()
  }

  /// A stranger who says nothing keeps no place from others.
  private func startPatience(_ context: ChannelHandlerContext) {
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: Self.patience) {
      if !handler.value.isAuthorised { handler.value.end() }
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    room.leave(self)
    self.context = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isEnding else { return }
    unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
      splitter.append(bytes) { line in take(line) }
    }
    let length = splitter.partialLength
    if !isAuthorised, !isEnding, length > Self.greetingLimit {
      let number = splitter.endOfWholeLines.line
      answer(room.desk.take([room.desk.read(tooLong: length, number: number)], at: 0, from: .stranger))
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    decideRequests()
    finishBurst()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { sendLog() }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    // It has said all it has to say; who follows the log may go on listening.
    if case .inputClosed? = event as? ChannelEvent, cursor == nil { end() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func take(_ line: LineSplitter.Line) {
    switch line.content {
    case .blank: break
    case .tooLong(let length): requests.append(room.desk.read(tooLong: length, number: line.number))
    case .bytes(let bytes): requests.append(room.desk.read(bytes, number: line.number))
    }
  }

  private func decideRequests() {
    let requests = requests
    self.requests.removeAll(keepingCapacity: requests.count <= 4096)
    for index in requests.indices where !isEnding {
      answer(room.desk.take(requests, at: index, from: speaker))
    }
  }

  private var speaker: RoutingDesk.Speaker {
    if !isAuthorised { return .stranger }
    return cursor == nil ? .client : .follower
  }

  private func answer(_ reply: RoutingDesk.Reply) {
    switch reply {
    // Behind a subscription the log itself is the answer.
    case .silence where cursor != nil, .answer where cursor != nil: break
    case .silence(let request): answers.append(Answer("", to: request, isOfLog: true))
    case .answer(let answer):
      answers.append(answer)
      // A stranger gets no second line.
      if !isAuthorised { end() }
    case .hello(let token, let answer):
      guard isAuthorised || hasSameBytes(token ?? "", room.token ?? "") else {
        let refusal = RequestRefusal(.notAuthorised, "hello: the token is not that of this router")
        answers.append(Answer(refusal, to: answer.request))
        end()
        return
      }
      isAuthorised = true
      answers.append(answer)
    case .subscribe(let offset, let answer):
      answers.append(answer)
      finishBurst()
      cursor = offset
      sendLog()
    }
  }

  /// Everything that came together has been decided: it is written, and then answered.
  private func finishBurst() {
    let before = room.desk.end
    if let refusal = room.desk.commit() {
      for index in answers.indices where answers[index].isOfLog {
        answers[index] = Answer(refusal, to: answers[index].request)
        room.desk.countRefused()
      }
      room.say(refusal.message)
    }
    if room.desk.end != before { room.logHasGrown() }
    answers.removeAll { $0.text.isEmpty }
    guard let context, !answers.isEmpty else { return }
    var buffer = context.channel.allocator.buffer(capacity: answers.reduce(0) { $0 + $1.text.utf8.count + 1 })
    for answer in answers {
      buffer.writeString(answer.text)
      buffer.writeInteger(UInt8(0x0A))
    }
    answers.removeAll(keepingCapacity: true)
    send(buffer, context)
  }

  private func send(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
    let count = buffer.readableBytes
    outstanding += count
    let sent = context.eventLoop.makePromise(of: Void.self)
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    sent.futureResult.whenComplete { _ in handler.value.outstanding -= count }
    context.writeAndFlush(wrapOutboundOut(buffer), promise: sent)
    if outstanding > Self.answerLimit {
      room.say(
        "a client was disconnected: it left \(outstanding) bytes of answers unread, and \(Self.answerLimit) are the most"
      )
      context.close(promise: nil)
    }
  }

  /// Sends what the log has more than this client, as far as it takes it.
  func sendLog() {
    guard !isSendingLog, var cursor else { return }
    isSendingLog = true
    defer { isSendingLog = false }
    while let context, !isEnding, context.channel.isWritable, cursor < room.desk.end,
      let bytes = room.desk.log(at: cursor, count: Self.pieceLength), !bytes.isEmpty
    {
      cursor += bytes.count
      self.cursor = cursor
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
    }
  }

  /// Closes the connection behind what it has been sent.
  func end() {
    guard !isEnding, let context else { return }
    decideRequests()
    finishBurst()
    isEnding = true
    let empty = context.channel.allocator.buffer(capacity: 0)
    let sent = context.eventLoop.makePromise(of: Void.self)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    sent.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
    context.writeAndFlush(wrapOutboundOut(empty), promise: sent)
  }
}

/// Whether two texts are the same, in a time that does not tell where they differ.
func hasSameBytes(_ one: String, _ other: String) -> Bool {
  let (one, other) = (Array(one.utf8), Array(other.utf8))
  var difference = one.count ^ other.count
  for index in other.indices { difference |= Int(other[index] ^ (index < one.count ? one[index] : 0)) }
  return difference == 0
}
