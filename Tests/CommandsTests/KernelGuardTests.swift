import Foundation
import LinearAlgebra
import TestSupport
import Testing

@testable import Commands

@Suite struct KernelGuardTests {
  @Test func rightKernelsPass() {
    #expect(KernelGuard.verdict(nil, picked: "Zen", asked: nil, safe: "Prescott") == .fine)
    #expect(KernelGuard.verdict(nil, picked: "Zen", asked: "Prescott", safe: nil) == .fine)
  }

  @Test func wrongKernelsStartAgainOnce() {
    let first = KernelGuard.verdict(.solve, picked: "Zen", asked: nil, safe: "Prescott")
    guard case .startAgain("Prescott", let sentence) = first else {
      Issue.record("not started again: \(first)")
      return
    }
    #expect(
      sentence
        == "OpenBLAS computes a wrong solve on this processor with its Zen kernels: started again with "
        + "OPENBLAS_CORETYPE=Prescott")
    // The user's own choice is not the safe one.
    let chosen = KernelGuard.verdict(.product, picked: "Haswell", asked: "Haswell", safe: "Prescott")
    guard case .startAgain = chosen else {
      Issue.record("not started again: \(chosen)")
      return
    }
  }

  /// The safe kernels are wrong themselves; the library obeys nobody; none are known to be safe.
  @Test(arguments: [("Prescott", nil, "Prescott"), ("Zen", "Prescott", "Prescott"), ("Power9", nil, nil)])
  func whatDoesNotHelpStops(picked: String, asked: String?, safe: String?) {
    let verdict = KernelGuard.verdict(.factor, picked: picked, asked: asked, safe: safe)
    guard case .stop(let sentence) = verdict else {
      Issue.record("went on: \(verdict)")
      return
    }
    #expect(sentence.contains("OPENBLAS_CORETYPE") && sentence.contains("its \(picked) kernels"))
  }

  #if DEBUG && arch(x86_64)
    private let log =
      [
        #"{"type":"run","version":1,"run":"r","rms":[{"id":"a"},{"id":"b"}],"dim":1}"#,
        #"{"type":"decision","id":"1","rm":"a","step":0,"x":[1]}"#,
        #"{"type":"feedback","id":"1","loss":0.5}"#,
        #"{"type":"end"}"#,
      ].joined(separator: "\n") + "\n"

    /// Standard input is read by the second start: the first has taken nothing of it.
    @Test func theProgramStartsAgainAndSaysSo() throws {
      let folder = try TemporaryFolder()
      let plain = try ProgramRun(["summary", "-"], in: folder, input: Data(log.utf8))
      let again = try ProgramRun(
        ["summary", "-"], in: folder, input: Data(log.utf8),
        environment: ["RMTOP_WRONG_KERNELS": "picked", "OPENBLAS_CORETYPE": "Nehalem"])
      #expect(again.status == 0 && again.output == plain.output)
      #expect(
        again.errors.hasPrefix("rmtop: OpenBLAS computes a wrong product on this processor with its Nehalem"))
      #expect(again.errors.hasSuffix("started again with OPENBLAS_CORETYPE=Prescott\n"))
    }

    @Test func theProgramStopsWhereThatDoesNotHelp() throws {
      let folder = try TemporaryFolder()
      let run = try ProgramRun(
        ["summary", "-"], in: folder, input: Data(log.utf8),
        environment: ["RMTOP_WRONG_KERNELS": "all", "OPENBLAS_CORETYPE": "Nehalem"])
      #expect(run.status == 70 && run.output.isEmpty)
      let lines = run.errors.split(separator: "\n")
      #expect(lines.count == 2 && lines.last?.contains("another value of OPENBLAS_CORETYPE") == true)
    }

    /// What makes no posterior does not pay, and does not fail.
    @Test func whatMakesNoPosteriorIsNotChecked() throws {
      let folder = try TemporaryFolder()
      let run = try ProgramRun(
        ["ctl", "ban", "a", "--control", folder.file("c")], in: folder,
        environment: ["RMTOP_WRONG_KERNELS": "all"])
      #expect(run.status != 70 && !run.errors.contains("OPENBLAS_CORETYPE"))
    }
  #endif
}
