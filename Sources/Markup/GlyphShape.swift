/// A glyph as a shape in its cell, for those that fonts draw with seams between cells, or not at all: blocks, shades,
/// Braille, lines and scan lines.
///
/// In units of which a cell has `width` × `height`, so that eighths, quadrants and the dots of Braille are whole
/// numbers; the dots of neighbouring cells are one lattice.
struct GlyphShape: Equatable {
  struct Rect: Hashable {
    var x: Int
    var y: Int
    var width: Int
    var height: Int
  }

  struct Point: Equatable {
    var x: Int
    var y: Int
  }

  static let width = 16
  static let height = 32
  /// Of the lines of the box drawing characters.
  static let light = 2
  static let heavy = 4
  static let dot = 5

  var rects: [Rect] = []
  /// Round dots.
  var dots: [Point] = []
  /// Curves and diagonals, as a path that is stroked like a light line.
  var strokes: [String] = []
  /// Percent of the glyph's colour.
  var opacity = 100

  /// The shape of a glyph; `nil` for one that a font draws. A blank Braille cell is empty.
  init?(_ glyph: String) {
    var scalars = glyph.unicodeScalars.makeIterator()
    guard let scalar = scalars.next(), scalars.next() == nil else { return nil }
    switch scalar.value {
    case 0x2500...0x257F: self.init(line: Int(scalar.value) - 0x2500)
    case 0x2580...0x259F: self.init(block: scalar.value)
    case 0x2800...0x28FF: self.init(braille: scalar.value - 0x2800)
    case 0x23BA...0x23BD:
      self.init(scanLine: Int(scalar.value) - 0x23BA)
    default: return nil
    }
  }

  /// ⎺ ⎻ ⎼ ⎽; between the second and the third is ─.
  private init(scanLine index: Int) {
    let y = [0, 7, 23, Self.height - Self.light][index]
    rects = [Rect(x: 0, y: y, width: Self.width, height: Self.light)]
  }

  private init(braille bits: UInt32) {
    // Unicode counts down the columns and has the fourth row last.
    let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
    dots = places.indices.filter { bits & (1 << UInt32($0)) != 0 }.map { index in
      Point(x: 4 + 8 * places[index].0, y: 4 + 8 * places[index].1)
    }
  }

  private init(block value: UInt32) {
    let (width, height) = (Self.width, Self.height)
    let (left, top) = (width / 2, height / 2)
    func quadrants(_ bits: Int) -> [Rect] {
      (0..<4).filter { bits & (1 << $0) != 0 }.map {
        Rect(x: $0 % 2 * left, y: $0 / 2 * top, width: left, height: top)
      }
    }
    switch value {
    case 0x2580: rects = [Rect(x: 0, y: 0, width: width, height: top)]
    case 0x2581...0x2588:
      let part = Int(value - 0x2580) * height / 8
      rects = [Rect(x: 0, y: height - part, width: width, height: part)]
    case 0x2589...0x258F:
      rects = [Rect(x: 0, y: 0, width: Int(0x2590 - value) * width / 8, height: height)]
    case 0x2590: rects = [Rect(x: left, y: 0, width: left, height: height)]
    case 0x2591...0x2593:
      rects = [Rect(x: 0, y: 0, width: width, height: height)]
      opacity = 25 * Int(value - 0x2590)
    case 0x2594: rects = [Rect(x: 0, y: 0, width: width, height: height / 8)]
    case 0x2595: rects = [Rect(x: width * 7 / 8, y: 0, width: width / 8, height: height)]
    default:
      // ▖ ▗ ▘ ▙ ▚ ▛ ▜ ▝ ▞ ▟ by upper left 1, upper right 2, lower left 4, lower right 8.
      rects = quadrants([4, 8, 1, 13, 9, 7, 11, 2, 6, 14][Int(value - 0x2596)])
    }
  }

  private init(line index: Int) {
    if let dashes = Self.dashes[index] {
      rects = Self.dashed(dashes.count, thickness: dashes.thickness, isVertical: dashes.isVertical)
      return
    }
    switch index {
    case 0x6D: strokes = ["m8 32v-8a8 8 0 0 1 8-8"]
    case 0x6E: strokes = ["m8 32v-8a8 8 0 0 0-8-8"]
    case 0x6F: strokes = ["m8 0v8a8 8 0 0 1-8 8"]
    case 0x70: strokes = ["m8 0v8a8 8 0 0 0 8 8"]
    case 0x71: strokes = ["m0 32l16-32"]
    case 0x72: strokes = ["m0 0l16 32"]
    case 0x73: strokes = ["m0 32l16-32", "m0 0l16 32"]
    default:
      let start = index * 4
      rects = Self.arms(Array(Self.armWeights[start..<(start + 4)]))
    }
  }

