import Wording

/// Where a reward model answers: `http://host:port/path`.
package struct RewardEndpoint: Equatable, Sendable {
  package var host: String
  package var port: Int
  /// With the query, as a request line has it.
  package var path: String
  package let url: String

  /// - Throws: what is not accepted, as a sentence that names the URL.
  package init(_ url: String) throws(RewardEndpointError) {
    self.url = url
    let isPlain = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    guard isPlain, url.lowercased().hasPrefix("http://") else {
      let reason = url.lowercased().hasPrefix("https://") ? ": TLS is not spoken" : ""
      throw RewardEndpointError("expected http://host:port/path, got \(quoted(url, limit: 128))\(reason)")
    }
    let rest = url.dropFirst("http://".count)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@") else {
      // Not repeated: it may have a password.
      throw RewardEndpointError("a URL with a user before @ is not accepted: its words would be in the log")
    }
    let tail = rest[authority.endIndex...].prefix { $0 != "#" }
    path = tail.hasPrefix("/") ? String(tail) : "/" + tail
    guard let (host, port) = Self.hostAndPort(authority) else {
      throw RewardEndpointError("expected http://host:port/path, got \(quoted(url, limit: 128))")
    }
    (self.host, self.port) = (host, port)
  }

  private static func hostAndPort(_ authority: Substring) -> (String, Int)? {
    var host = authority
    var port = 80
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      guard let number = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(number)
      else { return nil }
      host = authority[..<colon]
      port = number
    }
    if host.first == "[", host.last == "]" {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    return host.isEmpty ? nil : (String(host), port)
  }

  /// As the `Host` field of a request names it.
  var hostField: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}

package struct RewardEndpointError: Error, Equatable {
  /// Fits after the name of the option.
  package var sentence: String

  init(_ sentence: String) { self.sentence = sentence }
}
