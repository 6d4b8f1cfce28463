import RunEvents
import RunState
import TerminalCells

/// Everything a frame is a function of.
public struct DashboardModel: Sendable {
  public var session: Session
  /// The run as folded up to the cursor.
  public var run = RunState()
  public var feed = Feed()
  public var view = ViewState()
  public var clock = ClockReading()

  public init(session: Session) { self.session = session }
}

/// What does not change while the screen is up.
public struct Session: Sendable {
  public enum Mode: Sendable {
    case watch
    case replay
  }

  /// Whether pins and bans can be sent, and if not, the sentence that says why.
  public enum Control: Equatable, Sendable {
    case enabled
    case off(String)
  }

  public var mode: Mode
  /// As the user typed it; printable.
  public var sourceName: String
  public var control: Control
  /// Eight hex digits: the first part of every `seq` of this session.
  public var id: String
  /// Who gives controls (`by`).
  public var user: String
  /// Data comes from a pipe: quitting leaves the trainer alone, suspending would stop it.
  public var readsStandardInput: Bool

  public init(
    mode: Mode, sourceName: String, control: Control, id: String, user: String,
    readsStandardInput: Bool = false
  ) {
    self.mode = mode
    self.sourceName = sourceName
    self.control = control
    self.id = id
    self.user = user
    self.readsStandardInput = readsStandardInput
  }
}

/// Time as a message brought it: a frame never asks a clock.
public struct ClockReading: Equatable, Sendable {
  /// Seconds of a monotonic clock.
  public var monotonic = 0.0
  /// Unix seconds.
  public var wall = 0.0
  /// Seconds east of UTC of the viewer's zone, for `12:41:07`.
  public var utcOffset = 0

  public init(monotonic: Double = 0, wall: Double = 0, utcOffset: Int = 0) {
    self.monotonic = monotonic
    self.wall = wall
    self.utcOffset = utcOffset
  }
}

/// The lines that are read and not yet folded, and where the fold is to go.
public struct Feed: Sendable {
  /// Lines not yet folded; `queue[head]` is the next.
  public var queue: [LogLine] = []
  public var head = 0
  /// Reader generation: lines of an older one are thrown away after a seek.
  public var generation = 0
  /// Where a move in time is going; `nil` when the fold follows the transport.
  public var target: SeekTarget?
  public var transport = Transport.live
  /// Speed of PLAYING, kept while paused.
  public var speed = 1.0
  /// PLAYING: log time up to which lines are folded.
  public var playhead: Double?
  public var source = SourceReport()
  /// Copies of the state to seek from, by rising event number.
  public var checkpoints: [RunState] = []

  public init() {}
}

/// LIVE follows the end; PAUSED stands at an event; PLAYING goes on by the log's own times.
public enum Transport: Equatable, Sendable {
  case live
  case paused
  case playing
}

/// A place in the log.
public enum SeekTarget: Equatable, Sendable {
  /// After this many events.
  case event(Int)
  /// The last event before the routing step exceeds this one.
  case step(Int)
  /// The last event with `t` ≤ this (Unix seconds).
  case time(Double)
  /// After this fraction of the source's bytes, 0…1.
  case fraction(Double)
  case beginning
  case end
}

/// What the reader knows of its source.
public struct SourceReport: Equatable, Sendable {
  /// Bytes handed over and bytes there are.
  public var offset = 0
  public var size = 0
  /// Whole lines read from the source and not yet handed over.
  public var linesAhead = 0
  /// No more will come unless the source grows.
  public var reachedEnd = false
  /// The source can still grow (a followed file, an open pipe).
  public var canGrow = true

  public init() {}
}

/// Everything that can happen to a dashboard.
public enum Message: Sendable {
  case key(KeyStroke)
  case resized(CellSize)
  case tick(ClockReading)
  /// Lines in order, of this reader generation.
  case lines([LogLine], generation: Int)
  /// Fold at most so many lines, as transport and target allow.
  case fold(maximum: Int)
  case source(SourceReport)
  /// Something happened to the source (truncated, replaced, gone, back): one sentence.
  case sourceNotice(String)
  /// A control was written to the control file, or could not be.
  case controlWritten(sequence: String)
  case controlFailed(sequence: String, error: String)
}

/// What the shell is asked to do.
public enum Effect: Equatable, Sendable {
  case quit
  /// Append this line to the control file.
  case send(ControlEvent)
  /// Read again from this byte (line number of it), with lines tagged by this generation.
  case read(fromOffset: Int, line: Int, generation: Int)
  case repaint
  case suspend
}
