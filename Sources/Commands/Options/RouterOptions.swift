import ArgumentParser
import Files
import RunLog
import Wording

/// What a router on TCP wants to know.
struct RouterOptions: ParsableArguments {
  /// Bytes of a file that can hold nothing but a token.
  private static let tokenLimit = 4096

  @Option(
    help: ArgumentHelp("With tcp:, a file that holds the router's token.", valueName: "file"))
  var tokenFile: String?

  /// The addresses that sources name, with their token; `nil` for a file.
  func addresses(of sources: [String]) throws -> [RouterAddress?] {
    let addresses = try sources.map(routerAddress)
    if tokenFile != nil, !addresses.contains(where: { $0?.isTCP == true }) { throw Self.useless }
    return try addresses.map { address in
      guard let address, address.isTCP else { return address }
      return try withToken(address)
    }
  }

  /// An address with its token.
  func withToken(_ address: RouterAddress) throws -> RouterAddress {
    var address = address
    if address.isTCP {
      guard let tokenFile else {
        throw CommandFailure(
          .usage, "a router on TCP wants a token: add --token-file with the file that `rmtop serve` was given"
        )
      }
      address.token = try Self.token(path: tokenFile)
    } else if tokenFile != nil {
      throw Self.useless
    }
    return address
  }

  private static let useless = CommandFailure(
    .usage, "--token-file is for tcp:HOST:PORT: a Unix domain socket is guarded by its permissions")

  static func token(path: String) throws -> String {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path: path, sizeLimit: tokenLimit)
    } catch {
      throw CommandFailure(.noInput, "\(error)")
    }
    var text = String(validating: bytes, as: UTF8.self)?[...] ?? ""
    if let last = text.last, last.isNewline { text = text.dropLast() }
    guard !text.isEmpty, !text.contains(where: \.isNewline), !text.utf8.contains(0) else {
      throw CommandFailure(.noInput, "\(shownPath(path)) holds no token: expected one line of text")
    }
    return String(text)
  }
}

/// The router that a source names, as `unix:PATH` or `tcp:HOST:PORT`; `nil` for a file.
func routerAddress(of source: String) throws -> RouterAddress? {
  do {
    return try RouterAddress(source: source)
  } catch {
    throw CommandFailure(.usage, "\(error)")
  }
}

/// A source of a command that has no option for a router's token.
func logSource(_ source: String) throws -> LogSource {
  if source == "-" { return .standardInput }
  guard let address = try routerAddress(of: source) else { return .file(path: source, follow: false) }
  if address.isTCP {
    throw CommandFailure(
      .usage, "a router on TCP wants a token: `rmtop watch` and `rmtop ctl` take one with --token-file")
  }
  return .router(address, follow: false)
}
