import RouterEngine
import Safetensors
import Testing

@testable import OfflineRouter

@Suite struct PriorFileDecodeTests {
  private func read(_ change: (inout SafetensorsFile) -> Void) throws -> PriorFile {
    var file = try #require(PriorFileTests.full().safetensors())
    change(&file)
    return try PriorFile(file)
  }

  private func refusal(_ change: (inout SafetensorsFile) -> Void) -> String {
    do {
      _ = try read(change)
      return ""
    } catch { return "\(error)" }
  }

  private func bare(_ shape: [Int], hasIntercept: Bool = false) -> SafetensorsFile {
    var file = SafetensorsFile(
      metadata: [
        "format": "rmtop-prior", "version": "1", "intercept": hasIntercept ? "true" : "false",
      ])
    file["prior.mean"] = Tensor(shape: shape, values: Array(repeating: 0.5, count: shape.reduce(1, *)))
    return file
  }

  @Test func theLimitsThemselvesAreTaken() throws {
    #expect(try PriorFile(bare([64, 1])).means.count == 64)
    #expect(throws: PriorFileError.self) { try PriorFile(bare([65, 1])).dimension }
    #expect(try PriorFile(bare([1, 4097], hasIntercept: true)).dimension == 4096)
    #expect(throws: PriorFileError.self) { try PriorFile(bare([1, 4098], hasIntercept: true)).dimension }
    #expect(try PriorFile(bare([1, 4096])).dimension == 4096)
    #expect(throws: PriorFileError.self) { try PriorFile(bare([1, 4097])).dimension }
  }

  @Test func zeroIsANumberWhereItMayBe() throws {
    let file = try read {
      $0.metadata["lambda"] = "0"
      $0.metadata["gain_se"] = "0"
      $0.metadata["kappa"] = "0"
      $0.metadata["c0"] = "1"
    }
    #expect(file.penalty == 0 && file.gainStandardError == 0)
    #expect(file.baseline?.gain == 0 && file.baseline?.level == 1)
  }

  /// A later version may hold anything: it is not read as a checkpoint's vectors either.
  @Test func vectorsUnderALaterVersionAreRefused() {
    var file = SafetensorsFile(metadata: ["format": "rmtop-prior", "version": "2"])
    file["bt_vectors"] = Tensor(shape: [1, 2], values: [1, 2])
    #expect(throws: PriorFileError.self) { try PriorFile(file) }
  }

  @Test func tensorsOfOtherLengthsAreRefused() {
    #expect(
      refusal {
        $0["transform.basis"] = Tensor(shape: [0, 2], values: [])
        $0["transform.center"] = Tensor(shape: [0], values: [])
      }.contains("transform.basis has the shape [0, 2]"))
    #expect(
      refusal { $0["cls.weight"] = Tensor(shape: [2, 2], values: [1, 2, 3, 4]) }
        .contains("cls.weight has the shape [2, 2]; expected [2, 3]"))
    #expect(
      refusal { $0["transform.weight"] = Tensor(shape: [3, 3], values: Array(repeating: 1, count: 9)) }
        .contains("transform.weight has the shape [3, 3]; expected [3, 2m]"))
    #expect(
      refusal { $0["transform.center"] = Tensor(shape: [5], values: [1, 2, 3, 4, 5]) }
        .contains("transform.center has the shape [5]; expected [4]"))
  }
}
