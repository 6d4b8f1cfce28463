import Files
import NIOCore
import Wording

/// What the connections of a service share: the desk, who is there, and who follows the log. On the event loop only.
final class ServiceRoom {
  /// The most that are ever taken.
  static let connectionLimit = 256
  /// Descriptors for all else: the log, the sockets that are listened on, a screen, who is told that there is no room.
  private static let reserve = 32

  let desk: RoutingDesk
  /// What a client must say first; `nil` where everybody who can connect may speak.
  let token: String?
  /// Takes sentences for the one who runs the service.
  let say: @Sendable (String) -> Void
  private let checkpoints: CheckpointKeeper
  /// How many are taken: fewer than ``connectionLimit`` where the system gives the process few descriptors.
  private let limit: Int
  private var connections: [ObjectIdentifier: ConnectionHandler] = [:]
  private var isClosing = false

  init(
    desk: RoutingDesk, token: String?, say: @escaping @Sendable (String) -> Void,
    checkpoints: CheckpointKeeper
  ) {
    self.desk = desk
    self.token = token
    self.say = say
    self.checkpoints = checkpoints
    let descriptors = descriptorLimit(wanted: Self.connectionLimit + Self.reserve)
    limit = max(1, min(Self.connectionLimit, descriptors - Self.reserve))
  }

  /// - Returns: why no more are taken.
  func enter(_ connection: ConnectionHandler) -> RequestRefusal? {
    if isClosing { return RequestRefusal(.busy, "the router is stopping") }
    guard connections.count < limit else {
      return RequestRefusal(.busy, "\(limit) clients are connected, and no more are taken")
    }
    connections[ObjectIdentifier(connection)] = connection
    desk.clients = connections.count
    return nil
  }

  func leave(_ connection: ConnectionHandler) {
    connections[ObjectIdentifier(connection)] = nil
    desk.clients = connections.count
  }

  /// The log has grown: whoever follows it gets what is new.
  func logHasGrown() {
    for connection in connections.values { connection.sendLog() }
    if checkpoints.isFree, let due = desk.dueCheckpoint() { checkpoints.keep(due) }
  }

  /// Leaves a checkpoint for the next start, where it would save some time.
  func keepLastCheckpoint() -> EventLoopFuture<Void> { checkpoints.finish(with: desk.checkpointAtEnd()) }

  /// Tries to write the log again, and says so when it worked.
  func retry() {
    guard let text = desk.retry() else { return }
    say(text)
    logHasGrown()
  }

  /// Lets everybody go, after what they have been answered.
  func close() {
    isClosing = true
    for connection in connections.values { connection.end() }
  }

  var isEmpty: Bool { connections.isEmpty }
}
