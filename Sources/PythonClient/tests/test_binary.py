"""Router against the real `rmtop serve`, with the real logs read by the real program."""

import dataclasses
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest
import rmtop

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "../../.."))


def find_binary():
    for binary in (os.environ.get("RMTOP"), os.path.join(ROOT, ".build/debug/rmtop")):
        if binary and os.path.exists(binary):
            if subprocess.run([binary, "serve", "--help"], capture_output=True).returncode == 0:
                return binary
    return None


BINARY = find_binary()
pytestmark = [
    pytest.mark.binary,
    pytest.mark.skipif(BINARY is None, reason="no rmtop with serve in $RMTOP or .build/debug"),
]
RMS = ["armorm", "skywork", "grm"]


@pytest.fixture
def log(folder):
    return folder + "/run.jsonl"


def start(log, **more):
    return rmtop.Router.start(log=log, rms=RMS, binary=BINARY, **more)


def events(log, kind):
    with open(log) as lines:
        return [event for event in map(json.loads, lines) if event["type"] == kind]


def check(log):
    """No fault, no remark, and what the summary says."""
    checked = subprocess.run([BINARY, "check", log], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    return json.loads(subprocess.run([BINARY, "summary", "--json", log], capture_output=True, check=True).stdout)


def context(step, pair):
    return [0.25 * step, float(pair), -1.0]


def test_fifteen_lines_route_a_run(log):
    with start(log, settings={"exploration": 0.5, "reward": {"clip": 3}}) as router:
        for step in range(12):
            picks = router.select([context(step, pair) for pair in range(8)], step=step, category="math", prompt="2+2")
            losses = {"armorm": 0.2, "skywork": 0.9, "grm": 0.6}
            router.feedback(picks, [losses[pick.rm] + 0.01 * index for index, pick in enumerate(picks)], latency_ms=2)
            router.metrics(step, {"loss": 0.5})
        status = router.status()
        assert status["decisions"] == 96 and status["writable"]
        router.end("done")
    summary = check(log)
    assert summary["decisions"] == 96, summary
    run = events(log, "run")[0]
    assert run["router"]["exploration"] == 0.5 and run["router"]["reward"]["clip"] == 3
    logged = {event["id"]: event for event in events(log, "decision")}
    assert all(logged[pick.id]["rm"] == pick.rm and logged[pick.id]["p"] == pick.propensity for pick in picks)
    assert len(events(log, "feedback")) == 96 and len(events(log, "metrics")) == 12
    assert events(log, "end")[0]["reason"] == "done"


def test_bans_are_obeyed_and_refusals_say_why(log):
    with start(log) as router:
        router.ban("armorm", by="ada", reason="length hacking")
        router.pin("grm", category="code")
        picks = router.select([context(1, pair) for pair in range(40)], step=1, category=["code", "math"] * 20)
        assert {pick.rm for pick in picks[::2]} == {"grm"}
        assert {pick.rm for pick in picks[1::2]} <= {"skywork", "grm"}
        for call, code in [
            (lambda: router.ban("nobody"), "unknown_rm"),
            (lambda: router.select([[1.0]], step=1), "dimension"),
            (lambda: router.select([context(9, 9)], step=1, ids=[picks[0].id]), "id_reused"),
        ]:
            with pytest.raises(rmtop.RouterError) as caught:
                call()
            assert caught.value.code == code
        again = router.select([context(1, 0)], step=1, ids=[picks[0].id])[0]
        assert again.repeated and again.rm == picks[0].rm
    check(log)


def server_of(router):
    """The process id of the router's own rmtop, the shell's child that is no `cat`."""
    shell = router._server._process.pid
    for child in subprocess.run(["pgrep", "-P", str(shell)], capture_output=True, text=True).stdout.split():
        if "serve" in subprocess.run(["ps", "-o", "args=", "-p", child], capture_output=True, text=True).stdout.split():
            return int(child)
    raise AssertionError("there is no server")


def test_a_killed_router_is_started_again_and_goes_on_with_the_same_run(log):
    picks = []
    with start(log, session="s") as router:
        for step in range(10):
            if step in (3, 7):
                os.kill(server_of(router), signal.SIGKILL)
            new = router.select([context(step, pair) for pair in range(6)], step=step)
            router.feedback(new, [0.1 * index for index in range(6)])
            picks += new
    assert check(log)["decisions"] == 60
    logged = {event["id"]: event["rm"] for event in events(log, "decision")}
    assert logged == {pick.id: pick.rm for pick in picks}
    assert len(events(log, "decision")) == 60 and len(events(log, "run")) == 1
    assert len({event["id"] for event in events(log, "feedback")}) == 60


def test_a_router_that_is_gone_for_good_leaves_a_training_that_ends(log, monkeypatch):
    with start(log, on_error="fixed:grm", timeout=20, session="s") as router:
        router.select([context(0, 0)], step=0)
        os.kill(server_of(router), signal.SIGKILL)
        monkeypatch.setattr(router._server, "command", ["/bin/false"])
        router.timeout = 0.5
        picks = router.select([context(1, pair) for pair in range(4)], step=1)
        router.feedback(picks, 0.5)
        assert [pick.rm for pick in picks] == ["grm"] * 4
    with start(log, session="t") as router:  # the log is whole, and free
        assert router.status()["decisions"] == 1


def test_what_went_without_the_router_is_in_its_log(log, folder):
    path = folder + "/s"
    command = [BINARY, "serve", "--socket", path, "--log", log, "--rms", ",".join(RMS), "--headless"]
    first = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    router = rmtop.Router(path, on_error="fixed:grm", timeout=20, session="s")
    try:
        router.feedback(router.select([context(0, pair) for pair in range(3)], step=0), 0.5)
        router.flush()
    finally:
        first.kill()
        first.wait()
    router.timeout = 0.2
    router.feedback(router.select([context(1, pair) for pair in range(3)], step=1), 0.25)
    second = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        router.timeout, router._PROBE, router._probe_at = 20, 20, 0
        assert not router.select([context(2, 0)], step=2)[0].is_fallback
        router.close()
    finally:
        second.terminate()
        assert second.wait() == 0
    note = events(log, "note")[0]
    assert note["level"] == "warn" and "without the router at step 1: 3 (s-3 to s-5)" in note["text"]
    assert check(log)["decisions"] == 4


def test_a_killed_trainer_leaves_no_server_behind(log):
    code = (
        "import rmtop, sys\n"
        f"router = rmtop.Router.start(log={log!r}, rms={RMS!r}, binary={BINARY!r})\n"
        "router.select([[1.0]], step=1)\n"
        "print(router._server._process.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    source = os.path.dirname(os.path.dirname(rmtop.__file__))
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=source
    ) as trainer:
        shell = int(trainer.stdout.readline())
        trainer.kill()
    deadline = time.monotonic() + 20
    while group_is_alive(shell):
        assert time.monotonic() < deadline, "the server outlives its trainer"
        time.sleep(0.01)
    with start(log) as router:
        assert router.status()["decisions"] == 1


def test_it_stops_at_once_though_a_forked_child_lives_on(log):
    router = start(log)
    router.select([[1.0]], step=1)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(write)
        os.read(read, 1)  # until the test closes the other end
        os._exit(0)
    shell = router._server._process
    router._server.stop(seconds=60)
    assert shell.returncode == 0 and not group_is_alive(shell.pid)
    router.close()
    os.close(write)
    os.waitpid(child, 0)


def group_is_alive(leader):
    """Whether any process of the group runs; one that has ended and that nobody has waited for does not."""
    listed = subprocess.run(["ps", "-o", "stat=", "-g", str(leader)], capture_output=True, text=True).stdout
    return any(not state.startswith("Z") for state in listed.split())


def test_what_cannot_start_says_why(log, folder):
    with pytest.raises(rmtop.RouterUnavailable, match="no program '/nowhere/rmtop'"):
        rmtop.Router.start(log=log, rms=RMS, binary="/nowhere/rmtop")
    with pytest.raises(rmtop.RouterUnavailable, match=r"(?s)rmtop serve ended with code 64: .*exploration"):
        start(log, settings={"exploration": -1})
    with start(log):
        with pytest.raises(rmtop.RouterUnavailable, match="rmtop serve ended with code"):
            start(log, timeout=20)  # the log is taken
        with pytest.raises(rmtop.RouterUnavailable, match="rmtop serve ended with code"):
            rmtop.Router.start(log=folder + "/no/such/folder/log", rms=RMS, binary=BINARY)


def test_many_clients_share_a_run(log):
    with start(log) as owner:
        results = []

        def rank(number):
            with rmtop.Router(owner.path, session=f"rank{number}") as router:
                for step in range(10):
                    picks = router.select([context(step, pair) for pair in range(5)], step=step)
                    router.feedback(picks, 0.1 * number)
                    results.extend(picks)

        ranks = [threading.Thread(target=rank, args=(number,)) for number in range(6)]
        for thread in ranks:
            thread.start()
        for thread in ranks:
            thread.join()
    logged = {event["id"]: event["rm"] for event in events(log, "decision")}
    assert len(results) == 300 and logged == {pick.id: pick.rm for pick in results}
    assert check(log)["decisions"] == 300


def test_ranks_of_one_job_and_a_router_that_is_killed_again_and_again(log, folder):
    """Nothing is decided twice, nothing is lost, and nobody is told what the log does not have."""
    path, steps, ranks = folder + "/s", 60, 4
    command = [BINARY, "serve", "--socket", path, "--log", log, "--rms", ",".join(RMS), "--headless"]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    together, seen, troubles, done = threading.Barrier(ranks), [], [], threading.Condition()

    def rank(number):
        try:
            with rmtop.Router(path, session=f"rank{number}", timeout=60) as router:
                for step in range(steps):
                    together.wait(120)
                    picks = router.select([context(step, pair) for pair in range(10)], step=step)
                    router.feedback(picks, 0.1 * number)
                    with done:
                        seen.extend(picks)
                        done.notify_all()
        except BaseException as error:
            troubles.append(error)
            together.abort()

    threads = [threading.Thread(target=rank, args=(number,)) for number in range(ranks)]
    try:
        for thread in threads:
            thread.start()
        for kill in range(1, 6):
            with done:
                done.wait_for(lambda: len(seen) > kill * 350 or troubles, 120)
            server.kill()
            server.wait()
            server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        for thread in threads:
            thread.join()
    finally:
        server.terminate()
        server.wait()
    assert not troubles, troubles
    decided = [(event["id"], event["rm"]) for event in events(log, "decision")]
    assert len(decided) == steps * ranks * 10 and dict(decided) == {pick.id: pick.rm for pick in seen}
    assert {event["id"] for event in events(log, "feedback")} == {id for id, _ in decided}
    assert check(log)["decisions"] == len(decided)


def test_tcp_wants_the_token(log, folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open(folder + "/token", "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write("open sesame\n")
    with start(log, arguments=["--tcp", f"127.0.0.1:{port}", "--token-file", folder + "/token"]) as owner:
        with rmtop.Router(f"tcp:127.0.0.1:{port}", token="open sesame") as router:
            pick = router.select([context(1, 1)], step=1)[0]
            assert owner.select(None, ids=[pick.id], step=1)[0] == dataclasses.replace(pick, repeated=True)
        with pytest.raises(rmtop.RouterError) as caught:
            rmtop.Router(f"tcp:127.0.0.1:{port}", token="sesame").select([context(1, 1)], step=1)
        assert caught.value.code == "not_authorised"
    assert check(log)["decisions"] == 1


def test_a_prior_names_the_reward_models(log, folder):
    seeded = random.Random(1)
    with open(folder + "/judged.jsonl", "w") as judged:
        for number in range(200):
            row = [seeded.gauss(0, 1), seeded.gauss(0, 1)]
            labels = {"left": int(row[0] > 0), "right": int(row[1] > 0)}
            judged.write(json.dumps({"type": "judged", "id": str(number), "x": row, "labels": labels}) + "\n")
    prior = folder + "/prior.safetensors"
    subprocess.run([BINARY, "train", folder + "/judged.jsonl", "-o", prior], check=True, capture_output=True)
    with rmtop.Router.start(log=log, prior=prior, binary=BINARY) as router:
        assert router.select([[1.0, 0.0]], step=1)[0].rm in ("left", "right")
    assert [rm["id"] for rm in events(log, "run")[0]["rms"]] == ["left", "right"]


def test_a_run_log_of_ones_own_is_without_fault(log, folder):
    with rmtop.RunLog(log, RMS, dim=3, settings={"intercept": True, "reward": {"normalise": "welford"}}) as own:
        for step in range(5):
            picks = own.select(
                [context(step, pair) for pair in range(3)], RMS, step=step, by="fixed", propensity=1 / 3, prompt="2+2"
            )
            own.feedback(picks, [0.5, None, 1.0], errors=[None, None, "timed out"], ties=[False, False, False])
            own.metrics(step, {"loss": float("nan"), "kl": 0.1})
        ctl = folder + "/ctl"
        subprocess.run([BINARY, "ctl", "--control", ctl, "ban", "grm", "--reason", "slow"], check=True)
        for control in own.poll_controls(ctl):
            own.applied(control, step=5)
        own.end()
    summary = check(log)
    assert summary["decisions"] == 15
    assert events(log, "applied")[0]["ok"] is True and events(log, "control")[0]["rm"] == "grm"
