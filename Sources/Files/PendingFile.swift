/// A file that is written piece by piece and comes into being as a whole: until then nothing has its name, and of one
/// that never does nothing is left.
package final class PendingFile {
  private let path: String
  private let temporary: String
  private let file: OwnedDescriptor
  private let isNameless: Bool

  /// - Throws: ``FileError/cannotWrite(path:reason:)``.
  package init(path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw .cannotWrite(path: path, reason: "a file name is needed")
    }
    self.path = path
    temporary = "\(path).\(getpid()).tmp"
    do throws(SystemFailure) {
      #if os(Linux)
        if let file = try FileBytes.nameless(in: folderName(of: path)) {
          self.file = file
          isNameless = true
          return
        }
      #endif
      file = try OwnedDescriptor(
        path: temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o644)
      isNameless = false
    } catch {
      throw .cannotWrite(path: path, reason: error.reason)
    }
  }

  deinit { if !isNameless { unlink(temporary) } }

  package func write(_ bytes: [UInt8]) throws(FileError) {
    do throws(SystemFailure) {
      try file.write(bytes)
    } catch {
      throw .cannotWrite(path: path, reason: error.reason)
    }
  }

  /// Gives the file its name; nothing can be written to it then.
  ///
  /// - Returns: `false` where something has that name and is not to be replaced; it stays as it is.
  package func publish(replacing: Bool) throws(FileError) -> Bool {
    do throws(SystemFailure) {
      if fsync(file.raw) != 0 { throw .last }
      if replacing {
        if isNameless { try linkNameless(to: temporary) }
        if rename(temporary, path) != 0 {
          let failure = SystemFailure.last
          unlink(temporary)
          throw failure
        }
        return true
      }
      do throws(SystemFailure) {
        if isNameless {
          try linkNameless(to: path)
        } else if link(temporary, path) != 0 {
          throw .last
        }
      } catch {
        if error.code == EEXIST { return false }
        throw error
      }
      return true
    } catch {
      throw .cannotWrite(path: path, reason: error.reason)
    }
  }

  private func linkNameless(to name: String) throws(SystemFailure) {
    if linkat(AT_FDCWD, "/proc/self/fd/\(file.raw)", AT_FDCWD, name, AT_SYMLINK_FOLLOW) != 0 { throw .last }
  }
}
