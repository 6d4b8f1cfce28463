import RouterEngine
package import Safetensors

extension PriorFile {
  /// The file's tensors and texts; numbers are float64 and round-trip exact.
  ///
  /// - Returns: `nil` where a length does not fit the others, which `init(_:)` never leaves behind.
  /// - Complexity: O(numbers).
  package func safetensors() -> SafetensorsFile? {
    var file = SafetensorsFile(metadata: metadata)
    if let rewardModels { file.setTexts(rewardModels, for: "rms") }
    var parts = TensorParts()
    parts.add(Self.meanName, [means.count, width], means.flatMap { $0 })
    switch precision {
    case .identity: break
    case .shared(let entries): parts.add("prior.precision", [width, width], entries)
    case .perArm(let matrices):
      parts.add("prior.precision", [means.count, width, width], matrices.flatMap { $0 })
    }
    if let baseline { parts.add("baseline.weights", [dimension], baseline.weights) }
    switch transform {
    case nil: break
    case .linear(let linear):
      file.setTexts(linear.categories, for: "categories")
      let columns = linear.mean.count - linear.categories.count
      parts.add("transform.center", [linear.center.count], linear.center)
      parts.add("transform.basis", [linear.center.count, columns], linear.basis)
      parts.add("transform.mean", [dimension], linear.mean)
    case .head(let head):
      let height = head.bias.count
      parts.add("transform.weight", [height, height == 0 ? 0 : head.weight.count / height], head.weight)
      parts.add("transform.bias", [dimension], head.bias)
      parts.add("transform.layernorm.weight", [dimension], head.layerNormWeight)
      parts.add("transform.layernorm.bias", [dimension], head.layerNormBias)
    }
    if let classifier {
      parts.add("cls.weight", [means.count, dimension], classifier.weights.flatMap { $0 })
      parts.add("cls.bias", [means.count], classifier.bias)
    }
    guard parts.fit else { return nil }
    for entry in parts.entries { file[entry.name] = entry.tensor }
    return file
  }

  private var metadata: [String: String] {
    var texts = [
      "format": Self.format, "version": Self.version, "intercept": hasIntercept ? "true" : "false",
    ]
    texts["method"] = method
    texts["noise_variance"] = noiseVariance.map { "\($0)" }
    texts["kappa"] = baseline.map { "\($0.gain)" }
    texts["c0"] = baseline.map { "\($0.level)" }
    if case .linear(let linear) = transform { texts["scale"] = "\(linear.scale)" }
    texts["lambda"] = penalty.map { "\($0)" }
    texts["gate"] = gate?.rawValue
    texts["policy"] = policy
    texts["gain"] = gain.map { "\($0)" }
    texts["gain_se"] = gainStandardError.map { "\($0)" }
    texts["pairs"] = pairs.map { "\($0)" }
    texts["groups"] = groups.map { "\($0)" }
    texts["seed"] = seed.map { "\($0)" }
    return texts
  }
}

/// Tensors on their way into a file.
private struct TensorParts {
  private(set) var entries: [SafetensorsFile.Entry] = []
  private(set) var fit = true

  mutating func add(_ name: String, _ shape: [Int], _ values: [Double]) {
    if let tensor = Tensor(shape: shape, values: values) {
      entries.append(SafetensorsFile.Entry(name: name, tensor: tensor))
    } else {
      fit = false
    }
  }
}
