package import Router
import StateCoding

extension RunState {
  /// The state as bytes, for the same build on the same kind of processor: `Checkpoints` sees to that.
  ///
  /// Not in them: what is made again when somebody looks (factors, policies), and the prior file, which is asked for
  /// again.
  ///
  /// - Complexity: O(state): its matrices and remembered ids are copied once.
  package var savedBytes: [UInt8] { stateBytes(of: self) }

  /// The state of `savedBytes`: whatever is folded next, it and the one saved have the same digest.
  ///
  /// - Parameter priors: finds the prior file that the log names, where it names one.
  /// - Throws: where these are not the bytes of a state, or the prior file that it was made with is not there any more,
  ///   or is there now.
  package init(saved bytes: UnsafeRawBufferPointer, priors: PriorLoader) throws {
    self = try state(RunState.self, from: bytes)
    guard router.resume(priors: priors) else { throw RunStateSavingError.priorFileChanged }
  }
}

package enum RunStateSavingError: Error, Equatable {
  case priorFileChanged
}
