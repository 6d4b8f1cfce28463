/// Which RMs a router may choose, by category: presence, pins, bans, expiry.
public struct AllowedSet: Sendable {
  public init(count: Int) {}
}
