import RunEvents
import RunState

/// The lines that are read and not yet folded, and where the fold is to go.
///
/// The state of the run at the cursor is `DashboardModel.run`; this says how it got there and how it gets
/// elsewhere. Moving on folds lines of the queue; moving back starts from a checkpoint and asks for the lines
/// after it again.
public struct Feed: Sendable {
  /// Lines not yet folded; `queue[head]` is the next.
  public internal(set) var queue: [LogLine] = []
  public internal(set) var head = 0
  /// Bytes of the source's lines in the queue.
  public internal(set) var queuedBytes = 0
  /// Reader generation: lines and reports of an older one are thrown away after a seek.
  public internal(set) var generation = 0
  /// Where a move in time is going; `nil` when the fold follows the transport. Settable before the first message,
  /// for `replay --from` and `snapshot --at`.
  public var target: SeekTarget?
  public var transport = Transport.live
  /// Speed of PLAYING, kept while paused; infinity is as fast as it folds.
  public var speed = 1.0
  public internal(set) var player = Player()
  public internal(set) var source = SourceReport()

  /// Copies of the state to seek from, by rising event number.
  public internal(set) var checkpoints: [Checkpoint] = []
  /// Where a seek starts when no checkpoint is before its target.
  public internal(set) var base = Checkpoint()
  /// Bytes that all checkpoints together may take; fewer are kept when one is large.
  public var checkpointBudget = 512 << 20
  /// Greatest finite `t` folded up to the cursor.
  public internal(set) var maximumTime: Double?
  /// Where segments begin, as far as any fold has come.
  public internal(set) var segments: [SegmentStart] = [SegmentStart()]
  /// Events between checkpoints while a seek is under way: small, so that the next step back is cheap.
  public internal(set) var seekSpacing: Int?
  /// No checkpoint is due before this event.
  var nextCheckpoint = 0
  /// What the run was at the furthest event folded, kept while an older moment is shown.
  public internal(set) var frontier: Frontier?
  /// The newest step that has arrived, folded or not, and where its line begins.
  public private(set) var newestStep: Int?
  /// The steps that have arrived, and which of them stand alone.
  private var arrivedSteps: ClosedRange<Int>?
  private var strays = StrayStepWatch()
  public internal(set) var newestOffset = -1
  /// The newest finite `t` that has arrived.
  public internal(set) var newestTime: Double?
  /// Times the source was truncated or replaced to whose new beginning the fold has not come yet.
  var filesAhead = 0
  /// Those of them whose beginning is in the queue, or comes next.
  var restarts: [SourceRestart] = []
  /// Lines that have been put into the queue, and taken from it, so far.
  var linesAppended = 0
  var linesTaken = 0
  /// Multiplications above which a line is not folded here but lent (`Effect.foldElsewhere`); `nil` lends none, for
  /// whoever has no other thread.
  public var lendsWorkAbove: Double?
  /// The line that is being folded elsewhere; nothing else is folded until it is back.
  var lent: LentFold?
  /// To be taken by the shell.
  var heavyFold: HeavyFold?
  var tickets = 0
  /// Whether `Message.fold` would fold a line now.
  public internal(set) var wantsFold = false
  /// The fold has come to the end of what there was since it last began to follow it.
  public internal(set) var hasCaughtUp = false

  public init() {}

  /// A pair or decision of this step has arrived; one that stands alone far beyond all others tells nothing.
  mutating func note(_ step: Int) {
    if strays.judge(step, known: arrivedSteps) == .stray { return }
    newestStep = step
    arrivedSteps = min(arrivedSteps?.lowerBound ?? step, step)...max(arrivedSteps?.upperBound ?? step, step)
  }
}

extension Feed {
  /// The source was truncated or replaced and the fold has not come to its new beginning yet: nothing before the
  /// cursor can be read again.
  public var historyIsGone: Bool { filesAhead > 0 }
}

/// Where the lines of another file begin.
struct SourceRestart: Sendable {
  /// Lines of the queue before them.
  var afterLine: Int
  /// Whether the lines before them count no more.
  var isAfresh: Bool
}

/// What the reader knows of its source.
public struct SourceReport: Equatable, Sendable {
  /// The reader generation this is about (that of the last `Effect.read`, 0 before the first).
  public var generation = 0
  /// Bytes handed over and bytes there are, both as `LogLine.offset` counts them; `size` is 0 while unknown
  /// (a compressed file that was not yet read to its end).
  public var offset = 0
  public var size = 0
  /// Whole lines read from the source and not yet handed over.
  public var linesAhead = 0
  /// Everything there is has been handed over: no more will come unless the source grows.
  public var reachedEnd = false
  /// The source can still grow (a followed file, an open pipe).
  public var canGrow = true
  /// A pipe has had a writer that is gone; another may come.
  public var hasLostWriter = false
  /// The file is not there yet, and is waited for.
  public var isAwaited = false

  public init() {}
}
