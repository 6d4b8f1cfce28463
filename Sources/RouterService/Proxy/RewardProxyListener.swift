import Files
import NIOCore
import NIOHTTP1
import NIOPosix
import RunEvents
import RunState
import Wording

/// Takes the proxy's connections on the service's loop, and logs now and then what its calls took.
final class RewardProxyListener: Sendable {
  /// How often what the calls took is logged.
  private static let period = TimeAmount.seconds(5)

  private let proxy: NIOLoopBound<RewardProxy>
  private let channel: any Channel
  private let task: RepeatedTask

  var port: Int? { channel.localAddress?.port }

  /// - Throws: ``ServiceError`` where the run is not one for the proxy, or the address cannot be listened on.
  init(
    _ settings: RewardProxySettings, _ room: NIOLoopBound<ServiceRoom>, _ loop: any EventLoop,
    clock: @escaping @Sendable () -> Double
  ) throws {
    let proxy = try loop.submit {
      let state = room.value.desk.state
      let refusal = settings.refusal(
        rewardModels: state.rewardModels.filter(\.isInRun).map(\.info.id), policy: state.settings.policy,
        dimension: state.dimension)
      if let refusal { throw ServiceError.usage(refusal) }
      return NIOLoopBound(
        RewardProxy(settings, room: room.value, loop: loop, clock: clock), eventLoop: loop)
    }.wait()
    self.proxy = proxy
    let places = NIOLoopBoundBox.makeBoxSendingValue(ProxyPlaces(), eventLoop: loop)
    do {
      channel = try ServerBootstrap(group: loop)
        .serverChannelOption(.backlog, value: 1024)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .childChannelOption(.socketOption(.so_keepalive), value: 1)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: false)
            try channel.pipeline.syncOperations.addHandler(
              HTTPConversation(proxy: proxy.value, places: places.value))
          }
        }
        .bind(host: settings.host, port: settings.port).wait()
    } catch {
      let reason = (error as? IOError).map { SystemFailure($0.errnoCode).reason } ?? "the host is not known"
      let host = printableText(settings.host, limit: 128)
      throw ServiceError.cannotCreate(
        "the reward proxy cannot listen on \(host):\(settings.port): \(reason)")
    }
    task = loop.scheduleRepeatedTask(initialDelay: Self.period, delay: Self.period) { _ in
      proxy.value.logTally()
    }
    try loop.submit { [channel] in places.value.channel = channel }.wait()
  }

  func stop() {
    try? channel.close().wait()
    task.cancel()
    try? channel.eventLoop.submit { [proxy] in proxy.value.stop() }.wait()
  }
}

/// How many connections there are. Nobody is turned away in a burst of rollouts: who comes when all places are taken
/// waits in the system's queue.
final class ProxyPlaces {
  static let limit = 512

  var channel: (any Channel)?
  private var taken = 0

  func take() {
    taken += 1
    if taken == Self.limit { setAccepting(false) }
  }

  func giveBack() {
    taken -= 1
    if taken == Self.limit - 1 { setAccepting(true) }
  }

  private func setAccepting(_ isAccepting: Bool) {
    channel?.setOption(.autoRead, value: isAccepting).whenFailure { _ in }
  }
}
