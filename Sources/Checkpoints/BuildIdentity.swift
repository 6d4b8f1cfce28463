import CKernels
import Files
import LinearAlgebra
import RouterEngine

/// Who wrote a checkpoint: its bytes mean nothing to another build, and its numbers would not be those of other
/// kernels.
enum BuildIdentity {
  /// One line of text; `nil` where the program cannot read itself.
  static let line: String? = {
    guard let program = programDigest else { return nil }
    return "build \(program), BLAS kernels \(BLAS.kernels), instruction level \(rmtop_instruction_level())"
  }()

  private static let programDigest: String? = {
    guard let path = programPath, let bytes = try? FileBytes.read(path: path, sizeLimit: 1 << 30) else {
      return nil
    }
    var digest = StateDigest()
    bytes.withUnsafeBytes { digest.combine(bytes: $0) }
    return String(digest.value, radix: 16)
  }()

  private static var programPath: String? {
    #if os(Linux)
      return "/proc/self/exe"
    #else
      return CommandLine.arguments.first
    #endif
  }
}
