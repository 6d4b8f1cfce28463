import Dashboard
import Files
import Wording

/// The viewer's choices from one session to the next: a file in the XDG state folder.
struct ViewMemory {
  let path: String
  /// As they were found; the standard ones where there was no file, or none that could be read.
  private(set) var choices = ViewChoices()
  /// Why a file that is there was left aside.
  private(set) var refusal: String?

  private static let sizeLimit = 16 << 10

  /// - Parameter environment: for `XDG_STATE_HOME` and `HOME`; relative paths count as absent, as XDG has it.
  /// - Returns: `nil` where neither names a folder: nothing is kept.
  init?(environment: [String: String]) {
    func folder(_ name: String, _ rest: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 + rest : nil }
    }
    guard let state = folder("XDG_STATE_HOME", "") ?? folder("HOME", "/.local/state") else { return nil }
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
