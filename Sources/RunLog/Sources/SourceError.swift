import Wording

/// Why a source cannot be read: one helpful sentence each, safe to print.
package enum SourceError: Error, Equatable, Sendable {
  /// `nearest` is the most similar name in the same folder.
  case missing(path: String, nearest: String?)
  case missingFolder(path: String)
  /// `example` is a log in that folder.
  case directory(path: String, example: String?)
  /// A folder with files of other programs, of which one has to be named.
  case severalFiles(folder: String, files: [String])
  case unreadable(path: String, reason: String)
  case device(path: String)
  case socket(path: String)
  /// Compressed by a program whose files are not read here.
  case compressed(path: String, format: String, command: String)
  case standardInputIsTerminal
  case standardInputUnusable(reason: String)
  /// The temporary file behind a pipe or a compressed file. Nothing is lost: reading again tries again.
  case temporaryFile(folder: String, reason: String)
  /// What a router's socket is read for does not come.
  case router(RouterError)
}

extension SourceError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let path, let nearest):
      "there is no file \(shownPath(path))" + suggestion(nearest)
    case .missingFolder(let path):
      "the folder of \(shownPath(path)) does not exist"
    case .directory(let path, let example?):
      "\(shownPath(path)) is a folder: name a log in it, such as \(shownPath(example))"
    case .directory(let path, nil):
      "\(shownPath(path)) is a folder, and no log (.jsonl, .jsonl.gz, .jsonl.zst) is in it"
    case .severalFiles(let folder, let files):
      "\(shownPath(folder)) is a folder: name the file to be read, "
        + (files.count == 1 ? "" : "one of ") + files.prefix(8).map(shownPath).joined(separator: ", ")
        + (files.count > 8 ? " and \(formatCount(files.count - 8)) more" : "")
    case .unreadable(let path, let reason):
      "\(shownPath(path)) cannot be read: \(reason)"
    case .device(let path):
      "\(shownPath(path)) is a device: a log is a file, a pipe or standard input (-)"
    case .socket(let path):
      "\(shownPath(path)) is a socket: the log of a router that listens there is unix:\(shownPath(path))"
    case .compressed(let path, let format, let command):
      "\(shownPath(path)) is compressed with \(format): unpack it into a pipe, "
        + "`\(command) \(shownPath(path)) | rmtop -`"
    case .standardInputIsTerminal:
      "standard input is a terminal: pipe a log into it, or name a file"
    case .standardInputUnusable(let reason):
      "standard input cannot be read: \(reason)"
    case .temporaryFile(let folder, let reason):
      "\(shownPath(folder)) cannot hold the copy of the log that going back needs: \(reason) "
        + "(set TMPDIR to a folder with room)"
    case .router(let error): error.description
    }
  }
}
