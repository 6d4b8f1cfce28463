import Foundation
import TestSupport
import Testing

/// `serve --prior`: what stands beside a log that is there already.
struct ServePriorTests {
  /// The run of the log starts from that file: another one in its place would be its end.
  @Test func aRunThatIsThereKeepsItsPriorFileWhateverIsAskedFor() throws {
    let folder = try TemporaryFolder()
    let prior = try #require(Bundle.module.resourceURL).appendingPathComponent(
      "Golden/Priors/per-batch.prior.safetensors")
    try folder.write(
      #"{"type":"run","version":1,"run":"r","rms":[{"id":"x"},{"id":"y"}]}"# + "\n", to: "run.jsonl")
    try folder.write("kept", to: "run.jsonl.prior.safetensors")
    let run = try ProgramRun(
      ["serve", "--socket", "s", "--log", "run.jsonl", "--prior", prior.path, "--headless"], in: folder)
    #expect(run.status == 64, "\(run.errors)")
    #expect(run.errors.contains("is of another run"), "\(run.errors)")
    #expect(try folder.text("run.jsonl.prior.safetensors") == "kept")
  }
}
