/// xterm's 256 colours: 16 of the user's, a cube of 6³, 24 greys.
enum XtermPalette {
  struct Components {
    var red: Int
    var green: Int
    var blue: Int

    init(red: UInt8, green: UInt8, blue: UInt8) {
      self.red = Int(red)
      self.green = Int(green)
      self.blue = Int(blue)
    }

    /// How far from grey, 0…255.
    var chroma: Int { max(red, green, blue) - min(red, green, blue) }

    /// Counts as a grey where 16 colours or less are to be had.
    var isGrey: Bool { chroma < XtermPalette.leastChroma }

    /// The same hue at full saturation and brightness.
    var pure: Components {
      let least = min(red, green, blue)
      let extent = max(1, chroma)
      var result = self
      result.red = (red - least) * 255 / extent
      result.green = (green - least) * 255 / extent
      result.blue = (blue - least) * 255 / extent
      return result
    }

    /// Squared distance with the weights of the eye's sensitivity (2, 4, 3).
    func distance(to other: Components) -> Int {
      let r = red - other.red
      let g = green - other.green
      let b = blue - other.blue
      return 2 * r * r + 4 * g * g + 3 * b * b
    }
  }

  private static let basic: [(UInt8, UInt8, UInt8)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
    (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255),
    (0, 255, 255), (255, 255, 255),
  ]
  private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
  /// Below this a colour counts as a grey when 16 are to be had.
  private static let leastChroma = 40
  /// From here the greatest channel makes it one of the eight bright colours.
  private static let leastBright = 240

  static func components(of index: UInt8) -> Components {
    switch index {
    case 0..<16:
      let (red, green, blue) = basic[Int(index)]
      return Components(red: red, green: green, blue: blue)
    case 16..<232:
      let cube = Int(index) - 16
      return Components(
        red: levels[cube / 36], green: levels[cube / 6 % 6], blue: levels[cube % 6])
    default:
      let grey = UInt8(8 + 10 * (Int(index) - 232))
      return Components(red: grey, green: grey, blue: grey)
    }
  }

  static func nearest256(_ color: Components) -> UInt8 {
    // The metric is a sum over channels, so the nearest of the cube is the nearest level of each channel.
    let cube = 16 + 36 * nearestLevel(color.red) + 6 * nearestLevel(color.green) + nearestLevel(color.blue)
    let average = (color.red + color.green + color.blue) / 3
    let grey = 232 + min(23, max(0, (average - 3) / 10))
    let cubeIndex = UInt8(cube)
    let greyIndex = UInt8(grey)
    let isGreyNearer =
      components(of: greyIndex).distance(to: color) < components(of: cubeIndex).distance(to: color)
    return isGreyNearer ? greyIndex : cubeIndex
  }

  /// Greys by distance; colours by hue, since a soft colour is nearer to some grey than to its own pure one.
  static func nearest16(_ color: Components) -> UInt8 {
    guard !color.isGrey else { return nearest(to: color, of: [0, 7, 8, 15], \.self) }
    let isBright = max(color.red, color.green, color.blue) >= leastBright
    return nearest(to: color.pure, of: isBright ? Array(9...14) : Array(1...6), \.pure)
  }

  /// The same without the bright ones.
  static func nearest8(_ color: Components) -> UInt8 {
    guard !color.isGrey else { return nearest(to: color, of: [0, 7], \.self) }
    return nearest(to: color.pure, of: Array(1...6), \.pure)
  }

  private static func nearest(
    to color: Components, of indices: [UInt8], _ aspect: (Components) -> Components
  ) -> UInt8 {
    var best = indices[0]
    for index in indices
    where aspect(components(of: index)).distance(to: color) < aspect(components(of: best)).distance(to: color)
    {
      best = index
    }
    return best
  }

  private static func nearestLevel(_ value: Int) -> Int {
    var best = 0
    for index in levels.indices where abs(Int(levels[index]) - value) < abs(Int(levels[best]) - value) {
      best = index
    }
    return best
  }
}
