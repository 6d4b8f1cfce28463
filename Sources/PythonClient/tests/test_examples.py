"""The examples that need torch alone."""

import os
import subprocess
import sys

import pytest
import rmtop
from test_binary import BINARY, check, events

HERE = os.path.dirname(os.path.abspath(__file__))


@pytest.mark.torch
@pytest.mark.skipif(BINARY is None, reason="no rmtop with serve in $RMTOP or .build/debug")
def test_plain_pytorch_learns_and_the_router_finds_the_right_reward_model(folder):
    pytest.importorskip("torch")
    log = folder + "/run.jsonl"
    environment = dict(os.environ, PYTHONPATH=os.path.dirname(os.path.dirname(rmtop.__file__)), RMTOP=BINARY)
    script = os.path.join(HERE, "../examples/plain_pytorch.py")
    subprocess.run([sys.executable, script, log], env=environment, check=True)
    with open(script) as lines:
        assert len(lines.readlines()) <= 60
    assert check(log)["decisions"] == 60 * 32
    late = [event["rm"] for event in events(log, "decision") if event["step"] >= 40]
    assert late.count("right") > 0.6 * len(late)
    best = [event["values"]["eval/best_answer"] for event in events(log, "metrics")]
    assert sum(best[-10:]) > 2 * sum(best[:10])
