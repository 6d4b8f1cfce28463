import RunEvents
import RunState

/// The lines that are read and not yet folded, and where the fold is to go.
///
/// The state of the run at the cursor is `DashboardModel.run`; this says how it got there and how it gets
/// elsewhere. Moving on folds lines of the queue; moving back starts from a checkpoint and asks for the lines
/// after it again.
package struct Feed: Sendable {
  var queue = LineQueue()
  var history = History()
  var arrivals = Arrivals()
  var seek = Seek.none
  package var transport = Transport.live
  /// Speed of PLAYING, kept while paused; infinity is as fast as it folds.
  package var speed = 1.0
  var player = Player()
  package internal(set) var source = SourceReport()
  /// What happened to the source, as lines of the events pane and as marks in the charts.
  var notices: [JournalEntry] = []
  var sourceMarkers: [Marker] = []
  /// Reader generation: lines and reports of an older one are thrown away after a seek.
  package internal(set) var generation = 0
  var lending = Lending.none
  /// Folds lent so far: numbers their tickets.
  var tickets = 0
  /// Multiplications above which a line is not folded here but lent (`Effect.foldElsewhere`); `nil` lends none, for
  /// whoever has no other thread.
  package var lendsWorkAbove: Double?
  /// Bytes that all checkpoints together may take; fewer are kept when one is large.
  package var checkpointBudget = 512 << 20
  /// Whether `Message.fold` would fold a line now.
  package internal(set) var wantsFold = false
  /// The fold has come to the end of what there was since it last began to follow it.
  package internal(set) var hasCaughtUp = false

  package init() {}

  /// Where a move in time is going; `nil` when the fold follows the transport. Settable before the first message,
  /// for `replay --from` and `snapshot --at`.
  package var target: SeekTarget? {
    get { seek.target }
    set { seek = newValue.map { .onward(to: $0) } ?? .none }
  }
}

extension Feed {
  /// Fewer lines than this: the reader is to go on.
  package static let queueLowWater = 2048
  /// More bytes than this in the queue: the reader is to wait, however few lines they are.
  package static let queueByteLimit = 16 << 20

  /// Whether the reader is to hand more lines over.
  package var wantsLines: Bool { queuedLines < Self.queueLowWater && queue.bytes < Self.queueByteLimit }

  /// Lines read and not yet folded, the one that is being folded elsewhere too.
  package var queuedLines: Int { queue.count + (lending.fold?.line == nil ? 0 : 1) }

  /// The next line is with somebody who folds it on another thread.
  package var isFoldingElsewhere: Bool { lending.fold != nil }

  /// Lines known to be behind the moment shown.
  package var behind: Int { queuedLines + source.linesAhead }

  /// The lines that will be folded next, the one that is being folded elsewhere first.
  var upcoming: some Sequence<LogLine> { [lending.fold?.line].compactMap { $0 } + queue.all }

  /// All lines that there are so far have arrived here.
  var hasAllLines: Bool { source.reachedEnd && source.generation == generation }

  /// Everything that there is so far is folded.
  package var isAtEnd: Bool { queuedLines == 0 && hasAllLines }
}
