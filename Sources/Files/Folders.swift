/// Makes a folder that only its owner may enter, and the folders above it as need be; one that is there stays.
package func makeFolder(path: String) throws(FileError) {
  var made = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    made += made.isEmpty || made == "/" ? part : "/" + part
    if mkdir(made, 0o700) == 0 { continue }
    let failure = SystemFailure.last
    let facts = try? FileFacts(at: made)
    if facts?.kind == .directory { continue }
    throw .cannotMake(folder: made, reason: facts == nil ? failure.reason : "there is a file of this name")
  }
}

/// The folder of a path; `.` for a bare name.
package func folderName(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// The names in a folder, without hidden ones, in byte order; at most 4,096 of them are looked at.
package func fileNames(in folder: String) -> [String] {
  guard let directory = opendir(folder) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while names.count < 4096, let entry = readdir(directory) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
