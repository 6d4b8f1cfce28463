import Foundation

/// The program that was built together with the tests.
package enum BuiltProgram {
  /// Beside the test bundle.
  package static var path: String {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let bundles = Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
    for folder in [tests.deletingLastPathComponent()] + bundles {
      let path = folder.appendingPathComponent("rmtop").path
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    return "rmtop"
  }

  /// The environment of the tests without the backtracer, which would hold a crashing program's pipe for minutes.
  package static func environment(_ extra: [String: String]) -> [String: String] {
    var environment = ProcessInfo.processInfo.environment
    environment["SWIFT_BACKTRACE"] = "enable=no"
    environment.merge(extra) { _, new in new }
    return environment
  }
}
