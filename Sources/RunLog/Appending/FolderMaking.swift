#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Makes a folder that only its owner may enter, and the folders above it as need be; one that is there stays.
public func makeFolder(path: String) throws(AppendError) {
  var made = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    made += made.isEmpty || made == "/" ? part : "/" + part
    if mkdir(made, 0o700) == 0 { continue }
    let failure = SystemFailure.last
    let facts = try? FileFacts(at: made)
    if facts?.kind == .directory { continue }
    throw .folder(path: made, reason: facts == nil ? failure.reason : "there is a file of this name")
  }
}
