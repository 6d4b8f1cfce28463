import RunEvents
import RunLog
import Testing
import Wording

@Suite struct ForeignFormatTests {
  private func format(_ line: String) -> ForeignFormat? {
    if case .fault(let reason) = EventDecoder().decode(line) { reason.format } else { nil }
  }

  @Test(arguments: [
    (#"  "best_metric": null,"#, ForeignFormat.huggingFaceState), (#"  "log_history": ["#, .huggingFaceState),
    (#"{"best_metric":null,"log_history":[{"loss":0.7,"step":5}],"global_step":5}"#, .huggingFaceState),
    (#"{'loss': 0.69, 'grad_norm': 3.1, 'learning_rate': 5e-07, 'epoch': 0.02}"#, .huggingFaceConsole),
    (#"{'eval_loss': nan, 'epoch': 1.0}"#, .huggingFaceConsole),
    (#"{"current_steps": 5, "total_steps": 40, "loss": 1.5, "elapsed_time": "0:00:09"}"#, .llamaFactoryLog),
    (#"{"step": 3, "data": {"actor/entropy": 0.4, "critic/kl": NaN}}"#, .verlMetrics),
    (#"(TaskRunner pid=811) step:4 - actor/entropy:0.2 - val/acc:0.5"#, .verlConsole),
    (#"step:4 - actor/entropy:0.2 - perf/mfu:0.5"#, .verlConsole),
    (#"(PolicyModelActor pid=77) loading"#, .openRLHFConsole),
    (#"(LLMRayActor pid=77, ip=10.0.0.2) INFO engine"#, .openRLHFConsole),
    (#"Train epoch [1/2]:  42%|####      | 27/64 [00:41<00:57,  1.55s/it, pg=0.01]"#, .openRLHFConsole),
    (#"{"policy_loss": 0.1, "kl": 0.002, "global_step": 9}"#, .openRLHFConsole),
    (#"(raylet pid=77) spilled"#, .rayConsole),
    (#"{"_step": 4, "_runtime": 9.5, "_timestamp": 1.7e9, "loss": 0.5}"#, .wandbHistory),
    (#"{"step": 4, "loss": 0.5}"#, .plainMetrics), (#"{"global_step": "4", "loss": 0.5}"#, .plainMetrics),
  ])
  func aForeignLineIsKnownByItsShape(line: String, expected: ForeignFormat) {
    #expect(format(line) == expected)
  }

  @Test(arguments: [
    "{'a': 1}",
    "# Train epoch", #"{"type":"decision","id":"a","x":[NaN]}"#, "[1,2]", "(a", "()", "( pid=)",
  ])
  func otherLinesAreNotGuessedAt(line: String) {
    #expect(format(line) == nil)
  }

  @Test func sentencesArePrintableAndNameTheFile() {
    for format in ForeignFormat.allCases {
      #expect(format.advice == printableText(format.advice) && !format.advice.hasSuffix("."))
      #expect(format.advice.contains("metrics"))
    }
  }
}
