import Files
import Foundation
import LinearAlgebra

/// What is done where OpenBLAS computes wrong results with the kernels that it has picked.
///
/// The library picks them while it is loaded, by the processor or by OPENBLAS_CORETYPE, so that another choice takes
/// another start of the program: nothing has been read or written by then.
struct KernelGuard {
  /// Kernels that every processor of the kind has, and every library; `nil` where none are known.
  static let safeKernels: String? = {
    #if arch(x86_64)
      "Prescott"
    #elseif arch(arm64)
      "ARMV8"
    #else
      nil
    #endif
  }()

  static let variable = "OPENBLAS_CORETYPE"

  enum Verdict: Equatable {
    case fine
    /// With the kernels of this name.
    case startAgain(kernels: String, sentence: String)
    case stop(sentence: String)
  }

  /// - Parameters:
  ///   - fault: what the check found.
  ///   - picked: the library's name of its kernels.
  ///   - asked: OPENBLAS_CORETYPE as it stands: where it names the safe kernels this may be the second start, of a
  ///     library that takes no orders.
  ///   - safe: kernels to start again with.
  static func verdict(
    _ fault: KernelCheck.Fault?, picked: String, asked: String?, safe: String? = safeKernels
  ) -> Verdict {
    guard let fault else { return .fine }
    let finding = "OpenBLAS computes a wrong \(fault.rawValue) on this processor with its \(picked) kernels"
    guard let safe, picked != safe, asked != safe else {
      return .stop(
        sentence:
          "\(finding), and no posterior can be trusted: a newer OpenBLAS, or another value of \(variable), "
          + "may be right")
    }
    return .startAgain(kernels: safe, sentence: "\(finding): started again with \(variable)=\(safe)")
  }

  /// Checks the library, and starts the program again where that may help.
  ///
  /// - Throws: a failure where it does not.
  static func check() throws {
    let asked = ProcessInfo.processInfo.environment[variable]
    switch verdict(fault(asked: asked), picked: BLAS.kernels, asked: asked) {
    case .fine: return
    case .stop(let sentence): throw CommandFailure(.wrongArithmetic, sentence)
    case .startAgain(let kernels, let sentence):
      StandardError.write("rmtop: " + sentence)
      setenv(variable, kernels, 1)
      let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      execv(program ?? CommandLine.arguments[0], CommandLine.unsafeArgv)
      throw CommandFailure(
        .wrongArithmetic,
        "the program cannot be started again (\(SystemFailure.last.reason)): set \(variable)=\(kernels)"
      )
    }
  }

  private static func fault(asked: String?) -> KernelCheck.Fault? {
    #if DEBUG
      // Wrong kernels on demand, for the tests of what follows: debug builds only.
      switch ProcessInfo.processInfo.environment["RMTOP_WRONG_KERNELS"] {
      case "all": return .product
      case "picked" where asked != safeKernels: return .product
      default: break
      }
    #endif
    return KernelCheck(.openBLAS).fault()
  }
}
