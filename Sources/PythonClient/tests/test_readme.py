"""What the repository's README shows, run as it stands there."""

import os
import subprocess
import sys

import pytest
import rmtop
from test_binary import BINARY, ROOT, check, pytestmark  # noqa: F401: these tests want the real program too
from test_trl import EXAMPLES


def shown(name):
    """The code between the README's marks of this name."""
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as readme:
        text = readme.read().partition(f"<!-- {name} -->\n```python\n")[2].partition(f"\n```\n<!-- /{name} -->")[0]
    assert text and len(text.splitlines()) <= 20
    return text


def test_plain_pytorch(folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("RMTOP", BINARY)
    seen = []

    class Losses(list):
        def mean(self):
            return sum(self) / len(self)

    def dpo_losses(pairs, judged_by):
        assert len(pairs) == len(judged_by) and set(judged_by) <= {"armorm", "skywork"}
        return Losses(0.1 * pair for pair in pairs)

    exec(
        shown("plain"),
        {
            "batches": [[1, 2, 3]] * 5, "embed": lambda pairs: [[float(pair), 1.0] for pair in pairs],
            "dpo_losses": dpo_losses, "optimize": seen.append,
        },
    )  # fmt: skip
    assert len(seen) == 5
    assert check("run.jsonl")["decisions"] == 15


@pytest.mark.torch
def test_trl(folder, monkeypatch):
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(EXAMPLES)
    pytest.importorskip("trl")
    import tiny_model
    import trl.experimental.online_dpo as online_dpo

    config = online_dpo.OnlineDPOConfig

    def tiny(**shown):
        return config(**dict(shown, max_steps=3, max_new_tokens=8, per_device_train_batch_size=4, save_strategy="no",
                             report_to=[], use_cpu=True, bf16=False, disable_tqdm=True))  # fmt: skip

    monkeypatch.setattr(online_dpo, "OnlineDPOConfig", tiny)
    serve = [BINARY, "serve", "--socket", "router.sock", "--log", "run.jsonl", "--rms", "armorm,skywork", "--headless"]
    server = subprocess.Popen(serve, stderr=subprocess.DEVNULL)
    try:
        exec(
            shown("trl"),
            {
                "armorm": tiny_model.classifier(1), "armorm_tokenizer": tiny_model.tokenizer(),
                "a_reward_function": lambda completions, **_: [float(len(text)) for text in completions],
                "policy": tiny_model.policy(), "tokenizer": tiny_model.tokenizer(), "prompts": tiny_model.prompts(64),
            },
        )  # fmt: skip
    finally:
        server.terminate()
        assert server.wait() == 0
    assert check("run.jsonl")["decisions"] == 12


def test_the_packages_readme_names_calls_that_exist():
    with open(os.path.join(ROOT, "Sources/PythonClient/README.md"), encoding="utf-8") as readme:
        table = [line.split("|")[1] for line in readme if line.startswith("| `")]
    calls = [call.partition("(")[0] for cell in table for call in cell.split("`")[1::2]]
    names = [call for call in calls if not call.startswith("examples/")]
    assert len(names) > 10
    for name in names:
        assert hasattr(rmtop, name) or hasattr(rmtop.Router, name), name
    for example in set(calls) - set(names):
        assert os.path.exists(os.path.join(ROOT, "Sources/PythonClient", example)), example


def test_the_examples_are_python_that_this_python_reads():
    for name in sorted(os.listdir(EXAMPLES)):
        if name.endswith(".py"):
            subprocess.run([sys.executable, "-m", "py_compile", os.path.join(EXAMPLES, name)], check=True)
