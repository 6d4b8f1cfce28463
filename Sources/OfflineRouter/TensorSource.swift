import RouterEngine
import Safetensors

/// The tensors and texts of a prior file while it is read, each checked for itself.
struct TensorSource {
  let file: SafetensorsFile

  init(_ file: SafetensorsFile) { self.file = file }

  /// A tensor whose numbers are all finite.
  func tensor(_ name: String) throws(PriorFileError) -> Tensor? {
    guard let tensor = file[name] else { return nil }
    guard tensor.values.allSatisfy(\.isFinite) else { throw .notFinite(tensor: name) }
    return tensor
  }

  /// A list of numbers, of a length where one is expected.
  func vector(_ name: String, count: Int? = nil) throws(PriorFileError) -> [Double]? {
    guard let tensor = try tensor(name) else { return nil }
    guard tensor.shape.count == 1, count == nil || tensor.shape[0] == count else {
      throw .wrongShape(
        tensor: name, shape: tensor.shape, expected: count.map { "[\($0)]" } ?? "a list of numbers")
    }
    return tensor.values
  }

  func matrix(_ name: String) throws(PriorFileError) -> Tensor? {
    guard let tensor = try tensor(name) else { return nil }
    guard tensor.shape.count == 2 else {
      throw .wrongShape(tensor: name, shape: tensor.shape, expected: "a matrix")
    }
    return tensor
  }

  func rows(_ name: String) throws(PriorFileError) -> [[Double]]? {
    guard let tensor = try matrix(name) else { return nil }
    return split(tensor.values, length: tensor.shape[1], count: tensor.shape[0])
  }

  private func split(_ values: [Double], length: Int, count: Int) -> [[Double]] {
    length == 0 ? [] : (0..<count).map { Array(values[($0 * length)..<(($0 + 1) * length)]) }
  }

  func precision(count: Int, width: Int) throws(PriorFileError) -> PriorShape {
    guard let tensor = try tensor("prior.precision") else { return .identity }
    if tensor.shape == [width, width] { return .shared(tensor.values) }
    if tensor.shape == [count, width, width] {
      return .perArm(split(tensor.values, length: width * width, count: count))
    }
    throw .wrongShape(
      tensor: "prior.precision", shape: tensor.shape,
      expected: "[\(width), \(width)] or [\(count), \(width), \(width)]")
  }

  func baseline(dimension: Int) throws(PriorFileError) -> SharedBaseline? {
    let name = "baseline.weights"
    guard let weights = try vector(name, count: dimension) else { return nil }
    guard let level = try number("c0", "a number", where: { _ in true }) else {
      throw .missingMetadata("c0", besides: name)
    }
    guard let gain = try number("kappa", "a number of at least 0", where: { $0 >= 0 }) else {
      throw .missingMetadata("kappa", besides: name)
    }
    return SharedBaseline(weights: weights, level: level, gain: gain)
  }

  func classifier(count: Int, width: Int) throws(PriorFileError) -> PriorFile.Classifier? {
    guard let weights = try rows("cls.weight") else { return nil }
    guard weights.count == count, weights.first?.count == width else {
      throw .wrongShape(
        tensor: "cls.weight", shape: [weights.count, weights.first?.count ?? 0],
        expected: "[\(count), \(width)]")
    }
    guard let bias = try vector("cls.bias", count: count) else {
      throw .missingTensor("cls.bias", besides: "cls.weight")
    }
    return PriorFile.Classifier(weights: weights, bias: bias)
  }
}
