/// What tells one reward model from the others in every pane: a colour of the palette, and a letter.
struct SeriesKey: Equatable, Sendable {
  /// Index of the RM in `RunState.rewardModels`.
  var arm: Int
  /// Place in the theme's palette (modulo its length).
  var slot: Int
  /// Unlike every other RM's, as long as there are letters.
  var letter: Character

  /// Places to choose a colour from: more than any palette needs before colours repeat.
  static let slots = 12

  /// Keys of all RMs, in the order of their arms.
  ///
  /// The place comes from a hash of the id alone, so an RM has the same colour in every run; where two ids meet in
  /// one place, the later in the list takes the next free one. With more RMs than places colours repeat evenly.
  /// - Complexity: O(K · slots).
  static func keys(_ ids: [String], slots: Int = slots) -> [SeriesKey] {
    let slots = max(1, slots)
    var uses = Array(repeating: 0, count: slots)
    var letters: Set<Character> = []
    return ids.enumerated().map { arm, id in
      let least = uses.min() ?? 0
      var slot = Int(hash(id) % UInt64(slots))
      while uses[slot] > least { slot = (slot + 1) % slots }
      uses[slot] += 1
      return SeriesKey(arm: arm, slot: slot, letter: letter(id, taken: &letters))
    }
  }

  /// The first letter or digit of the id that is free, else the first free one of all.
  private static func letter(_ id: String, taken: inout Set<Character>) -> Character {
    let own = id.unicodeScalars.lazy.filter { $0.isASCII && $0.properties.isAlphabetic }.map(Character.init)
    let all = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@#".map { $0 }
    let letter = own.first { !taken.contains($0) } ?? all.first { !taken.contains($0) } ?? "?"
    taken.insert(letter)
    return letter
  }

  /// FNV-1a over the bytes of the id.
  private static func hash(_ id: String) -> UInt64 {
    id.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }
}
