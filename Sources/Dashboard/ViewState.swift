import RunEvents
import RunState
import TerminalCells

/// What the viewer has set: never part of the run's state.
public struct ViewState: Sendable {
  public var size = CellSize(width: 80, height: 24)
  public var focus = Pane.rewardModels
  /// Panes the viewer has hidden.
  public var hidden: Set<Pane> = []
  /// One pane over the whole body.
  public var zoomed: Pane?
  /// Id of the selected RM; `nil` selects the first row.
  public var selected: String?
  public var sort = TableSort()
  /// Lines scrolled back in the events pane; 0 follows the newest.
  public var eventScroll = 0
  public var span = TimeSpan.all
  public var smoothing = Smoothing.none
  public var overlay: Overlay?
  /// One line above the hint line; cleared by the next key.
  public var status: StatusLine?
  public var themeName = "dark"
  /// Names of all themes there are, for the picker.
  public var themeNames: [String] = ["dark", "light"]
  /// Controls of this session, oldest first.
  public var ownControls: [OwnControl] = []
  /// Notices of the source, as lines of the events pane.
  public var notices: [JournalEntry] = []
  public var sourceMarkers: [Marker] = []

  public init() {}
}

/// A pane, by the digit that shows it.
public enum Pane: Int, CaseIterable, Hashable, Sendable {
  case rewardModels = 1
  case share = 2
  case reward = 4
  case metrics = 5
  case events = 7
}

/// How the table of RMs is sorted.
public struct TableSort: Equatable, Sendable {
  public enum Column: String, CaseIterable, Sendable {
    case mean
    case share
    case count
    case best
    case reward
    case ties
    case failures
    case latency
    case id
    /// The order of the `run` line.
    case listed
  }

  public var column = Column.mean
  public var isReversed = false

  public init() {}
}

/// Which stretch of the run the charts show; all panes share it.
public enum TimeSpan: Equatable, Sendable {
  case all
  /// The last so many steps.
  case tail(Double)
  /// A fixed stretch.
  case frozen(ClosedRange<Double>)
}

/// Weight of the debiased moving average.
public enum Smoothing: Double, CaseIterable, Sendable {
  case none = 0
  case some = 0.6
  case more = 0.9
  case strong = 0.97
  case strongest = 0.99
}

/// What lies over the panes.
public enum Overlay: Equatable, Sendable {
  case help(search: String, scroll: Int)
  case themePicker(index: Int, before: String)
  /// A one-line form: the confirm line of a control, or go-to.
  case prompt(Prompt)
}

/// A line that asks for something and needs Enter.
public struct Prompt: Equatable, Sendable {
  public enum Purpose: Equatable, Sendable {
    case goTo
    /// A control to be confirmed; the fields are `scope`, `steps`, `reason`.
    case control(ControlDraft)
    /// From a pipe: suspending stops the trainer.
    case suspend
  }

  public var purpose: Purpose
  /// Text typed into the field that has the cursor.
  public var input: String
  /// Said in place of the hint when the input was refused.
  public var error: String?

  public init(purpose: Purpose, input: String = "", error: String? = nil) {
    self.purpose = purpose
    self.input = input
    self.error = error
  }
}

/// A control being made up on the confirm line.
public struct ControlDraft: Equatable, Sendable {
  public enum Field: CaseIterable, Sendable {
    case scope
    case steps
    case reason
  }

  public var action: ControlEvent.Action
  public var rewardModel: String?
  /// `nil`: all categories. Chosen from `RunState.categories` with ← →.
  public var category: String?
  public var steps: String = ""
  public var reason: String = ""
  public var undoes: String?
  public var field = Field.scope
  /// Something to say before Enter: an older moment is shown, somebody else changed the scope, what is refused.
  public var warning: String?

  public init(
    action: ControlEvent.Action, rewardModel: String?, category: String? = nil, undoes: String? = nil,
    warning: String? = nil
  ) {
    self.action = action
    self.rewardModel = rewardModel
    self.category = category
    self.undoes = undoes
    self.warning = warning
  }
}

/// A sentence for the viewer.
public struct StatusLine: Equatable, Sendable {
  public var text: String
  public var isError: Bool

  public init(_ text: String, isError: Bool = false) {
    self.text = text
    self.isError = isError
  }
}

/// A control this dashboard has written, followed until the log shows it and after.
public struct OwnControl: Equatable, Sendable {
  public enum Delivery: Equatable, Sendable {
    case writing
    case written
    case failed(String)
  }

  public var control: ControlEvent
  public var delivery = Delivery.writing
  /// Fed with every decision folded since, as long as the log does not have the control.
  public var watch: ControlWatch
  /// `true` once the run log has it (then `RunState.controls` has the record).
  public var isLogged = false

  public init(control: ControlEvent, watch: ControlWatch) {
    self.control = control
    self.watch = watch
  }
}
