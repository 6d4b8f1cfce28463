/// Which RMs a router may choose, by category: presence, pins, bans, expiry.
///
/// Per category c, banned(k) = global ban or ban in c: a ban always wins. The pin of c if its reward model is present
/// and not banned, else the global pin likewise, else none. Allowed = {pin}, or all present and not banned. There is
/// one pin per scope; a new one replaces the old. Never empty for any category while a reward model is present.
///
/// Tested by `AllowedSetTests`: the truth table, expiry, undo and refusals.
package struct AllowedSet: Equatable, Codable, Sendable {
  /// A pin or a ban in effect.
  struct Entry: Equatable, Codable, Sendable {
    var slot: Slot
    var arm: Int
    /// The `seq` of the control that made it.
    var sequence: String
    var expiry: Expiry
    /// Controls count up as they are applied.
    var order: Int
  }

  /// What a control fills or empties: a scope's one pin, or its ban of one reward model.
  enum Slot: Hashable, Codable, Sendable {
    case pin(category: String?)
    case ban(arm: Int, category: String?)

    var category: String? {
      switch self {
      case .pin(let category), .ban(_, let category): category
      }
    }
  }

  enum Expiry: Equatable, Codable, Sendable {
    case never
    /// In effect while step < the number.
    case before(Int)
    /// So many steps from the first step that comes.
    case awaitingStep(Int)
  }

  /// What a control changed, for undo.
  struct Deed: Equatable, Codable, Sendable {
    var sequence: String
    var slot: Slot
    var before: Entry?
  }

  /// Controls that can be undone; older ones are forgotten.
  static let deedLimit = 4096

  /// By arm; false after `remove`.
  var presence: [Bool]
  var entries = ControlEntries()
  var deeds: [Deed] = []
  var orders = 0

  /// All of `count` reward models present, no pins, no bans.
  package init(count: Int) { presence = Array(repeating: true, count: max(count, 0)) }

  /// Number of reward models, removed ones included.
  package var count: Int { presence.count }
}
