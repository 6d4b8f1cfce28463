import Wording

/// Why a file cannot be read, written or made as a whole: one sentence each, safe to print.
package enum FileError: Error, Equatable, Sendable {
  case tooLarge(path: String, bytes: Int, limit: Int)
  case cannotRead(path: String, reason: String)
  case cannotWrite(path: String, reason: String)
  case cannotMake(folder: String, reason: String)
}

extension FileError: CustomStringConvertible {
  /// Without a full stop.
  package var description: String {
    switch self {
    case .tooLarge(let path, let bytes, let limit):
      "\(shownPath(path)) has \(bytes) bytes, and at most \(limit) are read"
    case .cannotRead(let path, let reason): "\(shownPath(path)) cannot be read: \(reason)"
    case .cannotWrite(let path, let reason): "\(shownPath(path)) cannot be written: \(reason)"
    case .cannotMake(let folder, let reason): "the folder \(shownPath(folder)) cannot be made: \(reason)"
    }
  }
}
