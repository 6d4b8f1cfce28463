"""rmtop.trl with TRL itself: run with `python -m pytest -m torch`."""

import base64
import json
import math
import os
import signal
import struct
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
import rmtop
from test_binary import BINARY, check, events
from test_router import floats

pytestmark = pytest.mark.torch
needs_binary = pytest.mark.skipif(BINARY is None, reason="no rmtop with serve in $RMTOP or .build/debug")
HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.path.join(HERE, "../examples")
RMS = ["words", "brief", "random"]


@pytest.fixture(scope="module")
def trl():
    pytest.importorskip("trl")
    import rmtop.trl

    return rmtop.trl


def run_example(name, *arguments, launcher=()):
    source = os.path.dirname(os.path.dirname(rmtop.__file__))
    environment = dict(os.environ, PYTHONPATH=source, OMP_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false")
    command = [sys.executable, *launcher, os.path.join(EXAMPLES, name), *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finished(example):
    said, _ = example.communicate(timeout=600)
    assert example.returncode == 0, said[-6000:]
    return said


def whole_log(log, decisions):
    """What must hold of any log that a training left."""
    summary = check(log)
    assert summary["decisions"] == decisions
    decided = {event["id"]: event for event in events(log, "decision")}
    answered = [event["id"] for event in events(log, "feedback")]
    assert len(decided) == decisions and set(answered) == set(decided)
    return decided


# -- integration


@needs_binary
def test_thirty_steps_of_online_dpo(folder):
    log = folder + "/run.jsonl"
    said = finished(run_example("trl_online_dpo.py", "--out", log, "--binary", BINARY))
    assert "another loss" not in said
    decided = whole_log(log, 240)
    assert sorted({event["step"] for event in decided.values()}) == list(range(1, 31))
    assert {event["rm"] for event in decided.values()} <= set(RMS)
    for pair in events(log, "pair"):
        context = struct.unpack("<32f", base64.b64decode(pair["x_f32"]))
        assert math.isclose(sum(entry * entry for entry in context), 1, rel_tol=1e-5)
        assert pair["category"] in ("moves", "rests") and pair["prompt"]
    assert events(log, "end")[0]["reason"] == "the training ended"

    # The mean of the pairs' losses is the loss that TRL says it trained with.
    told = {event["step"]: event["values"] for event in events(log, "metrics") if "loss" in event["values"]}
    steps = {}
    for event in events(log, "feedback"):
        steps.setdefault(decided[event["id"]]["step"], []).append(event)
        assert event.get("tie", False) == (event["score_a"] == event["score_b"])
    compared = 0
    for step, given in steps.items():
        if not any(event.get("tie") for event in given):
            assert math.isclose(sum(event["loss"] for event in given) / 8, told[step]["loss"], abs_tol=6e-5)
            compared += 1
    assert compared >= 5 and {"objective/kl", "rewards/margins"} <= set(told[1])


TORCHRUN = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
# With --cpu it starts one process only, without MPI.
ACCELERATE = ["-m", "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2", "--num_machines", "1"]


@needs_binary
@pytest.mark.parametrize("launcher", [TORCHRUN, ACCELERATE], ids=["torchrun", "accelerate"])
def test_two_ranks_share_one_router(folder, monkeypatch, launcher):
    log = folder + "/run.jsonl"
    monkeypatch.setenv("ACCELERATE_USE_CPU", "true")
    finished(run_example("trl_online_dpo.py", "--out", log, "--binary", BINARY, "--steps", "10", launcher=launcher))
    decided = whole_log(log, 160)
    assert [sum(id.split("-")[1] == rank for id in decided) for rank in "01"] == [80, 80]


@needs_binary
def test_a_ban_is_obeyed_and_a_killed_router_comes_back_in_the_middle(folder):
    log, socket = folder + "/run.jsonl", folder + "/socket"
    serve = [BINARY, "serve", "--socket", socket, "--log", log, "--rms", ",".join(RMS), "--headless"]
    server = subprocess.Popen(serve, stderr=subprocess.DEVNULL)
    example = run_example("trl_online_dpo.py", "--socket", socket, "--steps", "60")

    def reach(step):
        deadline = time.monotonic() + 300
        with rmtop.Router(socket) as watcher:
            while (watcher.status().get("step") or 0) < step:
                assert example.poll() is None, example.communicate()[0][-6000:]
                assert time.monotonic() < deadline
                time.sleep(0.01)

    try:
        reach(5)
        with rmtop.Router(socket) as person:
            person.ban("words", by="ada", reason="length hacking")
        reach(20)
        server.send_signal(signal.SIGKILL)
        server.wait()
        server = subprocess.Popen(serve, stderr=subprocess.DEVNULL)
        finished(example)
    finally:
        example.kill()
        server.terminate()
        assert server.wait() == 0
    decided = whole_log(log, 480)
    with open(log) as lines:
        kinds = [json.loads(line) for line in lines]
    ban = next(index for index, event in enumerate(kinds) if event["type"] == "applied")
    after = [event for event in kinds[ban:] if event["type"] == "decision"]
    assert len(after) > 200 and all(event["rm"] != "words" for event in after)
    assert len(events(log, "run")) == 1 and {event["by"] for event in decided.values()} <= {"thompson", "random"}
    whatif = subprocess.run([BINARY, "whatif", log], capture_output=True, text=True)
    assert whatif.returncode == 0, whatif.stderr


@needs_binary
def test_thirty_steps_of_grpo(folder):
    log = folder + "/run.jsonl"
    finished(run_example("trl_grpo.py", "--out", log, "--binary", BINARY))
    with open(log) as lines:
        kinds = [json.loads(line) for line in lines]
    decided = {event["id"]: event for event in kinds if event["type"] == "decision"}
    assert 60 < len(decided) <= 120  # four groups a step; equal prompts of one step are one
    assert {event["id"] for event in kinds if event["type"] == "feedback"} == set(decided)
    assert sorted({event["step"] for event in decided.values()}) == list(range(1, 31))
    rewards = {}
    for event in kinds:
        if event["type"] == "feedback" and "reward" in event:
            rewards.setdefault(decided[event["id"]]["rm"], []).append(event["reward"])
    assert all(0 <= reward <= 1 for given in rewards.values() for reward in given)
    assert sum(rewards["words"]) / len(rewards["words"]) > 0.9  # it orders answers as what is verified does
    late = [event["rm"] for event in decided.values() if event["step"] > 15]
    assert late.count("words") > len(late) / 2
    check(log)


CHAT = "{% for message in messages %}{{ message['content'] }} {% endfor %}"


@pytest.mark.parametrize(
    "config, chat",
    [
        ({"loss_type": "ipo"}, False),
        ({"missing_eos_penalty": 1.0, "gradient_accumulation_steps": 2, "beta": 0.5}, False),
        ({"max_length": 12}, True),
    ],
)
@pytest.mark.filterwarnings("error:TRL's loss")
def test_the_losses_that_are_told_are_those_that_are_trained_with(server, trl, monkeypatch, folder, config, chat):
    from trl.experimental.online_dpo import OnlineDPOConfig

    monkeypatch.syspath_prepend(EXAMPLES)
    import tiny_model

    dataset, tokenizer = tiny_model.prompts(64), tiny_model.tokenizer()
    if chat:
        tokenizer.chat_template = CHAT
        dataset = dataset.map(lambda row: {"prompt": [{"role": "user", "content": row["prompt"]}]})
    contexts = []
    with rmtop.Router(server.address) as router:
        trainer = trl.RoutedOnlineDPOTrainer(
            router=router,
            reward_models={
                "armorm": (tiny_model.classifier(3), tokenizer),
                "skywork": lambda completions, **_: [float(len(str(text))) for text in completions],
            },
            context=lambda prompts, a, b: contexts.append((prompts, a, b)) or [[float(len(str(text)))] for text in a],
            model=tiny_model.policy(), processing_class=tokenizer, train_dataset=dataset,
            args=OnlineDPOConfig(
                output_dir=folder, per_device_train_batch_size=4, max_steps=3, max_new_tokens=8, logging_steps=1,
                learning_rate=1e-2, save_strategy="no", report_to=[], use_cpu=True, bf16=False, disable_tqdm=True,
                **config,
            ),
        )  # fmt: skip
        trainer.train()
    pairs = 12 * config.get("gradient_accumulation_steps", 1)
    assert len(server.of("pair")) == len(server.of("feedback")) == pairs and len(contexts[0][0]) == 4
    assert sorted({pair["step"] for pair in server.of("pair")}) == [1, 2, 3]
    assert all(("loss" in event) != event.get("tie", False) for event in server.of("feedback"))
    assert len({event.get("loss") for event in server.of("feedback")}) > 4


# -- the parts, against a router in a thread


def scored(calls, value=len):
    def reward_model(prompts, completions, **columns):
        calls.append((list(prompts), list(completions), columns))
        return [value(text) for text in completions]

    return reward_model


PROMPTS = ["p0", "p1", "p2", "p3"] * 2
COMPLETIONS = ["a0", "a1 ", "a2", "a3  ", "b0", "b1", "b2", "b3"]
STATE = SimpleNamespace(global_step=6)


def test_a_reward_model_is_called_for_its_own_pairs_only(server, trl):
    first, second = [], []
    with rmtop.Router(server.address) as router:
        routed = trl.RoutedRewards(
            router, {"armorm": scored(first), "skywork": scored(second)},
            context=lambda prompts, a, b: [[float(len(x) - len(y))] for x, y in zip(a, b)], category="kind",
        )  # fmt: skip
        rewards = routed(
            prompts=PROMPTS, completions=COMPLETIONS, trainer_state=STATE, kind=["u", "v", "w", "x"] * 2, other=3
        )
    assert rewards == [2, 3, 2, 4, 2, 2, 2, 2]
    assert first == [(["p0", "p2"] * 2, ["a0", "a2", "b0", "b2"], {"kind": ["u", "w"] * 2, "other": 3})]
    assert second == [(["p1", "p3"] * 2, ["a1 ", "a3  ", "b1", "b3"], {"kind": ["v", "x"] * 2, "other": 3})]
    judged = routed.judged[0]
    assert [pick.rm for pick in judged.picks] == ["armorm", "skywork"] * 2
    assert judged.ties == [True, False, True, False] and judged.errors == [None] * 4
    pairs = server.of("pair")
    assert [(pair["step"], pair["category"], pair["prompt"]) for pair in pairs][1] == (7, "v", "p1")


def test_two_embeddings_go_to_a_router_with_a_prior(server, trl):
    with rmtop.Router(server.address) as router:
        models = {rm: scored([]) for rm in server.rms}
        routed = trl.RoutedRewards(router, models, context=lambda prompts, a, b: ([[1.0]], [[2.0]]))
        routed(prompts=["p"] * 2, completions=["a", "b"])
    assert {"a_f32", "b_f32"} <= set(server.of("pair")[0])


def test_a_reward_model_that_fails_is_logged_and_another_stands_in(server, trl):
    def broken(**_):
        raise ConnectionError("the endpoint is gone")

    with rmtop.Router(server.address) as router:
        for failing, why in [
            ({"skywork": broken}, "ConnectionError: the endpoint is gone"),
            ({"skywork": scored([], lambda _: None)}, "ValueError: It gave a reward of nan."),
            ({"skywork": scored([], lambda _: math.inf)}, "ValueError: It gave a reward of inf."),
            ({}, "is none of: armorm"),
        ]:
            routed = trl.RoutedRewards(router, {"armorm": scored([]), **failing}, stand_in="armorm")
            assert routed(prompts=PROMPTS, completions=COMPLETIONS) == [2, 3, 2, 4, 2, 2, 2, 2]
            errors = routed.judged[0].errors
            assert errors[::2] == [None, None] and all(why in error for error in errors[1::2])
        alone = trl.RoutedRewards(router, {"armorm": scored([]), "skywork": broken})
        with pytest.raises(ConnectionError):
            alone(prompts=PROMPTS, completions=COMPLETIONS)
    assert [event["error"] for event in server.of("feedback")] == ["ConnectionError: the endpoint is gone"] * 2


def test_wrong_arguments_are_sentences(server, trl):
    router = rmtop.Router(server.address)
    with pytest.raises(ValueError, match="no reward model to route to"):
        trl.RoutedRewards(router, {})
    with pytest.raises(ValueError, match="stand_in is 'x', which is none of: a"):
        trl.RoutedRewards(router, {"a": len}, stand_in="x")
    with pytest.raises(ValueError, match="no column 'kind'"):
        trl.RoutedRewards(router, {"a": len}, category="kind")(prompts=["p"] * 2, completions=["a", "b"])


def test_a_policys_context_does_not_hang_on_the_order_and_is_the_same_everywhere(trl):
    import torch

    means = torch.randn(6, 40, generator=torch.Generator().manual_seed(1))
    context = trl.PolicyContext(dim=16)(means)
    assert context.shape == (3, 16)
    assert torch.allclose(context.norm(dim=1), torch.ones(3))
    assert torch.allclose(trl.PolicyContext(dim=16)(means.roll(3, 0)), context)
    assert not torch.allclose(trl.PolicyContext(dim=16, seed=1)(means), context)
    narrow = trl.PolicyContext(dim=200)(means)
    features = torch.cat(((means[:3] + means[3:]) / 2, (means[:3] - means[3:]).abs()), 1)
    assert torch.allclose(narrow, torch.nn.functional.normalize(features, dim=1))


def test_groups_meet_one_reward_model_and_the_router_hears_how_well_it_ordered_them(server, trl):
    first, second = [], []
    models = {"armorm": scored(first), "skywork": scored(second, lambda text: -len(text))}

    def verify(prompts, completions, **columns):
        return [1.0 if text.endswith("  ") else None if text == "?" else 0.0 for text in completions]

    prompts = ["p0"] * 3 + ["p1"] * 3 + ["p2"] * 3
    completions = ["x  ", "x", "y "] + ["z", "z  ", "?"] + ["a", "b", "c"]
    with rmtop.Router(server.address) as router, rmtop.Router(server.address) as other:
        grouped = trl.GroupRewards(router, models, verify)
        rewards = grouped(prompts=prompts, completions=completions, trainer_state=STATE)
        again = trl.GroupRewards(other, models, verify)  # another rank, with a part of the first group
        again(prompts=prompts[2:3], completions=completions[2:3], trainer_state=STATE)
    assert rewards == [3, 1, 2, -1, -3, -1, 1, 1, 1]
    assert [call[1] for call in first] == [["x  ", "x", "y ", "a", "b", "c"], ["y "]]
    assert [call[1] for call in second] == [["z", "z  ", "?"]]
    told = [(event.get("reward"), event.get("tie")) for event in server.of("feedback")]
    assert told[:3] == [(1.0, None), (0.0, None), (None, True)]
    assert len(server.decisions) == 3 and server.of("pair")[0]["step"] == 7
    assert floats(server.of("pair")[0]) == [1]


def test_a_group_whose_context_differs_in_another_rank_gets_the_recorded_decision(server, trl):
    def refuse(connection, event):
        if event["type"] == "pair" and event["id"] in server.decisions and "x_f32" in event:
            return ("id_reused", "It was asked for with another context.")
        return None

    server.on_line = refuse
    with rmtop.Router(server.address) as router:
        for context in (1.0, 1.5):
            rewards = trl.GroupRewards(
                router, {rm: scored([]) for rm in server.rms}, lambda completions, **_: [0.0] * len(completions),
                embed=lambda prompts, context=context: [[context]] * len(prompts),
            )  # fmt: skip
            assert rewards(prompts=["p", "q"], completions=["1", "2"]) == [1, 1]
    assert len(server.decisions) == 2


def test_metrics_that_are_no_numbers_are_left_out(server, trl):
    with rmtop.Router(server.address) as router:
        callback = trl.RouterCallback(router)
        for rank_zero in (True, False):
            state = SimpleNamespace(global_step=4, is_world_process_zero=rank_zero)
            callback.on_log(None, state, None, logs={"loss": 0.5, "name": "x", "kl": float("nan")})
    assert [(event["step"], sorted(event["values"])) for event in server.of("metrics")] == [(4, ["kl", "loss"])]
