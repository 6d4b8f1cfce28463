import Safetensors
import Testing

@Suite struct TensorTests {
  @Test func asManyNumbersAsTheShapeSays() {
    #expect(Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])?.values.count == 6)
    #expect(Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5]) == nil)
    #expect(Tensor(shape: [], values: [1]) != nil)
    #expect(Tensor(shape: [0, 3], values: []) != nil)
    #expect(Tensor(shape: [-1, -1], values: [1]) == nil)
    #expect(Tensor(shape: [Int.max, 4], values: [1]) == nil)
  }

  @Test func float32IsRounded() {
    #expect(Tensor(shape: [1], values: [0.1], element: .float32)?.values == [Double(Float(0.1))])
    #expect(Tensor(shape: [1], values: [0.1])?.values == [0.1])
  }
}
