"""GRPO with TRL, routed by rmtop: each group of answers meets one reward model. A tiny random model, no downloads.

    python trl_grpo.py --out run.jsonl                # starts a router of its own ($RMTOP, or rmtop on the PATH)
    python trl_grpo.py --socket /tmp/router.sock      # asks one that runs: rmtop serve --rms words,brief,random

What the router is told of a group is how well its reward model orders the answers by a reward that can be verified
(`rmtop.agreement`), where the group's answers differ in it; else that nothing can be said. That is ours: the
published method routes preference pairs by their DPO loss, and does not cover groups. Replace `agreement` by a function
of your own (`value=`) where you have something better, and measure before you trust it.
"""

import argparse
import tempfile

import rmtop.trl
import tiny_model
from trl import GRPOConfig, GRPOTrainer
from trl_online_dpo import brief, words


def verified(prompts, completions, **columns):
    """What can be checked here: does the answer have at least eight different words?"""
    return [float(len(set(text.split())) >= 8) for text in completions]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--socket", help="the socket of a running rmtop serve")
    options.add_argument("--out", default="run.jsonl", help="the log of a router of its own (default: run.jsonl)")
    options.add_argument("--binary", help="the rmtop to start it with")
    options.add_argument("--steps", type=int, default=30)
    chosen = options.parse_args()

    reward_models = {"words": words, "brief": brief, "random": (tiny_model.classifier(7), tiny_model.tokenizer())}
    if chosen.socket:
        router = rmtop.trl.connect(chosen.socket, on_error="fixed:words")
    else:
        router = rmtop.trl.connect(log=chosen.out, rms=list(reward_models), binary=chosen.binary)
    with router, tempfile.TemporaryDirectory() as folder:
        trainer = GRPOTrainer(
            model=tiny_model.policy(),
            processing_class=tiny_model.tokenizer(),
            reward_funcs=rmtop.trl.GroupRewards(router, reward_models, verified),
            train_dataset=tiny_model.prompts(),
            callbacks=[rmtop.trl.RouterCallback(router)],
            args=GRPOConfig(
                output_dir=folder,
                per_device_train_batch_size=16,
                num_generations=4,
                max_completion_length=12,
                max_steps=chosen.steps,
                learning_rate=1e-3,
                logging_steps=1,
                save_strategy="no",
                report_to=[],
                use_cpu=True,
                bf16=False,
                disable_tqdm=True,
            ),
        )
        trainer.train()


if __name__ == "__main__":
    main()
