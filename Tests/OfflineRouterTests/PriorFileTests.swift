import RouterEngine
import Safetensors
import Testing

@testable import OfflineRouter

@Suite struct PriorFileTests {
  /// Everything that a file can have; d = 3 (one category and two columns), D = 4, embeddings of length 2.
  static func full(perArm: Bool = false) -> PriorFile {
    let matrix = (0..<16).map { $0 % 5 == 0 ? 2.0 + Double($0) : 0.125 }
    var file = PriorFile(
      rewardModels: ["a", "b\"é"], means: [[0.1, 0.2, 0.3, 0.4], [-1, 1e-300, 3, 4]],
      precision: perArm ? .perArm([matrix, matrix.map { $0 * 2 }]) : .shared(matrix), hasIntercept: true)
    file.method = "calibrated"
    file.noiseVariance = 0.1 + 0.2
    file.baseline = SharedBaseline(weights: [1, 2, 3], level: 0.7, gain: 0.45)
    file.transform = .linear(
      LinearTransform(
        center: [1, 2, 3, 4], basis: [1, 0, 0, 1, 0.5, 0.5, -1, 1], mean: [0.25, 0.5, -0.5], scale: 1.5,
        categories: ["mathé"]))
    file.penalty = 1e9
    file.gate = .closed
    file.policy = "cautious"
    file.gain = -0.001
    file.gainStandardError = 0.002
    file.pairs = 4346
    file.groups = 500
    file.seed = .max
    return file
  }

  static func head() -> PriorFile {
    var file = PriorFile(rewardModels: ["a"], means: [[1, 2]], hasIntercept: false)
    file.transform = .head(
      HeadTransform(
        weight: [1, 2, 3, 4, 5, 6, 7, 8], bias: [1, 2], layerNormWeight: [3, 4], layerNormBias: [5, 6]))
    file.classifier = PriorFile.Classifier(weights: [[7, 8]], bias: [9])
    return file
  }

  @Test func whatIsWrittenIsReadBack() throws {
    for file in [Self.full(), Self.full(perArm: true), Self.head()] {
      let bytes = try #require(file.safetensors()).encoded()
      #expect(try PriorFile(SafetensorsFile(bytes: bytes)) == file)
    }
    #expect(Self.full().dimension == 3)
    #expect(Self.full().routerPrior.baseline?.level == 0.7)
  }

  @Test func lengthsThatDoNotFitAreNotWritten() {
    var file = Self.full()
    file.means[1] = [1]
    #expect(file.safetensors() == nil)
  }

