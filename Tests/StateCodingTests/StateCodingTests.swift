import Testing

@testable import StateCoding

/// Everything that a state of ours is made of.
private struct Sample: Codable, Equatable {
  enum Shape: Codable, Equatable {
    case empty
    case one(Double)
    case named(width: Int, label: String?)
    case nested([Shape])
  }

  enum Word: String, Codable { case first, second }

  struct Cell: PlainData, Equatable {
    var flag: Bool
    var number: Double
    var small: UInt8
  }

  struct Key: Codable, Hashable {
    var name: String
    var place: Int?
  }

  var none: Int?
  var some: Int? = -7
  var text = "größer · 模型"
  var emptyText = ""
  var numbers = [0.0, -0.0, .infinity, .leastNonzeroMagnitude]
  var gaps: [Double?] = [nil, 1, nil, .greatestFiniteMagnitude]
  var inner: [[Double]] = [[], [1, 2], [3]]
  var cells = [Cell(flag: true, number: 1.5, small: 3), Cell(flag: false, number: -2, small: 255)]
  var shapes: [Shape] = [
    .empty, .one(2), .named(width: 3, label: nil), .named(width: 4, label: "x"), .nested([.empty]),
  ]
  var word = Word.second
  var optionalWord: Word?
  var names: [String: Int] = ["a": 1, "b": 2]
  var byKey: [Key: [Int]] = [Key(name: "k", place: nil): [1], Key(name: "k", place: 2): []]
  var places: Set<Key> = [Key(name: "z", place: 1), Key(name: "y")]
  var span: ClosedRange<Int>? = -3...12
  var noSpan: ClosedRange<Int>?
  var big = UInt64.max
  var middle: Int32 = -5
  var float: Float = 0.1
  var yes = true
  @NotSaved var scratch: [Double] = [9]
  @NotSaved var maker: Int?
  /// Behind all others: what is read here has counted every byte before it.
  var last = 42
}

struct StateCodingTests {
  private func read(_ bytes: [UInt8]) throws -> Sample {
    try bytes.withUnsafeBytes { try state(Sample.self, from: $0) }
  }

  @Test func givesBackWhatItTook() throws {
    let sample = Sample()
    let back = try read(stateBytes(of: sample))
    #expect(back == sample)
    #expect(back.last == 42)
    #expect(back.numbers[1].sign == .minus)
  }

  @Test func keepsTheBitsOfNumbersThatAreNone() throws {
    let numbers = [Double(nan: 77, signaling: false), .nan, -.infinity]
    let back = try stateBytes(of: numbers).withUnsafeBytes { try state([Double].self, from: $0) }
    #expect(back.map(\.bitPattern) == numbers.map(\.bitPattern))
  }

  @Test func whatIsNotSavedBeginsAfresh() throws {
    var sample = Sample()
    sample.maker = 5
    let back = try read(stateBytes(of: sample))
    #expect(back.scratch == [])
    #expect(back.maker == nil)
  }

  @Test func bytesThatEndTooEarlyAreRefused() throws {
    let bytes = stateBytes(of: Sample())
    for count in 0..<bytes.count {
      #expect(throws: (any Error).self, "the first \(count)") { try read(Array(bytes.prefix(count))) }
    }
    #expect(throws: StateReadingError.hasMore) { try read(bytes + [0]) }
  }

  /// Whoever reads checks the bytes first; should that fail, what is wrong must not stop the program.
  @Test func bytesThatAreOthersNeverTrap() {
    let bytes = stateBytes(of: Sample())
    for place in bytes.indices {
      for other: UInt8 in [0x00, 0x01, 0x7F, 0x80, 0xFF] where !isWithinPlainCells(place, of: bytes) {
        var changed = bytes
        changed[place] = other
        _ = try? read(changed)
      }
    }
  }

  /// A byte of a truth value in memory has no third value, whatever reads it: the one thing that is not looked at.
  private func isWithinPlainCells(_ place: Int, of bytes: [UInt8]) -> Bool {
    let cells = stateBytes(of: Sample().cells)
    guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: cells) }) else { return false }
    return (start..<(start + cells.count)).contains(place) || place >= bytes.count - 64
  }
}
