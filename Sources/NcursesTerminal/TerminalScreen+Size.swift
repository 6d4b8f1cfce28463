import CTerminal
package import TerminalCells

extension TerminalScreen {
  /// The window's size now, from the terminal itself (`LINES` and `COLUMNS` are not asked); 80 × 24 when it does not
  /// know.
  package var size: CellSize {
    var rows: Int32 = 0
    var columns: Int32 = 0
    guard rmtop_window_size(inputDescriptor, &rows, &columns) == 0, rows > 0, columns > 0 else {
      return CellSize(width: 80, height: 24)
    }
    return CellSize(width: Int(columns), height: Int(rows))
  }

  /// Takes over the window's size, after `.resized` and after a stop. The next frame is sent whole, also when the size
  /// is as before: a terminal may have lost the picture.
  ///
  /// - Returns: the size that frames should have now.
  @discardableResult
  package func handleResize() -> CellSize {
    let size = size
    guard isOpen else { return size }
    rmtop_screen_resize(Int32(size.height), Int32(size.width))
    rmtop_screen_invalidate()
    shown = nil
    rmtop_screen_erase()
    return size
  }

  /// Leaves the screen, stops the process as Ctrl-Z does, and comes back when it is continued.
  ///
  /// Afterwards the next frame is sent whole; the size may be another one (`handleResize`).
  ///
  /// - Parameter wholeGroup: stop all of the job, as a terminal does at Ctrl-Z (in `train | rmtop -` the trainer
  ///   too: a shell takes over only when all have stopped). `false` answers a signal sent to this process alone.
  package func suspend(wholeGroup: Bool = true) {
    guard isOpen else { return }
    rmtop_screen_leave()
    rmtop_guard_stop(wholeGroup ? 1 : 0)
    resume()
  }

  /// Takes the terminal's modes again: after `suspend`, and after a stop from outside (`.resumed`).
  package func resume() {
    guard isOpen else { return }
    rmtop_screen_return()
    handleResize()
  }
}
