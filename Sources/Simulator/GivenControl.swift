import RunEvents

/// A control as a trainer finds it in its control file.
public struct GivenControl: Equatable, Sendable {
  public var control: ControlEvent
  /// `t` of its line: it is copied unchanged.
  public var time: Double?

  public init(_ control: ControlEvent, time: Double? = nil) {
    self.control = control
    self.time = time
  }
}
