import Dashboard
import Files
import Wording

/// The viewer's configuration file: where it is, and what it says.
struct ConfigFile {
  let path: String
  /// What it says; nothing where it is not there or cannot be read.
  private(set) var config = ScreenConfig()
  private(set) var exists = false
  /// Why a file that is there was not read.
  private var failure: String?

  /// A configuration has some hundred lines.
  private static let sizeLimit = 256 << 10

  /// - Parameter environment: for `XDG_CONFIG_HOME` and `HOME`.
  /// - Returns: `nil` where neither names a folder.
  init?(environment: [String: String]) {
    guard let folder = userFolder("XDG_CONFIG_HOME", "/.config", environment) else { return nil }
    path = folder + "/rmtop/config.toml"
    guard (try? FileFacts(at: path)) != nil else { return }
    exists = true
    do {
      config = ScreenConfig(bytes: try FileBytes.read(path: path, sizeLimit: Self.sizeLimit))
    } catch {
      failure = "the configuration \(error)"
    }
  }

  /// What of it cannot be used, each with its place.
  ///
  /// - Parameter themes: where the theme must be; a theme that cannot be opened is a fault of the file.
  func faults(themes: ThemeLibrary) -> [String] { faults(of: shownPath(path), themes: themes) }

  private func faults(of name: String, themes: ThemeLibrary) -> [String] {
    if let failure { return [failure] }
    var faults = config.refusals.map { "\(name), \($0)" }
    if let reason = themeRefusal(themes), let line = config.said["theme"]?.line {
      faults.append("\(name), line \(line): theme: \(reason)")
    }
    return faults
  }

  /// Why the theme that it names cannot be used.
  private func themeRefusal(_ themes: ThemeLibrary) -> String? {
    guard let theme = config.theme, theme != GlyphChoice.auto.rawValue else { return nil }
    do {
      _ = try themes.theme(theme)
      return nil
    } catch {
      return error.sentence
    }
  }

  /// Where an option is said and as what, if what it says holds.
  func said(_ option: String, themes: ThemeLibrary) -> (line: Int, value: String)? {
    option == "theme" && themeRefusal(themes) != nil ? nil : config.said[option]
  }

  /// The same for the status line of a screen, in few words: the first of them, and how to see the others.
  func remark(themes: ThemeLibrary) -> String? {
    let faults = faults(of: "config.toml", themes: themes)
    guard let first = faults.first else { return nil }
    if faults.count == 1 { return first }
    return first + "; \(formatCount(faults.count - 1, of: "other fault")): rmtop config --check"
  }
}
