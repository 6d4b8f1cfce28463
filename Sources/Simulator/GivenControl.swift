package import RunEvents

/// A control as a trainer finds it in its control file.
package struct GivenControl: Equatable, Sendable {
  package var control: ControlEvent
  /// `t` of its line: it is copied unchanged.
  package var time: Double?

  package init(_ control: ControlEvent, time: Double? = nil) {
    self.control = control
    self.time = time
  }
}
