import TerminalCells

/// The colours that tell reward models apart on a terminal of one tier, by their index in the run.
///
/// No two are nearer than `leastDistance` as text, nor nearer than `leastAreaDistance` as filled areas, and all stand
/// out from the background. They are the theme's own, in the order in which each is as far as can be from those before
/// it; one that is too near another is replaced by the nearest colour that is not, and where the theme has no more the
/// farthest of all are added. Terminals of 16 and 8 colours have what they have: `text.count` may be less than
/// `count`, and then letters tell reward models apart as well (`Painter.showsLetters`).
struct SeriesPalette: Equatable, Sendable {
  /// Colours to a palette: more lines in one chart nobody can tell apart.
  static let count = 12
  /// ΔE in OKLab.
  static let leastDistance = 0.08
  static let leastAreaDistance = 0.06
  /// Contrast with the background, by the WCAG.
  static let leastContrast = 3.0
  static let leastAreaContrast = 1.6
  /// The same where there are 16 or 8 colours, which every user has set to something else.
  static let leastContrastOfFew = 2.0

  let text: [CellColor]
  let area: [CellColor]

  /// - Parameters:
  ///   - wanted: the theme's.
  ///   - ground: the background, as far as it is known.
  ///   - areas: makes a filled area's colour of a text's.
  init(wanted: [CellColor], tier: ColorTier, ground: CellColor, area: (CellColor) -> CellColor) {
    guard !wanted.isEmpty, tier > .mono, let ground = PerceivedColor(ground) else {
      (text, self.area) = ([], [])
      return
    }
    if tier < .palette256 {
      // Red is that of errors and bans: last.
      let groups: [[UInt8]] =
        tier == .palette8 ? [[6, 3, 5, 2, 4], [1]] : [[14, 6, 3, 5, 2, 4, 11, 13, 10, 12], [9, 1]]
      text = groups.flatMap { indices in
        let readable = Self.seen(indices.map { .palette($0) }).filter {
          $0.look.contrast(with: ground) >= Self.leastContrastOfFew
        }
        return Self.spread(readable, count: readable.count).map(\.color)
      }
      self.area = text
      return
    }
    let indices = Self.seen((16...255).map { .palette($0) })
    let all = tier == .trueColor ? indices.map { Seen(color: $0.rgb, look: $0.look) } : indices
    let order = Self.spread(Self.seen(wanted), count: Self.count)
    var texts: [Seen] = []
    var areas: [Seen] = []
    for index in 0..<Self.count {
      let own = index < order.count ? order[index] : nil
      let choice = Self.choose(
        own, from: all, taken: texts, ground: ground, distance: Self.leastDistance,
        contrast: Self.leastContrast, exactly: tier == .trueColor)
      guard let choice else { break }
      texts.append(choice)
      let filled = PerceivedColor(area(choice.rgb)).map { Seen(color: area(choice.rgb), look: $0) }
      guard
        let filled = Self.choose(
          filled, from: all, taken: areas, ground: ground, distance: Self.leastAreaDistance,
          contrast: Self.leastAreaContrast, exactly: tier == .trueColor)
      else { break }
      areas.append(filled)
    }
    text = texts.prefix(areas.count).map(\.color)
    self.area = areas.map(\.color)
  }

  private struct Seen {
    var color: CellColor
    var look: PerceivedColor

    var rgb: CellColor {
      guard let parts = color.components else { return color }
      return .rgb(red: parts.red, green: parts.green, blue: parts.blue)
    }

    func isFar(from taken: [Seen], _ distance: Double) -> Bool {
      taken.allSatisfy { look.distance(to: $0.look) >= distance }
    }
  }

  private static func seen(_ colors: [CellColor]) -> [Seen] {
    colors.compactMap { color in PerceivedColor(color).map { Seen(color: color, look: $0) } }
  }

  /// The first, then again and again the one whose nearest neighbour among those before is farthest.
  private static func spread(_ colors: [Seen], count: Int) -> [Seen] {
    var left = colors
    var result: [Seen] = []
    while result.count < count, !left.isEmpty {
      let next = result.isEmpty ? 0 : farthest(of: left, from: result)
      result.append(left.remove(at: next))
    }
    return result
  }

  private static func farthest(of colors: [Seen], from taken: [Seen]) -> Int {
    let gaps = colors.map { color in taken.map { color.look.distance(to: $0.look) }.min() ?? 1 }
    return gaps.indices.max { gaps[$0] < gaps[$1] } ?? 0
  }

  /// The wanted colour itself (`exactly`), else the nearest that is far enough from those taken and from the ground;
  /// without a wish the farthest from them. Where none is far enough the farthest, as long as it is another one.
  private static func choose(
    _ wanted: Seen?, from all: [Seen], taken: [Seen], ground: PerceivedColor, distance: Double,
    contrast: Double, exactly: Bool
  ) -> Seen? {
    func isFit(_ color: Seen) -> Bool {
      color.look.contrast(with: ground) >= contrast && color.isFar(from: taken, distance)
    }
    if exactly, let wanted, isFit(wanted) { return wanted }
    let readable = all.filter { $0.look.contrast(with: ground) >= contrast }
    let fit = readable.filter { $0.isFar(from: taken, distance) }
    if let wanted, !fit.isEmpty {
      return fit.min { $0.look.distance(to: wanted.look) < $1.look.distance(to: wanted.look) }
    }
    guard !readable.isEmpty else { return nil }
    let color = readable[farthest(of: readable, from: taken)]
    return color.isFar(from: taken, distance / 2) ? color : nil
  }
}
