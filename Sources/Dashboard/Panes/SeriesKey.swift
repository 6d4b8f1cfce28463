/// What tells one reward model from the others in every pane: a colour of the palette, and a letter.
struct SeriesKey: Equatable, Sendable {
  /// Index of the RM in `RunState.rewardModels`.
  var arm: Int
  /// Index in the palette: its index in the run, so no two are alike before all colours are used.
  var slot: Int
  /// Unlike every other RM's, as long as there are letters.
  var letter: Character

  /// Keys of all RMs, in the order of their arms.
  ///
  /// Colours go by the index in the run, which never changes within it; with more RMs than `slots` they repeat, and
  /// letters tell RMs apart.
  static func keys(_ ids: [String], slots: Int = SeriesPalette.count) -> [SeriesKey] {
    var letters: Set<Character> = []
    return ids.enumerated().map { arm, id in
      SeriesKey(arm: arm, slot: arm % max(1, slots), letter: letter(id, taken: &letters))
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
}
