"""Online DPO with TRL, routed by rmtop: a tiny random model on a CPU, three reward models, 30 steps, no downloads.

    python trl_online_dpo.py --out run.jsonl                # starts a router of its own ($RMTOP, or rmtop on the PATH)
    python trl_online_dpo.py --socket /tmp/router.sock      # asks one that runs: rmtop serve --rms words,brief,random
    ACCELERATE_USE_CPU=true torchrun --nproc_per_node 2 trl_online_dpo.py --out run.jsonl    # two ranks, one router
    rmtop watch run.jsonl                                   # in a second terminal

On the CPU `accelerate launch --cpu --num_processes 2` starts one process alone, as long as MPI is not there to start the
others; its launcher of several processes is behind --multi_gpu, also where there is no GPU:

    ACCELERATE_USE_CPU=true accelerate launch --multi_gpu --num_processes 2 trl_online_dpo.py --out run.jsonl
"""

import argparse
import tempfile

import rmtop.trl
import tiny_model
from trl.experimental.online_dpo import OnlineDPOConfig


def words(prompts, completions, **columns):
    """Likes completions of many different words: what the policy can learn here."""
    return [len(set(text.split())) / 4 for text in completions]


def brief(prompts, completions, **columns):
    """Likes short ones."""
    return [-len(text.split()) / 8 for text in completions]


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
        router = rmtop.trl.connect(
            log=chosen.out, rms=list(reward_models), binary=chosen.binary, on_error="fixed:words"
        )
    with router, tempfile.TemporaryDirectory() as folder:
        trainer = rmtop.trl.RoutedOnlineDPOTrainer(
            router=router,
            reward_models=reward_models,
            context=rmtop.trl.PolicyContext(dim=32),
            category="kind",
            model=tiny_model.policy(),
            processing_class=tiny_model.tokenizer(),
            train_dataset=tiny_model.prompts(),
            args=OnlineDPOConfig(
                output_dir=folder,
                per_device_train_batch_size=8,
                max_steps=chosen.steps,
                learning_rate=1e-3,
                max_new_tokens=12,
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
