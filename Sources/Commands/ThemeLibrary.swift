import Dashboard
import Foundation
import RunEvents

/// Finds themes by name or path: `--theme PATH`, the user's config folder, beside the executable, then built in.
struct ThemeLibrary {
  /// Folders searched for `NAME.toml`, first wins.
  private let folders: [String]

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
    if let config = environment["XDG_CONFIG_HOME"], !config.isEmpty {
      folders.append(config + "/rmtop/themes")
    } else if let home = environment["HOME"], !home.isEmpty {
      folders.append(home + "/.config/rmtop/themes")
    }
    let beside = (executable as NSString).deletingLastPathComponent
    if !beside.isEmpty { folders.append(beside + "/themes") }
    self.folders = folders
  }

  /// Every name there is: the built-in ones in their order, then what the folders add, in byte order.
  var names: [String] {
    var names = Theme.builtIn.map(\.name)
    var added: [String] = []
    for folder in folders {
      for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
        guard file.hasSuffix(".toml") else { continue }
        let name = String(file.dropLast(5))
        if !names.contains(name), !added.contains(name) { added.append(name) }
      }
    }
    names += added.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return names
  }

  /// The theme of a name or path; a bad file or an unknown name is a sentence.
  func theme(_ wanted: String) throws -> Theme {
    if wanted.contains("/") || wanted.hasSuffix(".toml") {
      return try parse(
        path: wanted, name: ((wanted as NSString).lastPathComponent as NSString).deletingPathExtension)
    }
    for folder in folders {
      let path = folder + "/" + wanted + ".toml"
      if FileManager.default.fileExists(atPath: path) { return try parse(path: path, name: wanted) }
    }
    if let theme = Theme.builtIn.first(where: { $0.name == wanted }) { return theme }
    throw CommandFailure(
      .usage, "there is no theme '\(wanted)'; there are \(names.joined(separator: ", "))")
  }

  private func parse(path: String, name: String) throws -> Theme {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(.noInput, "there is no theme file \(printableText(path))")
    }
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw CommandFailure(.noInput, "cannot read the theme \(path): \(error.localizedDescription)")
    }
    do {
      return try Theme.parse(toml: text, name: name)
    } catch {
      throw CommandFailure(.usage, "\(path): \(error)")
    }
  }
}
