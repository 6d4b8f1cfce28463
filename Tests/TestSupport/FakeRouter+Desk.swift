import Foundation
import Synchronization

extension FakeRouter {
  /// What the router's thread works on.
  final class Desk: Sendable {
    struct Client {
      var descriptor: Int32
      var input: [UInt8] = []
      var output: [UInt8] = []
      /// Where in the log the next bytes for it begin.
      var cursor: Int?
      var isGreeted: Bool
      var isEnding = false

      mutating func say(_ text: String) { output += Array((text + "\n").utf8) }
    }

    struct State {
      var listener: Int32 = -1
      var clients: [Client] = []
      var log: [UInt8]
      var requests: [String] = []
      var reply: (@Sendable (String) -> String)?
      var isOver = false
    }

    let state: Mutex<State>
    let token: String?

    init(log: String, token: String?) {
      state = Mutex(State(log: Array(log.utf8)))
      self.token = token
    }
  }
}

extension FakeRouter.Desk {
  /// Until it is over.
  func serve(_ bell: Int32) {
    while true {
      var requests = state.withLock { state in
        [(bell, POLLIN), (state.listener, POLLIN)].map { pollfd(fd: $0.0, events: Int16($0.1), revents: 0) }
          + state.clients.map { client in
            let wantsRoom = !client.output.isEmpty || (client.cursor ?? .max) < state.log.count
            return pollfd(
              fd: client.descriptor, events: Int16(wantsRoom ? POLLIN | POLLOUT : POLLIN), revents: 0)
          }
      }
      poll(&requests, nfds_t(requests.count), -1)
      let isOver = state.withLock { state in
        if requests[0].revents != 0 {
          var rings = [UInt8](repeating: 0, count: 64)
          _ = read(bell, &rings, rings.count)
        }
        turn(&state)
        return state.isOver
      }
      if isOver { return }
    }
  }

  /// Does for everybody what can be done without waiting.
  private func turn(_ state: inout State) {
    while state.listener >= 0 {
      let descriptor = accept(state.listener, nil, nil)
      if descriptor < 0 { break }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
      state.clients.append(Client(descriptor: descriptor, isGreeted: token == nil))
    }
    for index in state.clients.indices.reversed() {
      var client = state.clients[index]
      let isOpen = take(&client, &state) && give(&client, state.log)
      if isOpen {
        state.clients[index] = client
      } else {
        Self.end(client.descriptor)
        state.clients.remove(at: index)
      }
    }
  }

  /// For all who have it: programs that other tests start may have taken a copy with them.
  static func end(_ descriptor: Int32) {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  private func take(_ client: inout Client, _ state: inout State) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while !client.isEnding {
      let count = read(client.descriptor, &bytes, bytes.count)
      if count == 0 { return false }
      if count < 0 { break }
      client.input += bytes[..<count]
    }
    while let end = client.input.firstIndex(of: 0x0A), !client.isEnding {
      let line = String(decoding: client.input[..<end], as: UTF8.self)
      client.input.removeFirst(end + 1)
      state.requests.append(line)
      if let reply = state.reply {
        let text = reply(line)
        if text == "bye" { client.isEnding = true } else if !text.isEmpty { client.say(text) }
      } else {
        answer(line, &client, &state)
      }
    }
    return true
  }

  private func give(_ client: inout Client, _ log: [UInt8]) -> Bool {
    if let cursor = client.cursor, cursor < log.count {
      client.output += log[cursor...]
      client.cursor = log.count
    }
    while !client.output.isEmpty {
      let count = send(client.descriptor, client.output, client.output.count, Int32(MSG_NOSIGNAL))
      if count < 0 { return errno == EAGAIN }
      client.output.removeFirst(count)
    }
    return !client.isEnding
  }

  private func answer(_ line: String, _ client: inout Client, _ state: inout State) {
    let request = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any] ?? [:]
    let type = request["type"] as? String ?? ""
    func refuse(_ code: String, _ message: String) -> String {
      #"{"type":"error","line":1,"of":"\#(type)","code":"\#(code)","message":"\#(message)"}"#
    }
    if !client.isGreeted, type != "hello" || request["token"] as? String != token {
      client.say(refuse("not_authorised", "hello: the token is not that of this router"))
      client.isEnding = true
      return
    }
    switch type {
    case "hello":
      client.isGreeted = true
      client.say(#"{"type":"hello","version":1}"#)
    case "status":
      client.say(
        #"{"type":"status","version":1,"run":"r","step":4,"decisions":1234,"allowed":{"*":["a","b"],"math":[]},"#
          + #""rms":[{"id":"a","decisions":1200},{"id":"b","decisions":1}],"log":"/r/run.jsonl","writable":true}"#
      )
    case "subscribe":
      let from = request["from"] as? Int ?? 0
      guard from <= state.log.count, from == 0 || state.log[from - 1] == 0x0A else {
        client.say(refuse("bad_field", "subscribe: from: no line of the log begins at \(from)"))
        return
      }
      client.say(#"{"type":"subscribe","offset":\#(from),"end":\#(state.log.count)}"#)
      client.cursor = from
    case "control":
      let isKnown = request["rm"] as? String != "nobody"
      let sequence = request["seq"] as? String ?? ""
      let rest = isKnown ? #""ok":true,"step":4}"# : #""ok":false,"error":"there is no nobody"}"#
      let applied = #"{"type":"applied","seq":"\#(sequence)",\#(rest)"#
      state.log += Array("\(line)\n\(applied)\n".utf8)
      if client.cursor == nil { client.say(applied) }
    default: client.say(refuse("bad_field", "there is no request of that type"))
    }
  }
}
