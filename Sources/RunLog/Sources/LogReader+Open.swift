import Files
import Importers
import Wording

extension LogReader {
  /// Opens a log, or another program's file as one.
  static func openFile(
    path: String, follow: Bool, format: SourceFormat?, clock: @escaping @Sendable () -> Double
  ) throws(SourceError) -> any LogBytes {
    ImportedBytes(
      try openFile(path: try fileInFolder(path), follow: follow, clock: clock), format: format)
  }

  /// The one file of another program that a folder stands for; any other path is itself.
  private static func fileInFolder(_ path: String) throws(SourceError) -> String {
    guard (try? FileFacts(at: path))?.kind == .directory else { return path }
    func known(in folder: String) -> [String] {
      fileNames(in: folder).filter { ImportFormat(fileName: $0) != nil }.map { "\(folder)/\($0)" }
    }
    let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let files = known(in: folder)
    if files.count == 1 { return files[0] }
    let below = files.isEmpty ? fileNames(in: folder).flatMap { known(in: "\(folder)/\($0)") } : []
    if files.isEmpty, below.isEmpty { return path }
    throw .severalFiles(folder: path, files: files + below)
  }

  /// Opens a path after finding out that it is something to read: merely opening a device may do something.
  static func openFile(
    path: String, follow: Bool, recognisesCopies: Bool = true, clock: @escaping @Sendable () -> Double
  ) throws(SourceError) -> any LogBytes {
    try refuse(facts(path: path) { () throws(SystemFailure) in try FileFacts(at: path) }.kind, path: path)
    let descriptor: OwnedDescriptor
    do throws(SystemFailure) {
      // Non-blocking: a FIFO opens before its writer comes.
      descriptor = try OwnedDescriptor(path: path, flags: O_RDONLY | O_NONBLOCK)
    } catch {
      throw openingError(error, path: path)
    }
    let facts = try facts(path: path) { () throws(SystemFailure) in try FileFacts(of: descriptor.raw) }
    try refuse(facts.kind, path: path)
    if facts.kind == .fifo {
      // The pipe of a shell's <(…) has one writer and no name to open again.
      let hasName = !path.hasPrefix("/dev/") && !path.hasPrefix("/proc/")
      return try SpooledStream(
        input: descriptor, name: shownPath(path), ending: follow && hasName ? .reopens(path: path) : .final,
        isLive: true)
    }
    let opening: [UInt8]
    do throws(SystemFailure) {
      opening = try descriptor.bytes(at: 0, count: 6)
    } catch {
      throw openingError(error, path: path)
    }
    if let name = [".gz", ".zst"].first(where: { path.hasSuffix($0) }), opening.count < 4,
      PackedFormat(beginning: opening) == nil
    {
      throw .unreadable(
        path: path,
        reason: "it has \(formatCount(opening.count, of: "byte")), which is not a whole \(name) file")
    }
    if PackedFormat(beginning: opening) != nil {
      return try SpooledStream(input: descriptor, name: shownPath(path), ending: .final, isLive: false)
    }
    for format in foreignFormats where opening.starts(with: format.magic) {
      throw .compressed(path: path, format: format.name, command: format.command)
    }
    return PlainFile(
      descriptor, facts: facts, path: path, follows: follow, recognisesCopies: recognisesCopies, clock: clock)
  }

  static func openStandardInput(_ descriptor: Int32) throws(SourceError) -> any LogBytes {
    if isatty(descriptor) == 1 { throw .standardInputIsTerminal }
    let input: OwnedDescriptor
    do throws(SystemFailure) {
      if try FileFacts(of: descriptor).kind == .directory { throw SystemFailure(EISDIR) }
      input = try OwnedDescriptor(duplicating: descriptor)
    } catch {
      throw .standardInputUnusable(reason: error.reason)
    }
    return try SpooledStream(input: input, name: "standard input", ending: .final, isLive: true)
  }

  private static func facts(
    path: String, _ find: () throws(SystemFailure) -> FileFacts
  ) throws(SourceError) -> FileFacts {
    do throws(SystemFailure) {
      return try find()
    } catch {
      throw openingError(error, path: path)
    }
  }

  private static func refuse(_ kind: FileFacts.Kind, path: String) throws(SourceError) {
    switch kind {
    case .regular, .fifo: return
    case .socket: throw .socket(path: path)
    case .device: throw .device(path: path)
    case .directory:
      let log = fileNames(in: path).first { name in
        [".jsonl", ".jsonl.gz", ".jsonl.zst"].contains { name.hasSuffix($0) }
      }
      throw .directory(path: path, example: log.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" })
    }
  }

  private static func openingError(_ failure: SystemFailure, path: String) -> SourceError {
    guard failure.code == ENOENT else { return .unreadable(path: path, reason: failure.reason) }
    let folder = folderName(of: path)
    guard (try? FileFacts(at: folder))?.kind == .directory else { return .missingFolder(path: path) }
    let prefix = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let nearest = nearestName(to: String(path.dropFirst(prefix.count)), among: fileNames(in: folder))
    return .missing(path: path, nearest: nearest.map { prefix + $0 })
  }

  private static var foreignFormats: [(magic: [UInt8], name: String, command: String)] {
    [
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz", "xz -dc"),
      ([0x42, 0x5A, 0x68], "bzip2", "bzip2 -dc"), ([0x50, 0x4B, 0x03, 0x04], "zip", "unzip -p"),
      ([0x04, 0x22, 0x4D, 0x18], "lz4", "lz4 -dc"),
    ]
  }
}
