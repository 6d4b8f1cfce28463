import Files
import TestSupport
import Testing

@testable import RunLog

@Suite struct RouterConnectionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The refusal to open a source.
  private func error(_ source: String, token: String? = nil) -> RouterError? {
    do {
      guard var address = try RouterAddress(source: source) else { return nil }
      address.token = token
      // Every look at the clock takes four seconds.
      let clock = HandClock()
      _ = try LogReader(
        .router(address, follow: true),
        clock: {
          clock.advance(4)
          return clock.read()
        })
      return nil
    } catch let error as RouterError {
      return error
    } catch SourceError.router(let error) {
      return error
    } catch {
      Issue.record("\(error)")
      return nil
    }
  }

  @Test func sourcesAreToldFromFiles() throws {
    for file in ["run.jsonl", "/a/unix:b", "unix", "tcp", "-", ""] {
      #expect(try RouterAddress(source: file) == nil, "\(file)")
    }
    #expect(try RouterAddress(source: "unix:a b")?.place == .unix(path: "a b"))
    #expect(try RouterAddress(source: "tcp:host:80")?.place == .tcp(host: "host", port: 80))
    let six = try #require(try RouterAddress(source: "tcp:[::1]:65535"))
    #expect(six.place == .tcp(host: "::1", port: 65535) && six.description == "tcp:[::1]:65535")
    for wrong in [
      "unix:", "tcp:", "tcp:host", "tcp:host:", "tcp:host:0", "tcp:host:65536", "tcp::80", "tcp:[]:80",
    ] {
      #expect(throws: RouterError.malformed(wrong)) { try RouterAddress(source: wrong) }
    }
    var secret = six
    secret.token = "do-not-show"
    #expect(!"\(secret) \(RouterError.unreachable(secret, reason: "r"))".contains("do-not-show"))
  }

  @Test func thePathsLengthIsTheSystems() throws {
    let longest = String(repeating: "p", count: 107)
    #expect(try RouterAddress(source: "unix:" + longest) != nil)
    #expect(error("unix:p" + longest) == .pathTooLong("p" + longest))
    #expect(
      "\(RouterError.pathTooLong("p" + longest))".contains("108 bytes, and that of a socket at most 107"))
  }

  @Test func whatIsNoListeningSocketIsSaid() throws {
    #expect(error("unix:" + folder.file("nothing")) == .missing(folder.file("nothing"), hasFolder: true))
    #expect(error("unix:" + folder.file("no/s")) == .missing(folder.file("no/s"), hasFolder: false))
    try folder.write("file", noteLine(0))
    #expect(error("unix:" + folder.file("file")) == .notASocket(folder.file("file")))
    #expect(error("unix:" + folder.path) == .notASocket(folder.path))
    let router = try FakeRouter(path: folder.file("s"))
    #expect(error(router.address) == nil)
    router.stop()
    #expect(error(router.address) == .nobodyListens(folder.file("s")))
    let remote = try FakeRouter(token: "t")
    remote.stop()
    let address = try #require(try RouterAddress(source: remote.address))
    var named = address
    named.token = "t"
    #expect(error(remote.address, token: "t") == .unreachable(named, reason: "nobody listens there"))
  }

  @Test func aSilentOrStrangeOrParticularOneIsSaid() throws {
    let router = try FakeRouter(path: folder.file("s"))
    let address = try #require(try RouterAddress(source: router.address))
    router.answer { _ in "" }
    #expect(error(router.address) == .silent(address, seconds: RouterStream.patience))
    router.answer { _ in "bye" }
    #expect(error(router.address) == .gone(address, reason: nil))
    router.answer { _ in "HTTP/1.1 400 Bad Request" }
    #expect(error(router.address) == .strange(address, answer: "HTTP/1.1 400 Bad Request"))
    router.answer { _ in #"{"type":"error","code":"busy","message":"256 clients are connected"}"# }
    #expect(error(router.address) == .refused(code: "busy", message: "256 clients are connected"))
  }

  @Test func onTCPTheTokenComesFirst() throws {
    let router = try FakeRouter(token: "tök\"en", log: noteLine(0))
    #expect(
      error(router.address, token: "wrong")
        == .refused(code: "not_authorised", message: "hello: the token is not that of this router"))
    #expect(error(router.address, token: "tök\"en") == nil)
    #expect(
      router.requests[1...] == [
        #"{"type":"hello","version":1,"token":"tök\"en","client":"watch"}"#,
        #"{"type":"subscribe","from":0,"answers":true}"#,
      ])
    var address = try #require(try RouterAddress(source: router.address))
    address.token = "tök\"en"
    #expect(try RouterConnection.status(of: address, client: "test", seconds: 60).log == "/r/run.jsonl")
  }

  /// An answer may come in any pieces, and more than one at once.
  @Test func answersAreTakenWholeHoweverTheyCome() throws {
    let router = try FakeRouter(path: folder.file("s"))
    let long = String(repeating: "x", count: 200_000)
    router.answer { _ in
      #"{"type":"unheard-of"}"# + "\n" + #"{"type":"status","log":"\#(long)","run":"r"}"# + "\n"
        + #"{"type":"hello"}"#
    }
    let address = try #require(try RouterAddress(source: router.address))
    let status = try RouterConnection.status(of: address, client: "test", seconds: 60)
    #expect(status.log == long)
  }
}
