import ArgumentParser
import Files
import NcursesTerminal
import Router
import RunEvents
import RunLog
import RunState

/// What is printed where there is no screen.
protocol HeadlessOutput {
  /// Before the first line.
  func begin()
  /// Folds a line and prints what is to be said of it.
  ///
  /// - Returns: false when nobody reads any more.
  mutating func fold(_ line: LogLine, into state: inout RunState) -> Bool
  /// The source ended, or a signal.
  mutating func end(_ state: inout RunState)
  /// Whether Ctrl-C is the usual way to end it, and no failure.
  var endsWithInterrupt: Bool { get }
}

/// `watch` and `replay` without a screen.
struct HeadlessWatch {
  let reader: LogReader
  /// Go on waiting for more at the end of a file.
  let follows: Bool
  /// Finds the prior file that the log names.
  let priors: PriorLoader
  var output: any HeadlessOutput

  /// Runs to the end of the source, or, following a file, until an `end` event; a signal ends it with what is known by
  /// then, and the exit code 128 + its number.
  mutating func run() throws {
    let signals = try EndingSignals()
    var state = RunState(priors: priors)
    var lines: [LogLine] = []
    output.begin()
    while signals.received == nil {
      lines.removeAll(keepingCapacity: true)
      let result: LogReader.ReadResult
      do {
        result = try reader.read(into: &lines, maximumBytes: 1 << 18, maximumLines: 512)
      } catch {
        throw CommandFailure(.inputOutput, "\(error)")
      }
      if result.startsAfresh { state = RunState(priors: priors) }
      for notice in result.notices { StandardError.write("rmtop: \(notice)") }
      for line in lines where !output.fold(line, into: &state) { return }
      guard lines.isEmpty, result.reachedEnd else { continue }
      if !reader.canGrow || !follows || state.progress.end != nil { break }
      reader.wait(milliseconds: 1000, wake: signals.wake.descriptor)
    }
    // What happened has been said.
    if reader.isDamaged, reader.progress.size == 0 { throw ExitCode(ExitStatus.noInput.rawValue) }
    output.end(&state)
    if let number = signals.received, !(number == SIGINT && output.endsWithInterrupt) {
      throw ExitCode(128 + number)
    }
    if reader.isDamaged { throw ExitCode(ExitStatus.inputOutput.rawValue) }
  }
}
