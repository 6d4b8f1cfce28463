import Files

/// The first part of every `seq` of one session, and who gives its controls.
struct SessionIdentity {
  /// Eight hex digits.
  let id: String

  /// A new session's, from the system's randomness: two sessions on one control file must not share a `seq`.
  static func random() -> SessionIdentity {
    let bits = UInt32.random(in: .min ... .max)
    let digits = String(bits, radix: 16)
    return SessionIdentity(id: String(repeating: "0", count: 8 - digits.count) + digits)
  }

  func sequence(_ ordinal: Int) -> String { "\(id)-\(ordinal)" }

  /// The login name, for `by`.
  static var userName: String {
    for name in ["LOGNAME", "USER"] {
      if let name = environmentValue(name) { return name }
    }
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "uid \(getuid())" }
    return String(cString: name)
  }
}
