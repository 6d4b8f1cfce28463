/// A refused system call: its error number, and words for it that do not depend on the locale.
package struct SystemFailure: Error, Equatable, Sendable {
  package var code: Int32

  package init(_ code: Int32) { self.code = code }

  /// The failure of the call that just returned −1.
  package static var last: SystemFailure { SystemFailure(errno) }

  /// A few words that fit after a colon.
  package var reason: String {
    switch code {
    case ENOENT: "there is no such file or folder"
    case ENOTDIR: "a part of its path is not a folder"
    case EISDIR: "it is a folder"
    case EACCES, EPERM: "permission denied"
    case ENOSPC: "no space is left on the disk"
    case EDQUOT: "the disk quota is used up"
    case EFBIG: "the file size limit is reached"
    case EROFS: "the file system is read-only"
    case ENOMEM: "there is no memory left"
    case EMFILE, ENFILE: "too many files are open"
    case ELOOP: "its symbolic links go round in a circle"
    case ENAMETOOLONG: "the name is too long"
    case EIO: "the disk reports an input/output error"
    case ESTALE: "the network file system has lost the file"
    case ENXIO: "nobody reads it"
    case EPIPE: "its reader is gone"
    case EAGAIN: "its reader does not read"
    case EBADF: "it is closed"
    case EINVAL: "it does not allow this"
    case EADDRINUSE: "another program uses it"
    case ECONNREFUSED: "nobody listens there"
    case ECONNRESET, ECONNABORTED: "the other side broke it off"
    case ETIMEDOUT: "the other side does not answer"
    case EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL: "no way leads to that host"
    default: "system error \(code)"
    }
  }
}
