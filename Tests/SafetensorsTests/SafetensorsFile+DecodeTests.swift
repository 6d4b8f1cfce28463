import TestSupport
import Testing

@testable import Safetensors

@Suite struct SafetensorsFileDecodeTests {
  private func refusal(_ header: String, _ data: [UInt8] = []) -> SafetensorsError? {
    do throws(SafetensorsError) {
      _ = try SafetensorsFile(bytes: fileBytes(header, data))
      return nil
    } catch {
      return error
    }
  }

  private func tensor(
    _ name: String = "a", dtype: String = "F32", shape: String = "[1]", offsets: String = "[0,4]"
  ) -> String {
    "\"\(name)\":{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
  }

  @Test func everyFaultHasItsSentence() {
    let four: [UInt8] = [0, 0, 0, 0]
    #expect(refusal("{\(tensor())}", four) == nil)
    #expect(refusal("") == .notJSON)
    #expect(refusal("nothing") == .notJSON)
    // What the run log takes from Python, no reader of safetensors does.
    #expect(refusal(#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"x":NaN}}"#) == .notJSON)
    #expect(refusal(#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"x":"\ud83d"}}"#) == .notJSON)
    #expect(refusal("[]") == .malformed(name: nil, what: "it is not an object"))
    #expect(refusal("{\(tensor(dtype: "I64"))}", four) == .unsupportedElement(name: "a", element: "I64"))
    #expect(refusal("{\(tensor(shape: "[2]"))}", four) == .sizeMismatch(name: "a", bytes: 4, shape: [2]))
    #expect(
      refusal("{\(tensor(shape: "[9007199254740992,9007199254740992]"))}", four)
        == .sizeMismatch(name: "a", bytes: 4, shape: [1 << 53, 1 << 53]))
    #expect(
      refusal("{\(tensor(offsets: "[4,8]"))}", four) == .outOfBounds(name: "a", begin: 4, end: 8, bytes: 4))
    #expect(refusal("{\(tensor(offsets: "[4,8]"))}", four + four) == .hole(begin: 0, end: 4))
    #expect(refusal("{\(tensor())}", four + [0]) == .hole(begin: 4, end: 5))
    #expect(refusal("{\(tensor()),\(tensor("b"))}", four) == .overlap("a", "b"))
    #expect(refusal("{\(tensor()),\(tensor())}", four) == .repeatedName("a"))
    for bad in ["[-1]", "[1.5]", "[1e300]", "\"x\"", "[\"1\"]", "1", "null"] {
      #expect(
        refusal("{\(tensor(shape: bad))}", four)
          == .malformed(name: "a", what: "shape is not a list of whole numbers"))
    }
    for bad in ["[0]", "[4,0]", "[0,4,4]", "[-4,0]", "[]", "{}"] {
      #expect(
        refusal("{\(tensor(offsets: bad))}", four)
          == .malformed(name: "a", what: "data_offsets are not two whole numbers, begin and end"))
    }
    #expect(refusal("{\"a\":1}") == .malformed(name: "a", what: "it is not an object"))
    #expect(refusal("{\"a\":{\"shape\":[]}}") == .malformed(name: "a", what: "dtype is not a text"))
    #expect(
      refusal("{\"__metadata__\":{\"k\":1}}")
        == .malformed(name: nil, what: "__metadata__ has a value that is not a text"))
    #expect(
      refusal("{\"__metadata__\":[]}") == .malformed(name: nil, what: "__metadata__ is not an object"))
    #expect(refusal("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}") == .repeatedName("k"))
  }

  @Test func aTornFileIsRefusedAtEveryLength() {
    let bytes = SafetensorsFileTests.sample().encoded()
    for length in bytes.indices {
      #expect(throws: SafetensorsError.self, "\(length)") {
        try SafetensorsFile(bytes: Array(bytes[..<length]))
      }
    }
  }

  @Test func theLengthOfTheHeaderIsHostile() {
    for length: UInt64 in [.max, 1 << 63, UInt64(Int.max), 17 << 20, 9] {
      let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array("{}      ".utf8)
      #expect(throws: SafetensorsError.headerLength(length, limit: 8)) { try SafetensorsFile(bytes: bytes) }
    }
  }

  /// Bytes changed, cut out and doubled at random: nothing traps, and what is accepted can be written and read again.
  @Test func mutatedFilesNeverTrap() throws {
    var random = SeededGenerator(seed: 7)
    let sample = SafetensorsFileTests.sample().encoded()
    var accepted = 0
    for _ in 0..<4000 {
      var bytes = sample
      for _ in 0...random.below(3) where !bytes.isEmpty {
        let place = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes[place] = Array("0123456789-,.[]{}\"eF".utf8)[random.below(20)]
        case 2: bytes.remove(at: place)
        default: bytes.insert(bytes[place], at: place)
        }
      }
      guard let file = try? SafetensorsFile(bytes: bytes) else { continue }
      accepted += 1
      let again = try SafetensorsFile(bytes: file.encoded())
      #expect(again.metadata == file.metadata && again.tensors.count == file.tensors.count)
    }
    #expect(accepted > 100)
  }

  @Test func namesOfAFileAreShownSafely() {
    let error = SafetensorsError.repeatedName("\u{1B}[2Jé" + String(repeating: "x", count: 500))
    #expect(error.description.hasPrefix("its header names “[2Jéx"))
    #expect(error.description.count < 150)
  }
}
