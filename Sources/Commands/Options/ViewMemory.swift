import Dashboard
import Files
import Wording

/// A folder of the user's that a variable names, else the one of that kind in the home; relative paths count as absent,
/// as XDG has it.
func userFolder(_ variable: String, _ inHome: String, _ environment: [String: String]) -> String? {
  func path(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
  return path(variable) ?? path("HOME").map { $0 + inHome }
}

/// The viewer's choices from one session to the next: a file in the XDG state folder.
struct ViewMemory {
  let path: String
  /// As they were found; the standard ones where there was no file, or none that could be read.
  private(set) var choices = ViewChoices()
  /// Why a file that is there was left aside.
  private(set) var refusal: String?

  private static let sizeLimit = 16 << 10

  /// - Parameter environment: for `XDG_STATE_HOME` and `HOME`.
  /// - Returns: `nil` where neither names a folder: nothing is kept.
  init?(environment: [String: String]) {
    guard let state = userFolder("XDG_STATE_HOME", "/.local/state", environment) else { return nil }
    path = state + "/rmtop/view"
    guard (try? FileFacts(at: path)) != nil else { return }
    do {
      let bytes = try FileBytes.read(path: path, sizeLimit: Self.sizeLimit)
      choices = try ViewChoices(text: String(decoding: bytes, as: UTF8.self))
    } catch {
      let reason =
        (error as? ViewChoicesError).map { "its line \($0.line) is not rmtop's" } ?? "it cannot be read"
      refusal = "\(printableText(path)) is ignored (\(reason)): the screen starts with the standard view"
    }
  }

  /// Stores what differs from what was found; a reader sees the old file or the new one.
  ///
  /// - Returns: why it could not be stored.
  func keep(_ new: ViewChoices) -> String? {
    guard new != choices else { return nil }
    do throws(FileError) {
      try makeFolder(path: folderName(of: path))
      try FileBytes.write(Array(new.text.utf8), path: path)
      return nil
    } catch {
      return "theme and view are not kept: \(error)"
    }
  }
}
