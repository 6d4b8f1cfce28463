import CKernels

/// Runs kernels as a processor of a lower level would; on one that is lower itself, as that one does.
package func atInstructionLevel<Result>(_ level: Int32, _ body: () throws -> Result) rethrows -> Result {
  let before = rmtop_limit_instruction_level(level)
  defer { _ = rmtop_limit_instruction_level(before) }
  return try body()
}

package let instructionLevels: [Int32] = [0, 1, 2]
