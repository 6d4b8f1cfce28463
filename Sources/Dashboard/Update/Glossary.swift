/// What the words and signs on the screen mean, for the help overlay.
enum Glossary {
  static let rows: [(word: String, meaning: String)] = [
    ("share", "how often an RM was chosen: of the last 256 decisions, now: since its ban"),
    (
      "mean ±sd",
      "posterior mean of its score over a sample of the run's contexts, and its standard deviation"
    ),
    ("P(best)", "the exact probability that its score is the greatest, banned RMs compared too"),
    ("reward", "mean raw reward of the RM (−loss); of the run the mean of its last 16 batches"),
    ("↗ ↘", "which way a number goes, where that is more than noise; flat: it does not"),
    ("▽ △", "the table is sorted by this column: the greatest first, or the least"),
    ("▴ ▾", "in charts: there are samples beyond this edge; in their titles how many"),
    ("┃ ┇ ┊", "in charts: a person's control, an alarm, what else happened (restart, end)"),
    ("├──●──┤", "mean ± one sd, all rows on one axis; ╵ is the prior's mean, ┊ zero"),
    ("▲", "an alarm: a condition that stands; what the log shows, never why"),
    ("below belief", "a drift: the RM's rewards are lower (above: higher) than its posterior says"),
    ("by category", "the RM that took most of the last 64 decisions of each category, and its share"),
    ("tie", "a pair whose two answers the RM scored alike: it teaches the router nothing"),
    ("entropy", "how even the choices are, from 0 (one RM) to 1 (all alike)"),
    ("calls saved", "RM calls that asking every RM about every pair would have cost more"),
    ("innovation", "a reward less what the posterior had said, in units of what it had expected to be off"),
    ("CUSUM", "a sum of innovations that grows while rewards come higher, or lower, than the posterior says"),
    ("≠ trainer", "logged scores differ from rmtop's own fold of the same log"),
    ("faults", "lines of the log that are no event; rmtop check names each"),
    ("late", "feedback that came after the routing step had moved on; it is used all the same"),
    ("ESS", "in what-if: of how many of the recorded decisions the answer is worth"),
    ("p", "propensity: the probability with which the router chose this RM for this pair"),
  ]
}