  /// As a published checkpoint has them, with tensors beside them that are not of the format.
  @Test func vectorsAloneAreAPriorInTheOrderOfTheRun() throws {
    var file = SafetensorsFile(metadata: ["format": "pt"])
    file["bt_vectors"] = Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6], element: .float32)
    file["encoder.weight"] = Tensor(shape: [1], values: [.nan])
    let prior = try PriorFile(file)
    #expect(prior == PriorFile(rewardModels: nil, means: [[1, 2, 3], [4, 5, 6]], hasIntercept: false))
  }

  private func refusal(_ change: (inout SafetensorsFile) -> Void) throws -> String {
    var file = try #require(Self.full().safetensors())
    change(&file)
    do {
      _ = try PriorFile(file)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func everyFaultHasItsSentence() throws {
    #expect(try refusal { _ in } == "")
    let cases: [(String, (inout SafetensorsFile) -> Void)] = [
      ("neither prior.mean nor bt_vectors", { $0["prior.mean"] = nil }),
      ("its format is rmtop-prior 2", { $0.metadata["version"] = "2" }),
      ("its format is other 1", { $0.metadata["format"] = "other" }),
      (
        "prior.mean has the shape [8]",
        { $0["prior.mean"] = Tensor(shape: [8], values: Array(repeating: 1, count: 8)) }
      ),
      ("K from 1 to 64", { $0["prior.mean"] = Tensor(shape: [0, 4], values: []) }),
      ("K from 1 to 64", { $0["prior.mean"] = Tensor(shape: [2, 0], values: []) }),
      (
        "prior.mean has a number that is not finite",
        {
          $0["prior.mean"] = Tensor(shape: [2, 4], values: [1, 2, 3, 4, 5, 6, 7, .infinity])
        }
      ),
      ("names 1 reward models for 2 rows", { $0.setTexts(["a"], for: "rms") }),
      ("names “a” twice", { $0.setTexts(["a", "a"], for: "rms") }),
      ("the metadata rms is not a JSON array", { $0.metadata["rms"] = "a,b" }),
      ("[4, 4] or [2, 4, 4]", { $0["prior.precision"] = Tensor(shape: [2, 2], values: [1, 2, 3, 4]) }),
      ("the metadata c0 is missing", { $0.metadata["c0"] = nil }),
      ("the metadata kappa is missing", { $0.metadata["kappa"] = nil }),
      ("kappa: expected a number of at least 0, got “-1”", { $0.metadata["kappa"] = "-1" }),
      (
        "baseline.weights has the shape [1]; expected [3]",
        {
          $0["baseline.weights"] = Tensor(shape: [1], values: [1])
        }
      ),
      ("noise_variance: expected a number above 0, got “0”", { $0.metadata["noise_variance"] = "0" }),
      ("noise_variance: expected a number above 0, got “nan”", { $0.metadata["noise_variance"] = "nan" }),
      ("intercept: expected true or false, got “maybe”", { $0.metadata["intercept"] = "maybe" }),
      ("gate: expected open or closed, got “ajar”", { $0.metadata["gate"] = "ajar" }),
      ("pairs: expected a whole number from 0, got “-3”", { $0.metadata["pairs"] = "-3" }),
      ("seed: expected a whole number from 0, got “1.5”", { $0.metadata["seed"] = "1.5" }),
      ("the metadata scale is missing", { $0.metadata["scale"] = nil }),
      ("scale: expected a number above 0, got “0”", { $0.metadata["scale"] = "0" }),
      ("names “x” twice", { $0.setTexts(["x", "x"], for: "categories") }),
      ("1 categories together 3", { $0["transform.basis"] = Tensor(shape: [4, 1], values: [1, 2, 3, 4]) }),
      ("transform.center is missing besides transform.basis", { $0["transform.center"] = nil }),
      ("transform.basis is missing besides transform.center", { $0["transform.basis"] = nil }),
      (
        "transform.mean has the shape [2]; expected [3]",
        {
          $0["transform.mean"] = Tensor(shape: [2], values: [1, 2])
        }
      ),
      (
        "transform.bias is missing besides transform.weight",
        {
          $0["transform.weight"] = Tensor(shape: [3, 2], values: [1, 2, 3, 4, 5, 6])
        }
      ),
      (
        "transform.weight has the shape [1, 3]",
        {
          $0["transform.weight"] = Tensor(shape: [1, 3], values: [1, 2, 3])
        }
      ),
      (
        "cls.bias is missing besides cls.weight",
        {
          $0["cls.weight"] = Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])
        }
      ),
      (
        "cls.weight has the shape [1, 3]; expected [2, 3]",
        {
          $0["cls.weight"] = Tensor(shape: [1, 3], values: [1, 2, 3])
        }
      ),
    ]
    for (words, change) in cases {
      let sentence = try refusal(change)
      #expect(sentence.contains(words), "\(sentence)")
    }
  }

  @Test func oneColumnIsNotOnlyAnIntercept() throws {
    var file = SafetensorsFile(metadata: ["format": "rmtop-prior", "version": "1", "intercept": "true"])
    file["prior.mean"] = Tensor(shape: [1, 1], values: [1])
    #expect(throws: PriorFileError.self) { _ = try PriorFile(file) }
  }

  /// Bytes of whole files changed at random: nothing traps, neither reading nor making contexts nor writing again.
  @Test func mutatedFilesNeverTrap() throws {
    var state: UInt64 = 11
    func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
    var accepted = 0
    for sample in [Self.full(), Self.full(perArm: true), Self.head()] {
      let bytes = try #require(sample.safetensors()).encoded()
      let header = 8 + Int(bytes[0]) + Int(bytes[1]) << 8
      for _ in 0..<1500 {
        var bytes = bytes
        for _ in 0...below(2) {
          // Digits and letters of the header more often than numbers.
          let place = below(3) == 0 ? below(bytes.count) : 8 + below(header - 8)
          bytes[place] = below(2) == 0 ? UInt8(48 + below(10)) : UInt8(below(256))
        }
        guard let tensors = try? SafetensorsFile(bytes: bytes), let file = try? PriorFile(tensors) else {
          continue
        }
        accepted += 1
        let length = file.transform?.inputLength ?? 0
        _ = file.transform?.contexts(of: [Array(repeating: 0.5, count: length)], categories: ["mathé"])
        #expect(try file.safetensors().map { try PriorFile($0) } == file)
      }
    }
    #expect(accepted > 100)
  }
}
