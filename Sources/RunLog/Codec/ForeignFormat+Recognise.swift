import JSON
import RunEvents

extension ForeignFormat {
  /// The format of a line that is no JSON object, by how it begins.
  ///
  /// - Complexity: O(1): no more than the first 512 bytes are looked at.
  init?(text line: UnsafeRawBufferPointer) {
    let beginning = String(decoding: line.prefix(512), as: UTF8.self).drop { $0 == " " || $0 == "\t" }
    if Self.stateKeys.contains(where: { beginning.hasPrefix("\"\($0)\":") }) {
      self = .huggingFaceState
    } else if beginning.hasPrefix("{'"), Self.consoleKeys.contains(where: { beginning.contains("'\($0)': ") })
    {
      self = .huggingFaceConsole
    } else if let actor = Self.rayActor(beginning) {
      self =
        Self.openRLHFActors.contains { actor.contains($0) }
        ? .openRLHFConsole : Self.verlActors.contains { actor.hasPrefix($0) } ? .verlConsole : .rayConsole
    } else if beginning.hasPrefix("Train epoch ["), beginning.contains("it/s]") || beginning.contains("s/it")
    {
      self = .openRLHFConsole
    } else if beginning.hasPrefix("step:"), beginning.contains(" - "), beginning.contains("/") {
      self = .verlConsole
    } else {
      return nil
    }
  }

  /// Fields that `trainer_state.json` has near its head, one on a line.
  private static let stateKeys = [
    "log_history", "best_metric", "best_model_checkpoint", "best_global_step", "is_hyper_param_search",
    "is_world_process_zero",
  ]
  private static let consoleKeys = ["loss", "eval_loss", "learning_rate", "train_runtime"]
  private static let openRLHFActors = ["ModelRayActor", "ModelActor", "LLMRayActor", "remote_rm_fn_ray"]
  private static let verlActors = ["TaskRunner", "WorkerDict", "main_task"]

  /// `ActorModelRayActor` of `(ActorModelRayActor pid=92468) …`, as Ray begins the lines of its workers.
  private static func rayActor(_ beginning: Substring) -> Substring? {
    guard beginning.first == "(", let end = beginning.firstIndex(of: ")") else { return nil }
    let inside = beginning[beginning.index(after: beginning.startIndex)..<end]
    guard let space = inside.firstIndex(of: " "), inside[space...].hasPrefix(" pid="),
      inside[space...].dropFirst(5).first?.isNumber == true
    else { return nil }
    return inside[..<space]
  }
}

extension JSONObject {
  /// The format of an object without a `type`, by its fields.
  var foreignFormat: ForeignFormat? {
    func has(_ name: StaticString) -> Bool { field(name) != nil }
    if field("log_history")?.isArray == true { return .huggingFaceState }
    if has("current_steps"), has("total_steps") { return .llamaFactoryLog }
    if has("_step"), has("_timestamp") || has("_runtime") { return .wandbHistory }
    if has("policy_loss"), has("global_step") { return .openRLHFConsole }
    let step = field("step") ?? field("global_step")
    guard step?.meantWholeNumber != nil else { return nil }
    if let data = field("data"), JSONObject(data, .inside("data"), remarks) != nil { return .verlMetrics }
    return fields.contains {
      $0.value.number != nil && $0.key.string != "step" && $0.key.string != "global_step"
    }
      ? .plainMetrics : nil
  }
}
