import RunEvents
import RunLog
import RunState
import TerminalCells

/// Words and JSON of a summary.
enum SummaryText {}
