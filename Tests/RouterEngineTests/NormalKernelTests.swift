import CKernels
import Foundation
import Testing

@Suite struct NormalKernelTests {
  private func eight(_ z: [Double], level: Int32) -> (density: [Double], cumulative: [Double]) {
    var density = Array(repeating: 0.0, count: 8)
    var cumulative = density
    rmtop_normal_eight(level, z, &density, &cumulative)
    return (density, cumulative)
  }

  /// Relative to the C library's erfc and exp; the density's own error grows with the z² that it rounds.
  @Test func equalsTheLibrarysFunctions() {
    for start in stride(from: -9.0, to: 9, by: 0.0173 * 8) {
      let z = (0..<8).map { start + 0.0173 * Double($0) }
      let values = eight(z, level: 2)
      for lane in 0..<8 {
        let cumulative = 0.5 * erfc(-z[lane] / 2.0.squareRoot())
        let density = exp(-0.5 * z[lane] * z[lane]) / (2 * Double.pi).squareRoot()
        #expect(abs(values.cumulative[lane] / cumulative - 1) < 1e-13)
        #expect(abs(values.density[lane] / density - 1) < 1e-13)
      }
    }
  }

  @Test func theTailsEndQuietly() {
    let values = eight([-1e308, -40, -37, 37, 40, 1e308, 0, -0.0], level: 2)
    #expect(values.cumulative[..<3].allSatisfy { $0 >= 0 && $0 < 1e-290 })
    #expect(values.cumulative[3..<6] == [1, 1, 1])
    #expect(values.density[..<6].allSatisfy { $0 >= 0 && $0 < 1e-290 })
    #expect(abs(values.cumulative[6] - 0.5) < 1e-15 && abs(values.cumulative[7] - 0.5) < 1e-15)
  }

  @Test func everyInstructionSetHasTheSameBits() {
    for start in stride(from: -40.0, to: 40, by: 0.9) {
      let z = (0..<8).map { start + 0.11 * Double($0) }
      let base = eight(z, level: 0)
      for level: Int32 in 1...2 {
        let other = eight(z, level: level)
        #expect(other.density == base.density && other.cumulative == base.cumulative)
      }
    }
  }
}
