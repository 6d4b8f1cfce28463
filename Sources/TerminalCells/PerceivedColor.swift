import ElementaryFunctions

/// A colour as the eye has it: OKLab (Ottosson 2020), in which equal distances look about equally far apart, and the
/// luminance of the WCAG's contrast.
package struct PerceivedColor: Equatable, Sendable {
  package let lightness: Double
  package let a: Double
  package let b: Double
  /// Relative luminance, 0…1.
  package let luminance: Double

  /// - Parameter color: a palette index counts by xterm's defaults; `nil` for the terminal's own.
  package init?(_ color: CellColor) {
    guard let parts = color.components else { return nil }
    let red = Self.linear(parts.red)
    let green = Self.linear(parts.green)
    let blue = Self.linear(parts.blue)
    let l = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    let m = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    let s = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
    a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
    b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }

  /// ΔE in OKLab: 0 the same, 1 black to white; 0.02 is just seen side by side.
  package func distance(to other: PerceivedColor) -> Double {
    let (dl, da, db) = (lightness - other.lightness, a - other.a, b - other.b)
    return (dl * dl + da * da + db * db).squareRoot()
  }

  /// The WCAG's contrast: 1 the same, 21 black on white.
  package func contrast(with other: PerceivedColor) -> Double {
    (max(luminance, other.luminance) + 0.05) / (min(luminance, other.luminance) + 0.05)
  }

  private static func linear(_ value: UInt8) -> Double {
    let part = Double(value) / 255
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
  }
}
