import Files
import NIOCore
import Wording

/// What the connections of a service share: the desk, who is there, and who follows the log. On the event loop only.
final class ServiceRoom {
  /// The most that are ever taken.
  static let connectionLimit = 256
  /// Descriptors for all else: the log, the sockets that are listened on, a screen, who is told that there is no room.
  private static let reserve = 32
  /// Connections that are kept until those who were let go have read why.
  private static let partingLimit = 16

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
  private var partings = 0
  /// What was said last of why the log cannot be written.
  private var saidTrouble: String?

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

  /// Once a second: looks after the log, tries to write it again, and says so when it worked.
  func lookAfterLog() {
    let before = desk.end
    for text in [desk.retry(), desk.watchLog()].compactMap({ $0 }) { say(text) }
    if desk.end != before { logHasGrown() }
    tellTrouble()
  }

  /// Why the log cannot be written.
  var trouble: String? { desk.trouble?.reason }

  /// Says why the log cannot be written when it has not been said.
  func tellTrouble() {
    guard trouble != saidTrouble else { return }
    saidTrouble = trouble
    if let trouble { say(RoutingDesk.unwritable(trouble).message) }
    for connection in connections.values { connection.sendLog() }
  }

  /// - Returns: whether a connection that is to be closed may wait until its client has read what it was told.
  func beginParting() -> Bool {
    guard partings < Self.partingLimit, !isClosing else { return false }
    partings += 1
    return true
  }

  func endParting() { partings -= 1 }

  /// Lets everybody go, after what they have been answered.
  func close() {
    isClosing = true
    for connection in connections.values { connection.end() }
  }

  var isEmpty: Bool { connections.isEmpty }
}
