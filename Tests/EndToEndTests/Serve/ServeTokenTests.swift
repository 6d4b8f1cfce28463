import Foundation
import TestSupport
import Testing

/// A router on TCP, where whoever comes has to bring the token.
struct ServeTokenTests {
  private let folder: TemporaryFolder
  private let serve: ServeProcess
  private let port: Int

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("open-sesame\n", to: "token")
    try folder.write("open-barley\n", to: "wrong")
    port = try freePort()
    serve = try ServeProcess(
      in: folder, ["--rms", "a,b,c", "--tcp", ":\(port)", "--token-file", folder.file("token")])
  }

  private static let greeting = #"{"type":"hello","version":1,"token":"open-sesame"}"#

  @Test(arguments: [
    Lines.pair("p"), Lines.status, Lines.hello, Lines.note("x"), Lines.control("s-1", "ban", "a"), "garbage",
    #"{"type":"subscribe","from":0}"#,
    #"{"type":"hello","version":1,"token":"open-barley"}"#, #"{"type":"hello","version":1,"token":""}"#,
    #"{"type":"hello","version":1,"token":"open-sesame!"}"#, #"{"type":"hello","version":1,"token":7}"#,
  ]) func aStrangerIsRefusedAndLetGo(line: String) throws {
    let client = try ServeClient(port: port)
    // What comes behind a refused line is not read, whatever it says.
    try client.send([line, Self.greeting, Lines.pair("behind")])
    let replies = try client.rest().map(Reply.init)
    #expect(replies.map(\.code) == ["not_authorised"], "\(replies.map(\.text))")
    #expect(replies.first?.number("line") == 1)
    #expect(try RecordedRun(folder).lines.count == 1)
  }

  /// Nothing is kept of what a stranger has to say at length.
  @Test func aStrangersLongLineIsNotWaitedFor() throws {
    let client = try ServeClient(port: port)
    try client.send(bytes: Array(Self.greeting.utf8.dropLast()))
    try client.send(bytes: Array(repeating: UInt8(ascii: " "), count: 70_000))
    #expect(try client.rest().map { Reply($0).code } == ["not_authorised"])
  }

  /// The reason is not lost because the client was still sending when the router had heard enough.
  @Test func theRefusalIsReadByWhoStillSends() throws {
    let client = try ServeClient(port: port)
    // More than the system keeps on the way.
    let lines = Array(repeating: Lines.pair("p") + "\n", count: 300_000).joined()
    // All of it is taken: a connection that breaks off under a client's writing is all that the client knows then.
    try client.send(bytes: Array((Lines.status + "\n" + lines).utf8), reads: false)
    #expect(try client.rest().map { Reply($0).code } == ["not_authorised"])
  }

  @Test func whoBringsTheTokenIsAClientLikeAnyOther() throws {
    let client = try ServeClient(port: port)
    #expect(try client.ask(Self.greeting).type == "hello")
    let answer = try client.ask(Lines.pair("p"))
    #expect(answer.type == "decision")
    // On the socket of the file system nobody is asked for it.
    let repeated = try ServeClient(serve).ask(Lines.pair("p"))
    #expect(repeated.isRepeated && repeated.original == answer.text)
    try serve.expectLogIsState()
  }

  @Test func commandsBringItFromAFile() throws {
    let address = "tcp:127.0.0.1:\(port)"
    let good = try ProgramCall(
      ["ctl", "--socket", address, "--token-file", folder.file("token"), "ban", "a"])
    #expect(good.status == 0 && good.errors.contains("obeyed"), "\(good.errors)")
    let bad = try ProgramCall(["ctl", "--socket", address, "--token-file", folder.file("wrong"), "ban", "b"])
    #expect(bad.status == 77 && bad.errors.contains("the token is not that of this router"), "\(bad.errors)")
    #expect(try serve.expectLogIsState().lines.count { $0.contains(#""type":"control""#) } == 1)
  }

  @Test(arguments: [
    ([], "--tcp needs --token-file"), (["--token-file", "none"], "none cannot be read"),
  ]) func withoutATokenThereIsNoPort(options: [String], words: String) throws {
    let other = try TemporaryFolder()
    let run = try ServeProcess.refusal(in: other, ["--rms", "a", "--tcp", ":1"] + options)
    #expect(run.status == (options.isEmpty ? 64 : 66) && run.errors.contains(words), "\(run.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: other.path) == [])
  }

  @Test func aPortInUseIsRefusedAndLeavesNoSocket() throws {
    let other = try TemporaryFolder()
    let run = try ServeProcess.refusal(
      in: other, ["--rms", "a", "--tcp", ":\(port)", "--token-file", folder.file("token")])
    #expect(run.status == 73)
    #expect(
      run.errors.contains("tcp 127.0.0.1:\(port) cannot be listened on: another program uses it"),
      "\(run.errors)")
    #expect(lstatMode(other.file("s")) == nil)
  }

  private func lstatMode(_ path: String) -> mode_t? {
    var facts = stat()
    return lstat(path, &facts) == 0 ? facts.st_mode : nil
  }
}

/// A port that nobody listens on, as the system gives it out.
private func freePort() throws -> Int {
  let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(listener) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = inet_addr("127.0.0.1")
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isBound = withUnsafeMutableBytes(of: &address) { bytes in
    bytes.withMemoryRebound(to: sockaddr.self) {
      bind(listener, $0.baseAddress, length) == 0 && getsockname(listener, $0.baseAddress, &length) == 0
    }
  }
  guard isBound else { throw POSIXError(.EADDRINUSE) }
  return Int(UInt16(bigEndian: address.sin_port))
}
