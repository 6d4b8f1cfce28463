import NIOCore
import RunLog

/// One client: its bytes become lines, its lines answers.
///
/// What arrives together is decided together and written to the log in one write; the answers go out behind that.
final class ConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// Bytes of answers beyond which no more is decided for a client until it reads; with those of one turn, 8 MiB.
  static let answerLimit = 7 << 20
  /// How long such a client may read nothing at all.
  static let stallLimit = TimeAmount.seconds(5)
  /// Lines that are decided in one turn: then others have theirs, and the answers theirs to go out.
  private static let turnLength = 256
  /// How long a stranger has to say the token.
  static let patience = TimeAmount.seconds(10)
  /// Bytes of a stranger's line that are waited for.
  static let greetingLimit = 64 << 10
  /// How long a client that is let go has to read why.
  static let partingTime = TimeAmount.seconds(2)

  let room: ServiceRoom
  private var splitter = LineSplitter(takesLongRuns: false)
  /// What has come and is not decided yet.
  private var requests: [RoutingDesk.Request] = []
  private var answers: [Answer] = []
  var context: ChannelHandlerContext?
  private var outstanding = 0
  private var isAuthorised: Bool
  /// What this client follows, once it has subscribed.
  var following: Following?
  private(set) var isEnding = false
  private var isParting = false
  /// Lines wait for their turn, and no more are read.
  private var isPaused = false
  /// The client has said all that it has to say.
  private var isInputClosed = false
  /// When the client last took a byte of what waits for it.
  private var lastTaken = NIODeadline.now()

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
    if isParting { room.endParting() }
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

  func channelReadComplete(context: ChannelHandlerContext) { takeTurn() }

  private func takeTurn() {
    guard let context, !isEnding else { return }
    guard outstanding <= Self.answerLimit else { return wait(context, .milliseconds(10)) }
    decideRequests(atMost: Self.turnLength)
    finishBurst()
    if !requests.isEmpty { return wait(context, .nanoseconds(0)) }
    if isPaused {
      isPaused = false
      context.channel.setOption(.autoRead, value: true).whenFailure { _ in }
    }
    if isInputClosed, following == nil { end() }
  }

  /// Goes on later, and reads no more until then.
  private func wait(_ context: ChannelHandlerContext, _ time: TimeAmount) {
    if !isPaused {
      isPaused = true
      context.channel.setOption(.autoRead, value: false).whenFailure { _ in }
    }
    if outstanding > Self.answerLimit, NIODeadline.now() - lastTaken > Self.stallLimit {
      return disconnect(context)
    }
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: time) { handler.value.takeTurn() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { sendLog() }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case .inputClosed? = event as? ChannelEvent else { return }
    isInputClosed = true
    if isParting { return context.close(promise: nil) }
    // Who follows the log may go on listening.
    if !isPaused, following == nil { takeTurn() }
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

  private func decideRequests(atMost limit: Int = .max) {
    let turn = Array(requests.prefix(limit))
    requests.removeFirst(turn.count)
    for index in turn.indices where !isEnding {
      answer(room.desk.take(turn, at: index, from: speaker))
    }
  }

  private var speaker: RoutingDesk.Speaker {
    if !isAuthorised { return .stranger }
    return following == nil ? .client : .follower
  }

  private func answer(_ reply: RoutingDesk.Reply) {
    switch reply {
    // Behind a subscription the log itself is the answer, to who wants no other.
    case .silence where following?.wantsAnswers == false, .answer where following?.wantsAnswers == false:
      break
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
    case .subscribe(let offset, let wantsAnswers, let answer):
      answers.append(answer)
      finishBurst()
      following = Following(cursor: offset, wantsAnswers: wantsAnswers)
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
    }
    // Who asked comes first.
    defer {
      room.tellTrouble()
      if room.desk.end != before { room.logHasGrown() }
    }
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
    if outstanding == count { lastTaken = .now() }
    sent.futureResult.whenComplete { _ in
      handler.value.outstanding -= count
      handler.value.lastTaken = .now()
    }
    context.writeAndFlush(wrapOutboundOut(buffer), promise: sent)
  }

  private func disconnect(_ context: ChannelHandlerContext) {
    isEnding = true
    room.say("a client was disconnected: it left \(outstanding) bytes of answers unread")
    context.close(promise: nil)
  }

  /// Closes the connection behind what it has been sent.
  func end() {
    guard !isEnding, let context else { return }
    // Of a stranger's lines one is answered.
    if isAuthorised { decideRequests() } else { requests = [] }
    finishBurst()
    isEnding = true
    let empty = context.channel.allocator.buffer(capacity: 0)
    let sent = context.eventLoop.makePromise(of: Void.self)
    let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
    sent.futureResult.whenComplete { _ in handler.value.part() }
    context.writeAndFlush(wrapOutboundOut(empty), promise: sent)
  }

  /// Waits until the client has closed its side: a connection that is closed while something comes from it is broken
  /// off, and what it was told last is lost on the way.
  private func part() {
    guard let context else { return }
    guard !isInputClosed, room.beginParting() else { return context.close(promise: nil) }
    isParting = true
    room.leave(self)
    context.channel.setOption(.autoRead, value: true).whenFailure { _ in }
    context.channel.close(mode: .output, promise: nil)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: Self.partingTime) { bound.value.close(promise: nil) }
  }
}

/// Whether two texts are the same, in a time that does not tell where they differ.
func hasSameBytes(_ one: String, _ other: String) -> Bool {
  let (one, other) = (Array(one.utf8), Array(other.utf8))
  var difference = one.count ^ other.count
  for index in other.indices { difference |= Int(other[index] ^ (index < one.count ? one[index] : 0)) }
  return difference == 0
}
