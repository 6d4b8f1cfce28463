import Dashboard
import Files
import Foundation
import Wording

/// Finds themes by name or path: `--theme PATH`, the user's config folder, beside the executable, then built in.
struct ThemeLibrary {
  /// Folders searched for `NAME.toml`, first wins.
  private let folders: [String]
  /// Paths of themes from outside of the folders, by name.
  private var opened: [String: String] = [:]

  /// A theme has a hundred lines; what is longer is none.
  private static let sizeLimit = 256 << 10

  /// The library of this process.
  static var ofProcess: ThemeLibrary {
    ThemeLibrary(
      environment: ProcessInfo.processInfo.environment, executable: Bundle.main.executablePath ?? "")
  }

  /// - Parameters:
  ///   - environment: for `XDG_CONFIG_HOME` and `HOME`.
  ///   - executable: path of the running binary.
  init(environment: [String: String], executable: String) {
    var folders: [String] = []
    if let config = userFolder("XDG_CONFIG_HOME", "/.config", environment) {
      folders.append(config + "/rmtop/themes")
    }
    let beside = (executable as NSString).deletingLastPathComponent
    if !beside.isEmpty { folders.append(beside + "/themes") }
    self.folders = folders
  }

  /// Every name there is: the built-in ones in their order, then what the folders add, in byte order.
  var names: [String] {
    var names = Theme.builtIn.map(\.name)
    var added = opened.keys.filter { !names.contains($0) }
    for folder in folders {
      for file in fileNames(in: folder) where file.hasSuffix(".toml") {
        let name = String(file.dropLast(5))
        if !names.contains(name), !added.contains(name) { added.append(name) }
      }
    }
    names += added.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return names
  }

  /// The theme of a name or path.
  ///
  /// - Throws: a sentence, with line and column where the file is not a theme (`unusableData`).
  func theme(_ wanted: String) throws(CommandFailure) -> Theme {
    if wanted.contains("/") || wanted.hasSuffix(".toml") { return try parse(path: wanted) }
    if let path = opened[wanted] { return try parse(path: path) }
    for folder in folders {
      let path = folder + "/" + wanted + ".toml"
      if (try? FileFacts(at: path)) != nil { return try parse(path: path) }
    }
    if let theme = Theme.builtIn.first(where: { $0.name == wanted }) { return theme }
    throw CommandFailure(
      .usage,
      "there is no theme \(quoted(wanted))"
        + suggestion(for: wanted, among: names, otherwise: "; there are \(listed(names, atMost: 40))"))
  }

  /// The theme that a command line names; from now on its name stands for its path.
  mutating func open(_ wanted: String) throws(CommandFailure) -> Theme {
    let theme = try theme(wanted)
    if wanted.contains("/") || wanted.hasSuffix(".toml") { opened[theme.name] = wanted }
    return theme
  }

  private func parse(path: String) throws(CommandFailure) -> Theme {
    let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path: path, sizeLimit: Self.sizeLimit)
    } catch {
      throw CommandFailure(.noInput, "the theme \(error)")
    }
    do {
      return try Theme.parse(bytes: bytes, name: name)
    } catch {
      throw CommandFailure(.unusableData, "\(error)")
    }
  }
}
