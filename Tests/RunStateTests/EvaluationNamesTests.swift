import Testing

@testable import RunState

@Suite struct EvaluationNamesTests {
  /// As TRL, verl, OpenRLHF, lighteval, lm-eval and papers name them.
  @Test(arguments: [
    "eval/win_rate", "eval_win_rate", "eval_accuracy", "test.accuracy", "val/accuracy", "winrate",
    "win-rate/vs-ref",
    "win_rate", "judge_score", "eval/judge_score", "acc", "acc_norm", "acc,none", "acc_norm,none",
    // TRL
    "eval_rewards/accuracies", "eval_rewards/margins", "eval_reward", "eval_mean_token_accuracy",
    "eval_avg_win_prob",
    "Eval/Rewards/Margins",
    // verl
    "val-core/openai/gsm8k/reward/mean@8", "val-core/lighteval/MATH/acc/best@8/mean",
    "val-core/x/acc/maj@8/mean",
    "val/test_score/openai/gsm8k", "val-aux/openai/gsm8k/score/mean@1", "val-aux/math/acc/worst@8/mean",
    // OpenRLHF
    "eval/math_pass1", "eval/aime24_pass8", "eval/acc_mean", "eval/reward_mean",
    // lighteval and others
    "pass@1", "math_pass@1:1_samples", "maj@8", "extractive_match", "exact_match", "exact_match,strict-match",
    "prompt_level_strict_acc,none", "lighteval|gsm8k|0/em", "held_out/score", "benchmark/gsm8k",
    "alpaca_eval/lc_winrate",
  ]) func moreIsBetter(name: String) { #expect(EvaluationNames.better(name) == .more) }

  @Test(arguments: [
    "eval/loss", "eval_loss", "eval/eval_loss", "eval_nll_loss", "val/toxicity", "eval/toxicity/mean",
    "test/perplexity",
    "eval_perplexity", "eval/kl", "eval/objective/kl", "eval_kl", "val/error_rate", "test/wer",
    "eval/hallucination_rate", "eval/bits_per_byte", "benchmark/harmfulness",
  ]) func lessIsBetter(name: String) { #expect(EvaluationNames.better(name) == .less) }

  @Test(arguments: [
    // TRL
    "loss", "rewards/accuracies", "rewards/accuracy", "rewards/margins", "rewards/chosen", "logps/rejected",
    "objective/kl",
    "objective/scores", "objective/rlhf_reward", "policy/approxkl_avg", "val/clipfrac_avg", "val/ratio",
    "val/ratio_var",
    "val/num_eos_tokens", "val/contain_eos_token", "val/sequence_lengths", "eval_runtime",
    "eval_samples_per_second",
    "eval_steps_per_second", "eval_rewards/chosen", "eval_rewards/rejected", "eval_logps/chosen",
    "eval_logits/rejected",
    "eval_num_tokens", "eval_reward_std", "eval_frac_reward_zero_std", "eval_completions/mean_length",
    "eval_completions/clipped_ratio", "eval_entropy", "kl", "reward", "reward_std", "grad_norm",
    "learning_rate",
    "mean_token_accuracy", "train_loss", "train_runtime", "epoch", "beta", "train/accuracy",
    // verl
    "actor/kl_loss", "actor/pg_clipfrac", "actor/entropy", "critic/score/mean", "critic/rewards/mean",
    "critic/vf_explained_var", "response_length/mean", "response_length/clip_ratio", "prompt_length/max",
    "timing_s/testing", "timing_per_token_ms/gen", "perf/throughput", "global_seqlen/mean",
    "training/global_step",
    "val-core/openai/gsm8k/reward/std@8", "val-aux/num_turns/mean", "val-aux/math/acc/best@8/std",
    // OpenRLHF
    "train/policy_loss", "train/reward", "train/kl", "train/response_length", "eval/response_length",
    "eval/chosen_reward", "eval/reject_reward", "policy_loss", "total_length",
    // lighteval, lm-eval
    "acc_stderr,none", "acc_norm_stderr", "word_perplexity,none", "val/response_length", "latest", "contest",
    "rate",
    "win", "pass", "", "medieval", "latency/test",
  ]) func isNotWatched(name: String) { #expect(EvaluationNames.better(name) == nil) }
}
