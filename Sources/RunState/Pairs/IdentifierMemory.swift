import StateCoding

/// What is remembered of ids: 64 bytes for each of the last 100,000 decisions, over all segments, and as much for pairs
/// that wait for theirs. No text is kept. Keys are `IdentifierHash.inSegment`.
struct IdentifierMemory: Codable, Sendable {
  static let capacity = 100_000

  /// One id. 64 bytes.
  struct Entry: PlainData, Sendable {
    var hash: IdentifierHash
    /// `Int.min` stands for none.
    private var storedStep: Int
    /// How often the routing step had moved in the run when the decision came.
    var epoch: UInt32
    /// Index among the categories; `UInt16.max` stands for none.
    private var storedCategory: UInt16
    var arm: UInt8 = 0
    var flags: Flags = []
    /// Where the lines of the pair, the decision and the feedback begin in the log; -1 where there is none.
    var pairOffset = -1
    var offset = 0
    var feedbackOffset = -1
    /// `ContextHash` of the pair's context; 0 where it had none.
    var context: UInt64 = 0

    struct Flags: OptionSet, PlainData, Sendable {
      let rawValue: UInt8
      static let decided = Flags(rawValue: 1)
      static let hasFeedback = Flags(rawValue: 2)
      static let forgotten = Flags(rawValue: 4)
    }

    init(hash: IdentifierHash, step: Int?, epoch: UInt32, category: Int?) {
      self.hash = hash
      storedStep = step ?? .min
      self.epoch = epoch
      storedCategory = category.map { UInt16(clamping: $0) } ?? .max
    }

    var step: Int? {
      get { storedStep == .min ? nil : storedStep }
      set { storedStep = newValue ?? .min }
    }

    var category: Int? {
      get { storedCategory == .max ? nil : Int(storedCategory) }
      set { storedCategory = newValue.map { UInt16(clamping: $0) } ?? .max }
    }
  }

  /// Where an entry lies: even in the ring of decisions, odd in that of waiting pairs.
  struct Slot: Equatable, Codable, Sendable {
    var code: UInt32
    var index: Int { Int(code >> 1) }
    var isPair: Bool { code & 1 == 1 }

    init(code: UInt32) { self.code = code }
    init(index: Int, isPair: Bool) { code = UInt32(index) << 1 | (isPair ? 1 : 0) }
  }

  /// Entries in order of arrival, from `oldest…` on once the ring is full.
  struct Ring: Codable, Sendable {
    var entries: [Entry] = []
    var oldest = 0
  }

  var decisions = Ring()
  var pairs = Ring()
  /// Open addressing with linear probing: a slot's code + 1, or 0 for free; a power of two, at most half full.
  var table: [UInt32] = []
  var liveCount = 0

  init() {}

  /// Every id is unknown again.
  mutating func removeAll() { self = IdentifierMemory() }

  subscript(slot: Slot) -> Entry {
    get { slot.isPair ? pairs.entries[slot.index] : decisions.entries[slot.index] }
    set {
      if slot.isPair {
        pairs.entries[slot.index] = newValue
      } else {
        decisions.entries[slot.index] = newValue
      }
    }
  }
}
