import Files
import JSON

/// A connection to a router's socket: lines out, lines in. It never waits longer than it is told to.
package final class RouterConnection {
  /// Milliseconds that a line waits to be taken.
  static let patience = 5000
  private static let chunkLength = 65_536

  package let address: RouterAddress
  /// Of the program, for `hello`.
  private let client: String
  private var others: ArraySlice<SocketAddress>
  private(set) var descriptor: OwnedDescriptor
  private var isOpen = false
  private var answers = RouterAnswers()

  /// Begins to connect; ``open(milliseconds:)`` tells how it goes.
  ///
  /// - Parameters:
  ///   - client: what the router is told of who asks.
  ///   - resolved: the addresses to be tried, where they are known.
  package convenience init(to address: RouterAddress, client: String) throws(RouterError) {
    try self.init(to: address, client: client, resolved: address.resolve())
  }

  init(to address: RouterAddress, client: String, resolved: [SocketAddress]) throws(RouterError) {
    self.address = address
    self.client = client
    (descriptor, others) = try Self.begin(address, resolved[...])
  }

  /// Whether the connection stands, waiting for it at most so long; on TCP it begins with `hello`.
  package func open(milliseconds: Int) throws(RouterError) -> Bool {
    while !isOpen {
      do throws(SystemFailure) {
        guard try descriptor.isConnected(milliseconds: milliseconds) else { return false }
        isOpen = true
      } catch {
        if others.isEmpty { throw address.refusal(error) }
        (descriptor, others) = try Self.begin(address, others)
      }
      if isOpen, let token = address.token {
        try send(
          JSONText.object { json in
            json.field("type", "hello")
            json.field("version", 1)
            json.field("token", token)
            json.field("client", client)
          })
      }
    }
    return true
  }

  /// Sends one line, without its line break.
  package func send(_ line: String) throws(RouterError) {
    do throws(SystemFailure) {
      try sendBytes(Array(line.utf8) + [0x0A], to: descriptor.raw, milliseconds: Self.patience)
    } catch {
      // A router that refuses a client says why before it closes.
      if error.code != EPIPE { throw .gone(address, reason: error.reason) }
    }
  }

  /// Takes what has come, waiting for it at most so long; false when that is nothing.
  package func receive(milliseconds: Int) throws(RouterError) -> Bool {
    var request = pollfd(fd: descriptor.raw, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, Int32(clamping: max(0, milliseconds))) > 0 else { return false }
    var result = Result<Int?, SystemFailure>.success(nil)
    answers.append(atMost: Self.chunkLength) { [descriptor] room in
      do throws(SystemFailure) {
        result = .success(try descriptor.read(into: room))
      } catch {
        result = .failure(error)
      }
      return (try? result.get()) ?? 0
    }
    switch result {
    case .failure(let failure): throw .gone(address, reason: failure.reason)
    case .success(0): throw .gone(address, reason: nil)
    case .success(let count): return count != nil
    }
  }

  /// The next answer that has come whole.
  ///
  /// - Throws: for what no router says; ``RouterError/refused(code:message:)`` where it refuses what was asked.
  package func nextAnswer() throws(RouterError) -> RouterAnswer? { try answers.next(from: address) }

  /// What has come behind the last answer.
  func takeRest() -> [UInt8] { answers.takeRest() }

  /// A connection under way to the first of the addresses that allows it.
  private static func begin(
    _ address: RouterAddress, _ candidates: ArraySlice<SocketAddress>
  ) throws(RouterError) -> (OwnedDescriptor, ArraySlice<SocketAddress>) {
    var failure = SystemFailure(EADDRNOTAVAIL)
    var rest = candidates
    while let next = rest.popFirst() {
      do throws(SystemFailure) {
        return (try OwnedDescriptor(connectingTo: next), rest)
      } catch {
        failure = error
      }
    }
    throw address.refusal(failure)
  }
}
