import Wording

/// Why a safetensors file is no prior: facts, worded in one place.
package enum PriorFileError: Error, Equatable, Sendable {
  /// Neither `prior.mean` nor `bt_vectors`; `names` are those of its tensors.
  case noPrior(names: [String])
  case unsupportedFormat(format: String, version: String?)
  case wrongShape(tensor: String, shape: [Int], expected: String)
  /// A number that is NaN or infinite.
  case notFinite(tensor: String)
  case missingTensor(String, besides: String)
  case missingMetadata(String, besides: String)
  /// A metadata text outside of its domain.
  case badMetadata(key: String, value: String, expected: String)
  /// As many names as rows are needed, all different.
  case wrongNames(count: Int, rows: Int)
  case repeatedName(String)
}

extension PriorFileError: CustomStringConvertible {
  /// One sentence without a full stop.
  package var description: String {
    switch self {
    case .noPrior(let names):
      "it has neither prior.mean nor bt_vectors"
        + (names.isEmpty ? "; it has no tensors" : "; its tensors are " + Self.list(names))
    case .unsupportedFormat(let format, let version):
      "its format is \(printableText(format, limit: 40)) "
        + printableText(version ?? "without a version", limit: 40) + "; expected rmtop-prior 1"
    case .wrongShape(let tensor, let shape, let expected):
      "\(tensor) has the shape \(shape); expected \(expected)"
    case .notFinite(let tensor): "\(tensor) has a number that is not finite"
    case .missingTensor(let tensor, let besides): "\(tensor) is missing besides \(besides)"
    case .missingMetadata(let key, let besides): "the metadata \(key) is missing, which \(besides) needs"
    case .badMetadata(let key, let value, let expected):
      "the metadata \(key): expected \(expected), got \(quoted(value))"
    case .wrongNames(let count, let rows): "the metadata rms names \(count) reward models for \(rows) rows"
    case .repeatedName(let name): "the metadata names \(quoted(name)) twice"
    }
  }

  private static func list(_ names: [String]) -> String {
    listed(names, atMost: 5)
  }
}
