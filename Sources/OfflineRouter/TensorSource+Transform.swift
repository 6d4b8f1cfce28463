import Safetensors

extension TensorSource {
  /// `transform.*`: linear, head, or none.
  func transform(dimension: Int) throws -> PairTransform? {
    if let weight = try matrix("transform.weight") {
      return .head(try head(weight, dimension: dimension))
    }
    guard let basis = try matrix("transform.basis") else {
      let parts = file.tensors.map(\.name).first { $0.hasPrefix("transform.") }
      if let parts { throw PriorFileError.missingTensor("transform.basis", besides: parts) }
      return nil
    }
    return .linear(try linear(basis, dimension: dimension))
  }

  private func head(_ weight: Tensor, dimension: Int) throws(PriorFileError) -> HeadTransform {
    guard weight.shape[0] == dimension, weight.shape[1] > 0 else {
      throw .wrongShape(
        tensor: "transform.weight", shape: weight.shape,
        expected: "[\(dimension), 2m] for contexts of \(dimension)")
    }
    func part(_ name: String) throws(PriorFileError) -> [Double] {
      guard let values = try vector(name, count: dimension) else {
        throw .missingTensor(name, besides: "transform.weight")
      }
      return values
    }
    return HeadTransform(
      weight: weight.values, bias: try part("transform.bias"),
      layerNormWeight: try part("transform.layernorm.weight"),
      layerNormBias: try part("transform.layernorm.bias"))
  }

  private func linear(_ basis: Tensor, dimension: Int) throws -> LinearTransform {
    let besides = "transform.basis"
    let categories = try file.texts("categories") ?? []
    var seen: Set<String> = []
    for name in categories where !seen.insert(name).inserted { throw PriorFileError.repeatedName(name) }
    guard basis.shape[0] > 0, basis.shape[1] + categories.count == dimension else {
      throw PriorFileError.wrongShape(
        tensor: besides, shape: basis.shape,
        expected: "[2m, r] with r and \(categories.count) categories together \(dimension)")
    }
    guard let center = try vector("transform.center", count: basis.shape[0]) else {
      throw PriorFileError.missingTensor("transform.center", besides: besides)
    }
    guard let mean = try vector("transform.mean", count: dimension) else {
      throw PriorFileError.missingTensor("transform.mean", besides: besides)
    }
    guard let scale = try number("scale", "a number above 0", where: { $0 > 0 }) else {
      throw PriorFileError.missingMetadata("scale", besides: besides)
    }
    return LinearTransform(
      center: center, basis: basis.values, mean: mean, scale: scale, categories: categories)
  }
}

extension TensorSource {
  func text(_ key: String) -> String? { file.metadata[key] }

  /// A finite number of a domain, which `expected` says in words.
  func number(
    _ key: String, _ expected: String, where isAccepted: (Double) -> Bool
  ) throws(PriorFileError) -> Double? {
    guard let text = text(key) else { return nil }
    guard let number = Double(text), number.isFinite, isAccepted(number) else {
      throw .badMetadata(key: key, value: text, expected: expected)
    }
    return number
  }

  func count(_ key: String) throws(PriorFileError) -> Int? {
    guard let text = text(key) else { return nil }
    guard let count = Int(text), count >= 0 else {
      throw .badMetadata(key: key, value: text, expected: "a whole number from 0")
    }
    return count
  }

  /// `true` or `false`, as Python writes them too.
  func flag(_ key: String) throws(PriorFileError) -> Bool? {
    guard let text = text(key) else { return nil }
    switch text {
    case "true", "True", "1": return true
    case "false", "False", "0": return false
    default: throw .badMetadata(key: key, value: text, expected: "true or false")
    }
  }
}
