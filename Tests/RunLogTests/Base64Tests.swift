import TestSupport
import Testing

@testable import RunLog

@Suite struct Base64Tests {
  private func decode(_ text: String) -> [UInt8]? {
    Array(text.utf8).withUnsafeBufferPointer { Base64.decode($0) }
  }

  private func encode(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBufferPointer { Base64.encode($0) }
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func vectorsOfTheStandard(plain: String, text: String) {
    #expect(encode(Array(plain.utf8)) == text)
    #expect(decode(text) == Array(plain.utf8))
  }

  @Test func everyLengthComesBack() {
    var generator = SeededGenerator(seed: 64)
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(decode(encode(bytes)) == bytes)
    }
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "====", "Z===", "Zm9v\n", "Zm9 ", "Zm-v", "Zm_v", "Z=9v",
    "=m9v",
    "Zm9vYg==\0\0\0\0", "Ｚm9",
  ])
  func nothingElseIsAccepted(text: String) {
    #expect(decode(text) == nil)
  }

  /// A text is accepted exactly when encoding gives the same text back.
  @Test func oneTextForEachByteString() {
    var generator = SeededGenerator(seed: 65)
    let characters = Array("AQgw+/=x-".utf8)
    for _ in 0..<20_000 {
      let text = (0..<[4, 8].randomElement(using: &generator)!).map { _ in
        characters.randomElement(using: &generator)!
      }
      guard let bytes = text.withUnsafeBufferPointer({ Base64.decode($0) }) else { continue }
      #expect(Array(encode(bytes).utf8) == text)
    }
  }

  @Test func floatsAreWidenedExactlyAndNarrowedOnlyIfExact() throws {
    let values: [Double] = [
      0, -0.0, 1, 1.5, Double(Float.leastNonzeroMagnitude), Double(Float.greatestFiniteMagnitude),
    ]
    let text = try #require(Base64.text(of: values))
    let back = try Array(text.utf8).withUnsafeBufferPointer { try Base64.vector($0) }
    #expect(back.map(\.bitPattern) == values.map(\.bitPattern))
    for value in [0.1, 1e39, -1e300, 1e-46, .nan, .infinity, 3.4028235e38] {
      #expect(Base64.text(of: [1, value]) == nil)
    }
  }
}
