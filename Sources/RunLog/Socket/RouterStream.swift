import Files

/// The log of a router as its socket gives it, copied to a spool as it comes.
///
/// A connection that is lost is made again twice a second, and the log is read on where it was left. What follows is
/// taken for the same log when the last whole lines that were read come again as they were.
final class RouterStream {
  /// How far a connection is.
  enum Stage {
    /// There is none; another is made when the clock says so.
    case away(until: Double)
    case connecting(RouterConnection, since: Double)
    /// It has been asked for the log.
    case asking(RouterConnection, since: Double)
    /// It carries the log.
    case reading(RouterConnection)
    /// All that was to be read is here, or will never be.
    case over
  }

  /// Bytes of the last whole lines that are read again on a new connection, where these are not longer.
  static let overlap = 4096
  /// Bytes asked of the connection at once.
  static let inputLength = 65_536
  /// Seconds between two attempts to connect, and until one that is not answered is given up.
  static let pause = 0.5
  static let patience = 10

  let address: RouterAddress
  let follows: Bool
  let controls: RouterControls
  let spool: Spool
  let buffer: UnsafeMutableRawBufferPointer
  private let resolved: [SocketAddress]
  private let clock: @Sendable () -> Double
  var stage: Stage {
    didSet {
      // While the old one is still open.
      if case .reading(let connection) = stage {
        controls.use(connection.descriptor.raw)
      } else {
        controls.use(nil)
      }
    }
  }
  /// Bytes for which the spool had no room; nothing more is taken in before they are stored.
  var unsaved: [UInt8] = []
  /// Bytes of a last line that was not whole when the connection was lost.
  var partialLength = 0
  /// Bytes that were read before and have to come again.
  var expected: ArraySlice<UInt8> = []
  /// Where a log that is not followed ends.
  var end = Int.max
  var isDamaged = false
  /// Takes the log out of what comes, where other lines stand between its pieces.
  var pieces: RouterPieces?
  /// Why the router cannot write its log; `nil` while it can, as far as is known.
  var logTrouble: String?
  /// What a look found that failed in the end: the next one tells it.
  var unsaid = SourceLook()
  /// The sentence about the router that was said last, so that it is said once; `nil` while all is well.
  var trouble: String?

  /// Connects, and waits until the log comes.
  ///
  /// - Throws: ``SourceError/router(_:)`` when it does not.
  init(
    _ address: RouterAddress, follows: Bool, clock: @escaping @Sendable () -> Double
  ) throws(SourceError) {
    self.address = address
    self.follows = follows
    self.clock = clock
    controls = RouterControls(address)
    do throws(RouterError) {
      resolved = try address.resolve()
    } catch {
      throw .router(error)
    }
    spool = try Spool()
    buffer = .allocate(byteCount: Self.inputLength, alignment: 1)
    stage = .away(until: -.infinity)
    while !isReading { _ = try advance(milliseconds: 500, &unsaid) }
  }

  deinit {
    controls.use(nil)
    buffer.deallocate()
  }

  var isReading: Bool { if case .reading = stage { true } else { false } }

  /// Goes one step towards the log, waiting at most so long for what it depends on; false when that has not come.
  func advance(milliseconds: Int, _ look: inout SourceLook) throws(SourceError) -> Bool {
    do throws(RouterError) {
      switch stage {
      case .reading, .over: return false
      case .away(let until):
        guard clock() >= until else { return false }
        stage = .connecting(
          try RouterConnection(to: address, client: "watch", resolved: resolved), since: clock())
        return true
      case .connecting(let connection, let since):
        guard try connection.open(milliseconds: milliseconds) else { return try waited(since: since) }
        try connection.send(RouterRequest.subscribe(from: resume(&look), answers: follows))
        stage = .asking(connection, since: since)
        return true
      case .asking(let connection, let since):
        if let answer = try answer(on: connection) {
          try take(answer, on: connection, &look)
          return true
        }
        if try connection.receive(milliseconds: milliseconds) { return true }
        return try waited(since: since)
      }
    } catch {
      throw .router(error)
    }
  }

  private func waited(since: Double) throws(RouterError) -> Bool {
    if clock() - since > Double(Self.patience) { throw .silent(address, seconds: Self.patience) }
    return false
  }

  /// There is no connection any more: another is made after a pause.
  func lose(_ error: RouterError, _ look: inout SourceLook) {
    let sentence =
      switch error {
      case .gone, .silent, .missing, .nobodyListens, .unreachable:
        "the connection to the router on \(address) is lost: it is tried again twice a second"
      case .refused, .strange, .malformed, .pathTooLong, .notASocket:
        "\(error): it is tried again twice a second"
      }
    if !follows {
      isDamaged = true
      look.notices.append("the log of the router on \(address) was not read to its end: \(error)")
      stage = .over
      return
    }
    if sentence != trouble { look.notices.append(sentence) }
    trouble = sentence
    logTrouble = nil
    stage = .away(until: clock() + Self.pause)
  }
}
