import Files
import NIOCore
import NIOPosix
package import Router
package import RunEvents
import RunState
import Wording

/// A router that serves its clients over a socket: one event loop, on a thread of its own, that owns everything.
package final class RouterServer: Sendable {
  package struct Settings: Sendable {
    package var socket: String
    package var log: String
    package var header: RunHeader
    package var priors: PriorLoader
    /// What makes contexts for the prior that the run line names.
    package var contexts: @Sendable (PriorSource) -> ContextMaker?
    package var syncing: RoutingDesk.Syncing
    /// Where it listens besides, for clients that bring the token.
    package var tcp: TCPAddress?
    /// The reward proxy, for OpenRLHF.
    package var proxy: RewardProxySettings?

    package init(
      socket: String, log: String, header: RunHeader, priors: PriorLoader,
      contexts: @escaping @Sendable (PriorSource) -> ContextMaker? = { _ in nil },
      syncing: RoutingDesk.Syncing,
      tcp: TCPAddress? = nil, proxy: RewardProxySettings? = nil
    ) {
      self.socket = socket
      self.log = log
      self.header = header
      self.priors = priors
      self.contexts = contexts
      self.syncing = syncing
      self.tcp = tcp
      self.proxy = proxy
    }
  }

  /// A host's address and a port, and what a client there must say first.
  package struct TCPAddress: Sendable {
    package var host: String
    package var port: Int
    package var token: String

    package init(host: String, port: Int, token: String) {
      self.host = host
      self.port = port
      self.token = token
    }
  }

  private let group: MultiThreadedEventLoopGroup
  private let room: NIOLoopBound<ServiceRoom>
  private let channels: [any Channel]
  private let socket: (path: String, identity: FileFacts.Identity?)
  private let tasks: [RepeatedTask]
  private let proxy: RewardProxyListener?

  /// Folds the log and listens.
  ///
  /// - Parameters:
  ///   - check: whether the run line of a log that is there already is what the command line asks for.
  ///   - say: takes sentences about what went wrong while it runs, on the service's thread.
  /// - Throws: ``ServiceError``.
  package init(
    _ settings: Settings, clock: @escaping @Sendable () -> Double,
    check: @escaping @Sendable (RunHeader) -> String?, say: @escaping @Sendable (String) -> Void
  ) throws {
    // Before a log is begun.
    try SocketPath.check(settings.socket)
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    do {
      let room = try loop.submit {
        let desk = try RoutingDesk(
          log: settings.log, header: settings.header, priors: settings.priors, syncing: settings.syncing,
          contexts: settings.contexts, clock: clock, check: check)
        let keeper = CheckpointKeeper(loop: loop, say: say)
        return NIOLoopBound(
          ServiceRoom(desk: desk, token: settings.tcp?.token, say: say, checkpoints: keeper), eventLoop: loop)
      }.wait()
      self.room = room
      let path = settings.socket
      let (channel, identity) = try SocketLock.hold(for: path) { [group] in
        try SocketPath.prepare(path)
        return (try Self.listen(on: path, group, room), SocketLock.identity(of: path))
      }
      socket = (path, identity)
      var channels = [channel]
      do {
        if let tcp = settings.tcp { channels.append(try Self.listen(on: tcp, group, room)) }
        proxy = try settings.proxy.map { try RewardProxyListener($0, room, loop, clock: clock) }
      } catch {
        Self.remove(socket)
        for channel in channels { try? channel.close().wait() }
        throw error
      }
      self.channels = channels
      tasks = Self.startTasks(loop, room, settings.syncing)
    } catch {
      try? group.syncShutdownGracefully()
      throw error
    }
  }

  /// Takes the socket away, unless another router's stands there already.
  private static func remove(_ socket: (path: String, identity: FileFacts.Identity?)) {
    try? SocketLock.hold(for: socket.path) {
      if SocketLock.identity(of: socket.path) == socket.identity { unlink(socket.path) }
    }
  }

  private static func listen(
    on path: String, _ group: MultiThreadedEventLoopGroup, _ room: NIOLoopBound<ServiceRoom>
  ) throws -> any Channel {
    let socket = try SocketPath.bind(path)
    let channel = try bootstrap(group, room, asksToken: false).withBoundSocket(socket).wait()
    // NIO has it listen with fewer.
    try? setBacklog(ServiceRoom.connectionLimit, of: socket)
    return channel
  }

  private static func listen(
    on address: TCPAddress, _ group: MultiThreadedEventLoopGroup, _ room: NIOLoopBound<ServiceRoom>
  ) throws -> any Channel {
    do {
      return try bootstrap(group, room, asksToken: true)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.socketOption(.so_keepalive), value: 1)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .bind(host: address.host, port: address.port).wait()
    } catch {
      let reason = (error as? IOError).map { SystemFailure($0.errnoCode).reason } ?? "the host is not known"
      throw ServiceError.cannotCreate(
        "tcp \(printableText(address.host, limit: 128)):\(address.port) cannot be listened on: \(reason)")
    }
  }

  private static func bootstrap(
    _ group: MultiThreadedEventLoopGroup, _ room: NIOLoopBound<ServiceRoom>, asksToken: Bool
  ) -> ServerBootstrap {
    ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: Int32(ServiceRoom.connectionLimit))
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      // What comes together is decided together: the more, the fewer solves. A read that fills its buffer is followed by
      // another, for which the client writes while the lines of the first are read: a large buffer is never filled.
      .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 64 << 10))
      .childChannelOption(.maxMessagesPerRead, value: 16)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            ConnectionHandler(room: room.value, asksToken: asksToken))
        }
      }
  }

  private static func startTasks(
    _ loop: any EventLoop, _ room: NIOLoopBound<ServiceRoom>, _ syncing: RoutingDesk.Syncing
  ) -> [RepeatedTask] {
    let second = TimeAmount.seconds(1)
    return [
      loop.scheduleRepeatedTask(initialDelay: second, delay: second) { _ in
        room.value.lookAfterLog()
        if syncing == .interval { syncBeside(room.value.desk) }
      }
    ]
  }

  /// Clients do not wait for the disk.
  private static func syncBeside(_ desk: RoutingDesk) {
    guard let descriptor = desk.descriptorToSync() else { return }
    NIOThreadPool.singleton.submit { _ in
      fdatasync(descriptor)
      close(descriptor)
    }
  }

  /// Stops: no new clients, what was read is answered, the log is synced, everybody is let go.
  package func stop() {
    // While it is listened on: nobody else takes it for stale.
    Self.remove(socket)
    for channel in channels { try? channel.close().wait() }
    proxy?.stop()
    let loop = group.next()
    try? loop.submit { [room, tasks] in
      for task in tasks { task.cancel() }
      room.value.close()
    }.wait()
    try? loop.submit { [room] in room.value.desk.syncAtEnd() }.wait()
    try? loop.flatSubmit { [room] in room.value.keepLastCheckpoint() }.wait()
    try? group.syncShutdownGracefully()
  }

  /// Where the reward proxy listens.
  package var proxyPort: Int? { proxy?.port }

  /// The policy, where it learns from feedback.
  package var learningPolicy: PolicyName? {
    let policy = try? group.next().submit { [room] in room.value.desk.state.settings.policy }.wait()
    return policy.flatMap { $0.learnsFromFeedback ? $0 : nil }
  }

  /// What the service says of itself, for a line on standard error.
  package func summary() -> ServiceSummary? {
    try? group.next().submit { [room] in ServiceSummary(room.value.desk) }.wait()
  }
}

/// Where a service stands.
package struct ServiceSummary: Sendable {
  package var run: String
  package var step: Int?
  package var decisions: Int
  package var feedbacks: Int
  package var clients: Int
  package var logBytes: Int
  package var trouble: String?

  init(_ desk: RoutingDesk) {
    run = desk.state.header?.name ?? ""
    step = desk.state.progress.routingStep
    decisions = desk.state.counts.decisions
    feedbacks = desk.state.counts.feedbacks
    clients = desk.clients
    logBytes = desk.end
    trouble = desk.trouble?.reason
  }
}
