package import RouterEngine
import StateCoding

/// Finds the prior file that a log names; the state itself does no input or output.
///
/// What it answers must be a function of the name and the digest alone for as long as it is used: a state that is
/// folded again, from its beginning or from a checkpoint, asks again.
package struct PriorLoader: Remade, Sendable {
  package enum Outcome: Equatable, Sendable {
    case loaded(RouterPrior)
    /// A sentence that names the file, safe to print.
    case refused(String)
  }

  let load: @Sendable (_ name: String, _ sha256: String) -> Outcome

  /// - Parameter load: called with the plain file name and the SHA-256, 64 hexadecimal digits, as the log has them.
  package init(_ load: @escaping @Sendable (_ name: String, _ sha256: String) -> Outcome) {
    self.load = load
  }

  package init() { self = .none }

  /// For states that are folded from events alone.
  package static let none = PriorLoader { _, _ in
    .refused("router.prior is a file, and files are not looked for here")
  }
}
