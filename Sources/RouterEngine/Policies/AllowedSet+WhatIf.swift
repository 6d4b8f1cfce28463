extension AllowedSet {
  /// The same reward models present, without any pin or ban.
  package var withoutControls: AllowedSet {
    var copy = self
    copy.entries = ControlEntries()
    copy.deeds = []
    return copy
  }
}
