import RouterEngine
package import Safetensors

extension PriorFile {
  /// Reads the tensors and texts of a file.
  ///
  /// A file with `bt_vectors` [K, d] and no `prior.mean`, such as a published checkpoint, is a prior without matrix,
  /// its rows in the order of the run's reward models. Tensors that are not of the format are left alone.
  ///
  /// - Throws: `PriorFileError` for the first thing that is wrong, or the file's own for metadata that is no list.
  /// - Complexity: O(numbers).
  package init(_ file: SafetensorsFile) throws {
    let source = TensorSource(file)
    if let format = file.metadata["format"], format != Self.format || file.metadata["version"] != Self.version
    {
      // PyTorch's writer puts `format: pt` into every file: a checkpoint's vectors are no format of ours.
      guard format != Self.format, file[Self.meanName] == nil else {
        throw PriorFileError.unsupportedFormat(format: format, version: file.metadata["version"])
      }
    }
    let named = file[Self.meanName] == nil ? Self.vectorsName : Self.meanName
    guard let rows = try source.rows(named) else {
      throw PriorFileError.noPrior(names: file.tensors.map(\.name))
    }
    guard rows.count <= PosteriorBank.armLimit, let width = rows.first?.count, width > 0,
      width <= PosteriorSettings.dimensionLimit + 1
    else {
      throw PriorFileError.wrongShape(
        tensor: named, shape: file[named]?.shape ?? [],
        expected: "[K, D] with K from 1 to \(PosteriorBank.armLimit) and D from 1 to "
          + "\(PosteriorSettings.dimensionLimit), one more with an intercept,")
    }
    self.init(
      rewardModels: try Self.names(file.texts("rms"), rows: rows.count), means: rows,
      precision: try source.precision(count: rows.count, width: width),
      hasIntercept: try source.flag("intercept") ?? false)
    guard dimension >= 1 else {
      throw PriorFileError.wrongShape(tensor: named, shape: [rows.count, width], expected: "D of at least 2")
    }
    guard dimension <= PosteriorSettings.dimensionLimit else {
      throw PriorFileError.wrongShape(
        tensor: named, shape: [rows.count, width],
        expected: "D up to \(PosteriorSettings.dimensionLimit) without an intercept")
    }
    method = file.metadata["method"]
    noiseVariance = try source.number("noise_variance", "a number above 0") { $0 > 0 }
    baseline = try source.baseline(dimension: dimension)
    transform = try source.transform(dimension: dimension)
    classifier = try source.classifier(count: rows.count, width: dimension)
    try readReport(source)
  }

  static let format = "rmtop-prior"
  static let version = "1"
  static let meanName = "prior.mean"
  static let vectorsName = "bt_vectors"

  private mutating func readReport(_ source: TensorSource) throws {
    penalty = try source.number("lambda", "a number of at least 0") { $0 >= 0 }
    gate = try source.text("gate").map { text in
      guard let gate = Gate(rawValue: text) else {
        throw PriorFileError.badMetadata(key: "gate", value: text, expected: "open or closed")
      }
      return gate
    }
    policy = source.text("policy")
    gain = try source.number("gain", "a number") { _ in true }
    gainStandardError = try source.number("gain_se", "a number of at least 0") { $0 >= 0 }
    pairs = try source.count("pairs")
    groups = try source.count("groups")
    seed = try source.text("seed").map { text in
      guard let seed = UInt64(text) else {
        throw PriorFileError.badMetadata(key: "seed", value: text, expected: "a whole number from 0")
      }
      return seed
    }
  }

  private static func names(_ names: [String]?, rows: Int) throws(PriorFileError) -> [String]? {
    guard let names else { return nil }
    guard names.count == rows else { throw .wrongNames(count: names.count, rows: rows) }
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted { throw .repeatedName(name) }
    return names
  }
}
