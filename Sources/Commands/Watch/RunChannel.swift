import Dashboard
import NcursesTerminal
import RunLog

/// The loop's side of one run: who reads its source, what has arrived and waits, who folds what is too much for the
/// thread of the screen, who takes its controls.
final class RunChannel {
  let reader: ReaderThread
  let control: (any ControlSink)?
  private let mailbox: Mailbox<Message>
  private let worker: FoldWorker
  /// What has arrived and is not handed over yet: the dashboard takes lines only as far as it has room.
  private(set) var inbox: [Message] = []
  /// The last report that went past lines which wait in `inbox`.
  private var reportedWhileHeld: SourceReport?
  /// How many `historyLost` the dashboard knows of.
  private(set) var restarts = 0

  init(reader: ReaderThread, mailbox: Mailbox<Message>, control: (any ControlSink)?) {
    self.reader = reader
    self.mailbox = mailbox
    self.control = control
    worker = FoldWorker { mailbox.post(.folded($0)) }
  }

  func start() {
    reader.start()
    worker.start()
  }

  func stop() {
    reader.stop()
    worker.stop()
  }

  func fold(_ heavy: HeavyFold) { worker.start(heavy) }

  /// Fetches what the other threads posted; what does not wait for lines is handed over.
  func collect(_ send: (Message) -> Void) {
    for message in mailbox.drain() {
      // Lines may have to wait until it is back.
      if case .folded = message { send(message) } else { inbox.append(message) }
    }
    for fact in HeldMail.removeFacts(from: &inbox) {
      if case .historyLost = fact { restarts += 1 }
      send(fact)
    }
  }

  /// Hands over what the reader posted; lines only as far as the dashboard has room for them.
  ///
  /// - Parameter feed: of the dashboard, as it is at that moment.
  func deliver(feed: () -> (generation: Int, wantsLines: Bool), send: (Message) -> Void) {
    collect(send)
    var taken = 0
    for message in inbox {
      if case .lines(let lines, let generation) = message, case let feed = feed(),
        generation == feed.generation
      {
        guard feed.wantsLines else { break }
        reader.took(lines.count, generation: generation)
      }
      send(message)
      taken += 1
    }
    inbox.removeFirst(taken)
    if let report = HeldMail.report(in: inbox), report != reportedWhileHeld {
      reportedWhileHeld = report
      send(.source(report))
    }
  }
}