  /// The four arms from the middle, each long enough to meet the others; two that are alike are one line.
  private static func arms(_ weights: [UInt8]) -> [Rect] {
    let (up, right, down, left) = (weights[0], weights[1], weights[2], weights[3])
    let across = line(left, right, length: width, reach: max(reach(up), reach(down)))
    let along = line(up, down, length: height, reach: max(reach(left), reach(right)))
    return across.map {
      Rect(x: $0.start, y: height / 2 + $0.offset, width: $0.end - $0.start, height: $0.thickness)
    }
      + along.map {
        Rect(x: width / 2 + $0.offset, y: $0.start, width: $0.thickness, height: $0.end - $0.start)
      }
  }

  /// The strokes of two opposite arms.
  ///
  /// - Parameter reach: how far beyond the middle the arms at right angles extend.
  private static func line(
    _ before: UInt8, _ after: UInt8, length: Int, reach: Int
  ) -> [(start: Int, end: Int, offset: Int, thickness: Int)] {
    if before == after { return lines(before).map { (0, length, $0.offset, $0.thickness) } }
    return lines(before).map { (0, length / 2 + reach, $0.offset, $0.thickness) }
      + lines(after).map { (length / 2 - reach, length, $0.offset, $0.thickness) }
  }

  /// How far a line of a weight reaches from the middle to its side.
  private static func reach(_ weight: UInt8) -> Int { [0, light / 2, heavy / 2, 4][Int(weight)] }

  /// The lines that an arm is made of.
  private static func lines(_ weight: UInt8) -> [(offset: Int, thickness: Int)] {
    switch weight {
    case 1: [(-light / 2, light)]
    case 2: [(-heavy / 2, heavy)]
    case 3: [(-4, light), (2, light)]
    default: []
    }
  }

  private static func dashed(_ count: Int, thickness: Int, isVertical: Bool) -> [Rect] {
    let length = isVertical ? height : width
    return (0..<count).map { index in
      let (start, end) = (length * index / count, length * (index + 1) / count)
      let gap = max(1, (end - start) / 3)
      let (place, extent) = (start + gap / 2, end - start - gap)
      return isVertical
        ? Rect(x: (width - thickness) / 2, y: place, width: thickness, height: extent)
        : Rect(x: place, y: (height - thickness) / 2, width: extent, height: thickness)
    }
  }

  private static let dashes: [Int: (count: Int, thickness: Int, isVertical: Bool)] = [
    0x04: (3, light, false), 0x05: (3, heavy, false), 0x06: (3, light, true), 0x07: (3, heavy, true),
    0x08: (4, light, false), 0x09: (4, heavy, false), 0x0A: (4, light, true), 0x0B: (4, heavy, true),
    0x4C: (2, light, false), 0x4D: (2, heavy, false), 0x4E: (2, light, true), 0x4F: (2, heavy, true),
  ]

  /// Of U+2500…257F each: up, right, down, left; 0 none, 1 light, 2 heavy, 3 double.
  private static let armWeights: [UInt8] = """
    0101 0202 1010 2020 0000 0000 0000 0000 0000 0000 0000 0000 0110 0210 0120 0220
    0011 0012 0021 0022 1100 1200 2100 2200 1001 1002 2001 2002 1110 1210 2110 1120
    2120 2210 1220 2220 1011 1012 2011 1021 2021 2012 1022 2022 0111 0112 0211 0212
    0121 0122 0221 0222 1101 1102 1201 1202 2101 2102 2201 2202 1111 1112 1211 1212
    2111 1121 2121 2112 2211 1122 1221 2212 1222 2122 2221 2222 0000 0000 0000 0000
    0303 3030 0310 0130 0330 0013 0031 0033 1300 3100 3300 1003 3001 3003 1310 3130
    3330 1013 3031 3033 0313 0131 0333 1303 3101 3303 1313 3131 3333 0000 0000 0000
    0000 0000 0000 0000 0001 1000 0100 0010 0002 2000 0200 0020 0201 1020 0102 2010
    """.utf8.filter { $0 >= UInt8(ascii: "0") }.map { $0 - UInt8(ascii: "0") }
}
