import Testing

@testable import Safetensors

@Suite struct SafetensorsFileTests {
  /// Both types, an empty tensor, a single number, and texts that need escapes.
  static func sample() -> SafetensorsFile {
    var file = SafetensorsFile(metadata: ["k": "v\"é\n", "a": "1"])
    file["b"] = Tensor(shape: [2], values: [1.5, -2])
    file["a"] = Tensor(shape: [2, 2], values: [1, 2, 3, 0.1], element: .float32)
    file["e"] = Tensor(shape: [0, 3], values: [], element: .float32)
    file["s"] = Tensor(shape: [], values: [7])
    return file
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let file = Self.sample()
    let bytes = file.encoded()
    let read = try SafetensorsFile(bytes: bytes)
    #expect(read.metadata == file.metadata)
    #expect(read.tensors.map(\.name).sorted() == ["a", "b", "e", "s"])
    for entry in file.tensors { #expect(read[entry.name] == entry.tensor) }
    #expect(read.encoded() == bytes)
  }

  @Test func theBytesDoNotDependOnTheOrder() {
    let file = Self.sample()
    var other = SafetensorsFile(metadata: file.metadata)
    for entry in file.tensors.reversed() { other[entry.name] = entry.tensor }
    #expect(other.encoded() == file.encoded())
  }

  @Test func numbersStandAligned() throws {
    for length in 1..<20 {
      var file = Self.sample()
      file.metadata["k"] = String(repeating: "x", count: length)
      let bytes = file.encoded()
      #expect(bytes[0..<8].reversed().reduce(0) { $0 << 8 | Int($1) } % 8 == 0)
      #expect(try SafetensorsFile(bytes: bytes)["b"]?.values == [1.5, -2])
    }
  }

  /// The bytes that Python wrote, field for field.
  @Test func pythonsFileIsRead() throws {
    let header =
      #"{"__metadata__":{"k":"v\"é"},"b":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},"#
      + #""a":{"dtype":"F32","shape":[1],"data_offsets":[16,20]}}   "#
    let numbers: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0x80, 0x3F]
    let file = try SafetensorsFile(bytes: fileBytes(header, numbers))
    #expect(file.metadata == ["k": "v\"é"])
    #expect(file["b"] == Tensor(shape: [2], values: [1.5, -2]))
    #expect(file["a"] == Tensor(shape: [1], values: [1], element: .float32))
  }

  @Test func halvesAreWidenedExactly() throws {
    let header =
      #"{"f":{"dtype":"F16","shape":[6],"data_offsets":[0,12]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[12,16]}}"#
    let words: [UInt16] = [0x3C00, 0xC500, 0x0001, 0x7BFF, 0xFC00, 0x8000, 0x3FC0, 0xC040]
    let numbers = words.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    let file = try SafetensorsFile(bytes: fileBytes(header, numbers))
    #expect(file["f"]?.values == [1, -5, 0x1p-24, 65504, -.infinity, -0.0])
    #expect(file["f"]?.values.last?.sign == .minus)
    #expect(file["b"]?.values == [1.5, -3])
  }

  @Test func textsAreAList() throws {
    var file = SafetensorsFile()
    file.setTexts(["a\"b", "é", ""], for: "rms")
    #expect(try file.texts("rms") == ["a\"b", "é", ""])
    #expect(try file.texts("categories") == nil)
    file.setTexts([], for: "rms")
    #expect(try file.texts("rms") == [])
    for bad in ["", "a", "[1]", "{}", "[\"a\",1]", "[[]]"] {
      file.metadata["rms"] = bad
      #expect(throws: SafetensorsError.self) { try file.texts("rms") }
    }
  }

  @Test func settingATensor() {
    var file = Self.sample()
    file["b"] = Tensor(shape: [1], values: [3])
    #expect(file.tensors.map(\.name) == ["b", "a", "e", "s"])
    #expect(file["b"]?.values == [3])
    file["b"] = nil
    file["none"] = nil
    #expect(file.tensors.map(\.name) == ["a", "e", "s"])
  }
}

/// A file of a header and data, its length before it.
func fileBytes(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
  withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8) + data
}
