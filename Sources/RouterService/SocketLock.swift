import Files
import Wording

/// Who makes or removes a socket in a folder, one after the other: a lock on the folder itself, which leaves nothing
/// behind.
///
/// Of two routers that find one stale socket the second would else take away what the first has just made.
enum SocketLock {
  /// Milliseconds that others are waited for, who need but a moment.
  static let patience = 10_000

  static func hold<Value>(
    for socket: String, _ body: () throws -> Value
  ) throws -> Value {
    let folder = folderName(of: socket)
    let descriptor: OwnedDescriptor
    do throws(SystemFailure) {
      descriptor = try OwnedDescriptor(path: folder, flags: O_RDONLY | O_DIRECTORY)
    } catch {
      throw ServiceError.cannotCreate(
        "the socket's folder \(shownPath(folder)) cannot be opened: \(error.reason)")
    }
    var waited = 0
    // File systems that know no such lock have no sockets that two programs could meet on.
    while flock(descriptor.raw, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK || errno == EINTR {
      guard waited < patience else {
        throw ServiceError.cannotCreate(
          "the socket's folder \(shownPath(folder)) has been held by another program for 10 seconds: name a socket in "
            + "another folder")
      }
      _ = poll(nil, 0, 10)
      waited += 10
    }
    return try body()
  }

  /// Which file stands at the path; `nil` where there is none.
  static func identity(of socket: String) -> FileFacts.Identity? {
    (try? FileFacts(at: socket))?.identity
  }
}
