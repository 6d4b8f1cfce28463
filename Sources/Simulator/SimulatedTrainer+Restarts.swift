import RunEvents

extension SimulatedTrainer {
  func dueRestart(after step: Int) -> MessPlan.Restart? {
    guard restartsDone < mess.restarts.count, mess.restarts[restartsDone].step == step else { return nil }
    return mess.restarts[restartsDone]
  }

  /// The trainer died and goes on from its last checkpoint. Feedback that was under way then comes all the same,
  /// for decisions that the new process has not made.
  mutating func begin(_ restart: MessPlan.Restart) -> [SimulatedLine] {
    let step = max(0, restart.step - restart.back)
    restartsDone += 1
    phase = .pair(step: step, index: 0)
    for offset in routed.indices { routed[offset].dueStep = step }
    let text = "trainer restarted from the checkpoint of step \(step)"
    let note = line(.note(NoteEvent(level: .warn, text: text)))
    guard restart.writesHeader else { return [note] }
    router.startSegment()
    return [line(.run(header)), note]
  }
}
