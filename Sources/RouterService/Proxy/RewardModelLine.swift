import NIOCore

/// The way to one reward model: so many calls at a time, the others wait their turn; a call that fails in passing is
/// tried again. On the event loop only.
final class RewardModelLine {
  struct Limits: Sendable {
    /// For one try, the connection included.
    var timeout: TimeAmount
    /// Tries after the first.
    var retries: Int
    /// Calls at a time.
    var atOnce = 32
    /// Before the second try; twice as long before each further one.
    var pause = TimeAmount.milliseconds(250)
  }

  /// How a call ended, and what it took.
  struct Outcome {
    var result: Result<ByteBuffer, CallFailure>
    var tries: Int
    /// Of the last try.
    var milliseconds: Double
  }

  let endpoint: RewardEndpoint
  private let limits: Limits
  private let loop: any EventLoop
  private var running = 0
  private var isStarting = false
  private var waiting: CircularBuffer<() -> Void> = []

  init(endpoint: RewardEndpoint, limits: Limits, loop: any EventLoop) {
    self.endpoint = endpoint
    self.limits = limits
    self.loop = loop
  }

  /// - Parameter isWanted: asked when it is the call's turn, and before it is tried again.
  func call(
    _ body: ByteBuffer, isWanted: @escaping () -> Bool, then: @escaping (Outcome) -> Void
  ) {
    waiting.append { [self] in
      attempt(body, 1, isWanted) { outcome in
        self.running -= 1
        then(outcome)
        self.startNext()
      }
    }
    startNext()
  }

  private func startNext() {
    // A call that is not wanted any more ends at once, inside the loop.
    guard !isStarting else { return }
    isStarting = true
    defer { isStarting = false }
    while running < limits.atOnce, let next = waiting.popFirst() {
      running += 1
      next()
    }
  }

  private func attempt(
    _ body: ByteBuffer, _ number: Int, _ isWanted: @escaping () -> Bool, _ then: @escaping (Outcome) -> Void
  ) {
    guard isWanted() else {
      return then(Outcome(result: .failure(.abandoned), tries: number - 1, milliseconds: 0))
    }
    let begin = NIODeadline.now()
    RewardCall.post(body, to: endpoint, within: limits.timeout, on: loop).assumeIsolated().whenComplete {
      [self] result in
      let milliseconds = Double((NIODeadline.now() - begin).nanoseconds) / 1e6
      let result = result.mapError { $0 as? CallFailure ?? CallFailure("the call failed", isPassing: true) }
      if case .failure(let failure) = result, failure.isPassing, number <= limits.retries {
        let pause = TimeAmount.nanoseconds(limits.pause.nanoseconds << min(number - 1, 6))
        loop.assumeIsolated().scheduleTask(in: pause) { self.attempt(body, number + 1, isWanted, then) }
        return
      }
      then(Outcome(result: result, tries: number, milliseconds: milliseconds))
    }
  }
}
