import Files

#if os(Linux)
  /// A bell that rings when something happens in the folders of a file (inotify).
  ///
  /// It says *look*, never *what*: what happened is found by `stat`, which the heartbeat does as well where
  /// inotify is silent (network file systems, other machines' writes).
  final class DirectoryWatch {
    let descriptor: OwnedDescriptor

    init?() {
      let raw = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      if raw < 0 { return nil }
      descriptor = OwnedDescriptor(raw)
    }

    /// Watches the folder of a path and, through symbolic links, that of the file it leads to.
    func watch(path: String) {
      watch(folder: folderName(of: path))
      if let resolved = realpath(path, nil) {
        defer { free(resolved) }
        watch(folder: folderName(of: String(cString: resolved)))
      }
    }

    private func watch(folder: String) {
      let mask: UInt32 =
        UInt32(IN_MODIFY) | UInt32(IN_CREATE) | UInt32(IN_MOVED_FROM) | UInt32(IN_MOVED_TO)
        | UInt32(IN_DELETE) | UInt32(IN_ATTRIB)
      _ = inotify_add_watch(descriptor.raw, folder, mask)
    }

    /// Takes the events that wait; bounded, for a folder in which somebody writes without pause.
    func acknowledge() {
      withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
        for _ in 0..<16 {
          guard let count = try? descriptor.read(into: buffer), count > 0 else { return }
        }
      }
    }
  }
#endif
