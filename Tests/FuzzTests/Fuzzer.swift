import Foundation

/// libFuzzer's way in: `make fuzz` names the target by RMTOP_FUZZ_TARGET. Not part of `swift test`.
private let target: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["RMTOP_FUZZ_TARGET"] ?? ""
  guard let target = FuzzTarget(rawValue: name) else { fatalError("RMTOP_FUZZ_TARGET names no target") }
  return target
}()

@_cdecl("LLVMFuzzerTestOneInput")
package func runOneInput(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
  do {
    try target.run(UnsafeRawBufferPointer(start: start, count: count))
  } catch {
    fatalError("\(error)")
  }
  return 0
}
