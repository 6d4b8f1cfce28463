import Dispatch
import Files
import NcursesTerminal
import Synchronization

/// TERM, INT and HUP for a command without a screen: they end its loop instead of the process, so that what was
/// read is summed up before the program goes.
final class EndingSignals {
  /// What the handlers, on a thread of their own, write to.
  private final class Receipt: Sendable {
    let number = Mutex<Int32?>(nil)
  }

  /// Rings when a signal has come.
  let wake: WakePipe
  private let receipt = Receipt()
  private var sources: [any DispatchSourceSignal] = []

  /// Takes the signals over, but for those that whoever started the program had told it to ignore (`nohup`, `&`).
  init() throws {
    wake = try makeWakePipe()
    for number in [SIGTERM, SIGINT, SIGHUP] where !Self.isIgnored(number) {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [receipt, wake] in
        receipt.number.withLock { $0 = $0 ?? number }
        wake.wake()
      }
      source.resume()
      sources.append(source)
    }
  }

  /// The first signal that has come.
  var received: Int32? { receipt.number.withLock { $0 } }

  /// Whether one has come, for threads beside this one.
  var isEnding: @Sendable () -> Bool {
    let receipt = receipt
    return { receipt.number.withLock { $0 != nil } }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    #if os(Linux)
      let handler = action.__sigaction_handler.sa_handler
    #else
      let handler = action.__sigaction_u.__sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
