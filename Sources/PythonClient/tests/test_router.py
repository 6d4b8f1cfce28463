"""Router against a router that does what each test wants of it."""

import base64
import logging
import os
import shutil
import struct
import subprocess
import sys
import threading
import time

import pytest
import rmtop
from fake_server import FakeServer


def floats(event, key="x_f32"):
    data = base64.b64decode(event[key])
    return list(struct.unpack(f"<{len(data) // 4}f", data))


# -- what is asked and said


def test_picks_feedback_metrics_and_notes_arrive_as_documented(server):
    with rmtop.Router(server.address, session="cafe") as router:
        picks = router.select([[1, 0.5], [0, 2]], step=7, category=["math", None], prompt="2+2")
        assert [pick.id for pick in picks] == ["cafe-0", "cafe-1"]
        assert picks[0] == rmtop.Pick("cafe-0", "armorm", 0.5, 7, "math", "thompson", False)
        router.feedback(picks, [0.5, None], scores_a=[1, 2], latency_ms=3.5, labels={"armorm": True})
        router.metrics(7, {"loss": 0.25, "objective/kl": float("nan")})
        router.note("evaluated", "warn")
        assert router.end("done")
    pair = server.of("pair")[0]
    assert (pair["step"], pair["category"], pair["prompt"], floats(pair)) == (7, "math", "2+2", [1, 0.5])
    first, second = server.of("feedback")
    assert (first["id"], first["loss"], first["score_a"], first["latency_ms"]) == ("cafe-0", 0.5, 1, 3.5)
    assert first["labels"] == {"armorm": 1} and "tie" not in first
    assert second["loss"] is None and second["score_a"] == 2
    assert server.of("metrics")[0]["values"]["loss"] == 0.25
    assert server.of("note")[0]["level"] == "warn" and server.of("end")[0]["reason"] == "done"


def test_an_error_goes_before_a_tie_and_a_tie_before_a_loss(server):
    with rmtop.Router(server.address) as router:
        picks = router.select(ids=["1", "2", "3"])
        router.feedback(picks, [0.1, 0.2, 0.3], ties=[True, True, False], errors=["timed out", None, None])
    told = [{key: event.get(key) for key in ("loss", "tie", "error")} for event in server.of("feedback")]
    assert told == [
        {"loss": None, "tie": None, "error": "timed out"},
        {"loss": None, "tie": True, "error": None},
        {"loss": 0.3, "tie": None, "error": None},
    ]
    assert [sum(key in event for key in ("loss", "tie", "error")) for event in server.of("feedback")] == [1, 1, 1]


def test_pairs_without_a_context_and_with_embeddings(server):
    with rmtop.Router(server.address) as router:
        assert len(router.select()) == 1
        assert len(router.select(prompt=["a", "b", "c"])) == 3
        assert len(router.select(prompt=[{"role": "user", "content": "one prompt"}])) == 1
        router.select(a=[[1.0, 2.0]], b=[[3.0, 4.0]])
        router.select([[], []])
    pairs = server.of("pair")
    assert pairs[4]["prompt"] == "one prompt" and not any("x" in pair or "x_f32" in pair for pair in pairs)
    assert (floats(pairs[5], "a_f32"), floats(pairs[5], "b_f32")) == ([1, 2], [3, 4])
    assert len(pairs) == 8


def test_controls_are_answered_and_refusals_are_sentences(server):
    with rmtop.Router(server.address) as router:
        assert router.pin("armorm", steps=20, by="ada", reason="slow").ok
        with pytest.raises(rmtop.RouterError, match="There is no such reward model") as caught:
            router.ban("nobody")
        assert caught.value.code == "refused" and caught.value.of == "control"
        assert router.unpin().ok and router.unban("armorm").ok
        assert router.status()["writable"] is True
    control = server.of("control")[0]
    assert (control["action"], control["steps"], control["by"]) == ("pin", 20, "ada") and "category" not in control
    assert len({control["seq"] for control in server.of("control")}) == 4


def test_ids_never_collide_between_ranks_and_sessions(server, monkeypatch):
    with rmtop.Router(server.address, session="s") as router:
        assert [pick.id for pick in router.select(ids=[7, "x"])] == ["7", "x"]
        assert router.select()[0].id == "s-0"
    monkeypatch.setenv("RANK", "3")
    with rmtop.Router(server.address, session="s") as router:
        assert router.select()[0].id == "s-3-0"
    with rmtop.Router(server.address) as one, rmtop.Router(server.address) as two:
        assert one.select()[0].id != two.select()[0].id
    assert server.seen[-1].get("rank", 3) == 3 and {"rank": 3}.items() <= server.seen[4].items()


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda r: r.select([[1, float("nan")]], ids=["p"]), r"pair p has an entry that is not finite: nan at index 1"),
        (lambda r: r.select([[1.0]], ids=["p", "q"]), r"ids has 2 entries for 1 pairs"),
        (lambda r: r.select(ids=["p", "p"]), r"'p' is there twice"),
        (lambda r: r.select(ids=["p" * 257]), r"1 to 256 bytes"),
        (lambda r: r.select(step=1.5), r"A step is a whole number"),
        (lambda r: r.select(step=-1), r"A step is a whole number"),
        (lambda r: r.select([[1.0]], category=["a", "b"]), r"category has 2 entries for 1 pairs"),
        (lambda r: r.select([[1.0]], a=[[1.0]], b=[[1.0]]), r"not both"),
        (lambda r: r.select(a=[[1.0]]), r"come in twos"),
        (lambda r: r.select("text"), r"expected numbers in rows, got str"),
        (lambda r: r.select([["1", "2"]]), r"expected numbers in rows, got str"),
        (lambda r: r.select([[1, "2"]]), r"a row of numbers holds '2'"),
        (lambda r: r.feedback("p"), r"losses, rewards, ties or errors"),
        (lambda r: r.feedback("p", 1, rewards=1), r"not both"),
        (lambda r: r.feedback(["p", "q"], [1]), r"losses has 1 entries for 2 pairs"),
        (lambda r: r.feedback("p", errors=[None]), r"no loss, no reward, no tie and no error"),
        (lambda r: r.feedback("p", "0.5"), r"expected a number, got the text '0.5'"),
        (lambda r: r.metrics(1, {"loss": "low"}), r"The metric loss: expected a number"),
        (lambda r: r.note("x", "loud"), r"info, warn or error"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_sent(server, call, sentence):
    with rmtop.Router(server.address) as router:
        with pytest.raises((ValueError, TypeError), match=sentence):
            call(router)
    assert server.seen == []


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        ({"path": "tcp:host:0"}, "tcp:HOST:PORT"),
        ({"path": "tcp:127.0.0.1:9"}, "wants a token"),
        ({"path": "/" + "p" * 120}, "1 to 103 bytes"),
        ({"path": "p", "on_error": "random"}, "fixed:RM"),
        ({"path": "p", "on_error": "fixed:"}, "fixed:RM"),
        ({"path": "p", "timeout": 0}, "above 0"),
    ],
)
def test_arguments_are_checked(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        rmtop.Router(**arguments)


# -- the connection


def test_a_large_batch_cannot_deadlock_with_a_router_that_waits_for_its_answers_to_be_read(server):
    """The fake stops reading while an answer of it is not read, as any router with bounded buffers does."""
    long_prompt = "p" * 16_000
    with rmtop.Router(server.address) as router:
        picks = router.select([[0.1] * 64] * 4000, step=1, prompt=long_prompt)
    assert len(picks) == 4000 and len(server.of("pair")) == 4000


def test_tcp_sends_the_token_first(server):
    with FakeServerOnTCP(token="secret") as tcp:
        with rmtop.Router(tcp.address, token="secret") as router:
            assert router.select()[0].rm == "armorm"
        assert tcp.seen[0]["type"] == "hello" and tcp.seen[0]["token"] == "secret"
        with pytest.raises(rmtop.RouterError, match="The token is not the router's") as caught:
            rmtop.Router(tcp.address, token="wrong", on_error="fixed:armorm").select()
        assert caught.value.code == "not_authorised"


class FakeServerOnTCP(FakeServer):
    def __init__(self, **more):
        super().__init__(("127.0.0.1", 0), **more)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_connection_loses_no_line_and_decides_nothing_twice(server, when):
    """Dropped in the middle of the second step, before or after the router took the pair."""

    def drop(connection, event):
        return "drop" if connection == 1 and event.get("id") == "s-6" and event["type"] == "pair" else None

    setattr(server, "on_line" if when == "before" else "after_line", drop)
    with rmtop.Router(server.address, session="s") as router:
        first = router.select([[1.0]] * 4, step=1)
        router.feedback(first, [0.1, 0.2, 0.3, 0.4])
        second = router.select([[1.0]] * 4, step=2)
        router.feedback(second, 0.5)
    assert server.connections == 2
    assert [pick.repeated for pick in second] == [False, False, when == "after", False]
    assert {pick.id: pick.rm for pick in first + second} == {id: d["rm"] for id, d in server.decisions.items()}
    assert [pair["id"] for pair in server.of("pair")] == [f"s-{n}" for n in range(8)]
    assert sorted({event["id"] for event in server.of("feedback")}) == [f"s-{n}" for n in range(8)]


def test_feedback_after_the_last_answer_is_sent_again_and_what_an_answer_confirmed_is_not(server):
    server.on_line = lambda connection, event: "drop" if connection == 1 and event.get("id") == "late" else None
    with rmtop.Router(server.address) as router:
        router.feedback(router.select(ids=["early"]), 0.1)
        router.feedback(router.select(ids=["b"]), 0.2)
        router.select(ids=["late"])
    sent = [event["id"] for event in server.seen if event["type"] == "feedback"]
    assert sent == ["early", "b", "b"]


def test_unanswered_lines_are_confirmed_now_and_then(server):
    with rmtop.Router(server.address) as router:
        for step in range(5000):
            router.metrics(step, {"loss": 1})
            assert router._unconfirmed < 3000
        assert router.flush() and router._unconfirmed == 0
    assert len(server.of("metrics")) == 5000


@pytest.mark.parametrize("code", ["busy", "log_unwritable"])
def test_busy_and_unwritable_are_asked_again(server, code):
    refused = []

    def refuse(connection, event):
        if event["type"] in ("pair", "feedback") and refused.count(event["type"]) < 3 - (event["type"] == "feedback"):
            refused.append(event["type"])
            return (code, "Not now.")
        return None

    server.on_line = refuse
    with rmtop.Router(server.address) as router:
        picks = router.select([[1.0]] * 3, step=1)
        router.feedback(picks, [1, 2, 3])
    assert refused == ["pair"] * 3 + ["feedback"] * 2
    assert [event["loss"] for event in server.of("feedback")] == [3, 1, 2]
    assert [pick.rm for pick in picks] == ["armorm", "skywork", "armorm"]


def test_what_stays_unwritable_is_an_error_with_the_routers_reason(server):
    server.on_line = lambda connection, event: ("log_unwritable", "The disk is full.") if "id" in event else None
    router = rmtop.Router(server.address, timeout=0.3)
    with pytest.raises(rmtop.RouterUnavailable, match="within 0.3 s: The disk is full"):
        router.select()


def test_refusals_name_the_pair_and_keep_the_other_picks(server):
    refusal = ("dimension", "The run's contexts have 3 numbers.")
    server.on_line = lambda connection, event: refusal if event.get("id") == "b" else None
    with rmtop.Router(server.address, on_error="fixed:armorm") as router:
        with pytest.raises(rmtop.RouterError, match="The run's contexts have 3 numbers") as caught:
            router.select([[1.0]] * 3, ids=["a", "b", "c"])
        error = caught.value
        assert (error.code, error.id, error.of) == ("dimension", "b", "pair")
        assert [pick and pick.rm for pick in error.picks] == ["armorm", None, "skywork"]
        assert router.select(ids=["d"])[0].rm == "armorm"


def test_refused_feedback_is_raised_at_the_next_call(server):
    server.on_line = lambda connection, event: ("bad_field", "No such pair.") if event["type"] == "feedback" else None
    with rmtop.Router(server.address) as router:
        router.feedback("unknown", 0.5)
        with pytest.raises(rmtop.RouterError, match="No such pair") as caught:
            router.flush()
        assert caught.value.id == "unknown" and router.flush()


def test_nobody_there_and_nobody_answering_are_errors_in_time(server, folder):
    with pytest.raises(rmtop.RouterUnavailable, match="No such file"):
        rmtop.Router(folder + "/nothing", timeout=0.1).select()
    answer = threading.Event()
    server.on_line = lambda connection, event: answer.wait(20) and None if event["type"] == "pair" else None
    router = rmtop.Router(server.address, timeout=0.2)
    with pytest.raises(rmtop.RouterUnavailable, match="within 0.2 s: it did not answer in time"):
        router.select(ids=["1"])
    answer.set()
    router.timeout = 20
    assert router.select(ids=["2"])[0].id == "2"  # and not the answer to 1
    router.close()


def test_an_interrupted_call_leaves_no_answer_to_the_next_one(server, monkeypatch):
    with rmtop.Router(server.address) as router:
        router.select(ids=["1"])
        with monkeypatch.context() as patched:
            patched.setattr(rmtop.client._Connection, "pump", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                router.select(ids=["2"])
        assert router.select(ids=["3"])[0].id == "3"
    assert server.connections == 2


def test_a_router_that_answers_out_of_order_is_not_believed(server):
    accepted = server._accepted
    server._accepted = lambda event: dict(accepted(event), **({"id": "other"} if event["type"] == "pair" else {}))
    with pytest.raises(rmtop.RouterUnavailable, match="that nobody asked for"):
        rmtop.Router(server.address, timeout=0.3).select()


# -- without a router


def test_a_dead_router_does_not_stop_the_training_and_the_log_says_what_went_without(folder, caplog):
    server = FakeServer(folder + "/socket")
    router = rmtop.Router(server.address, timeout=0.2, on_error="fixed:skywork", session="s")
    router._PROBE = 0.1
    kept = router.select([[1.0]] * 2, step=1)
    server.close()
    router.feedback(kept, [0.1, 0.2])
    with caplog.at_level(logging.WARNING):
        for step in (2, 3):
            picks = router.select([[1.0]] * 3, step=step)
            assert [(pick.rm, pick.by, pick.propensity) for pick in picks] == [("skywork", "fallback", None)] * 3
            assert all(pick.is_fallback for pick in picks)
            router.feedback(picks, [0.5, 0.7, float("nan")])
    assert sum("until it is back" in record.message for record in caplog.records) == 1
    with pytest.raises(rmtop.RouterUnavailable):
        router.status()

    again = FakeServer(folder + "/socket")
    again.decisions = server.decisions
    router._probe_at = 0
    picks = router.select([[1.0]], step=4)
    assert not picks[0].is_fallback
    router.close()
    note = again.of("note")[0]
    assert note["level"] == "warn"
    assert "Pairs given to skywork without the router from step 2 to 3: 6 (s-2 to s-7)." in note["text"]
    assert "no decision: 6: 4 finite, mean 0.6." in note["text"]
    kinds = [(event["type"], event.get("id")) for event in again.log]
    assert kinds.index(("note", None)) < kinds.index(("pair", "s-8"))
    assert [event["id"] for event in again.of("feedback")] == ["s-0", "s-1"]  # nothing for pairs without a decision
    again.close()


def test_feedback_that_comes_when_the_router_is_back_is_counted_in_the_log_too(folder):
    router = rmtop.Router(folder + "/socket", timeout=0.1, on_error="fixed:skywork", session="s")
    router._PROBE = 5
    alone = router.select(step=1)
    server = FakeServer(folder + "/socket")
    router._probe_at = 0
    router.select(step=2)
    router.feedback(alone, 0.25)
    router.close()
    notes = [event["text"] for event in server.of("note")]
    assert len(notes) == 2 and "s-0" in notes[0] and "no decision: 1: 1 finite, mean 0.25" in notes[1]
    server.close()


def test_a_router_that_is_away_costs_one_time_out_and_not_one_a_step(folder):
    router = rmtop.Router(folder + "/socket", timeout=0.2, on_error="fixed:a")
    router.select(step=0)
    router._probe_at = float("inf")
    router._exchange = None  # nothing is tried
    for step in range(1000):
        router.feedback(router.select(step=step), 1.0)
    assert router._outage.pairs == 1001


def test_a_router_that_cannot_write_is_away_until_it_can(server, caplog):
    """It answers hello and status all the while: neither may pass for being back."""
    unwritable = threading.Event()
    unwritable.set()
    accepted = server._accepted

    def refuse(connection, event):
        reads = event["type"] in ("hello", "status")
        return ("log_unwritable", "The disk is full.") if unwritable.is_set() and not reads else None

    server.on_line = refuse
    server._accepted = lambda event: (
        dict(accepted(event), writable=False) if event["type"] == "status" and unwritable.is_set() else accepted(event)
    )
    with rmtop.Router(server.address, timeout=0.2, on_error="fixed:skywork", session="s") as router:
        for step in range(4):
            assert router.select(step=step)[0].is_fallback
            router._probe_at = 0
        asked = sum(event["type"] == "pair" for event in server.seen)
        assert "socket is back" not in caplog.text and asked <= 2  # those of the first call alone
        unwritable.clear()
        router.timeout = 20
        assert not router.select(step=4)[0].is_fallback
    notes = [event["text"] for event in server.of("note")]
    assert len(notes) == 1 and "step 0 to 3: 4 (s-0 to s-3). " in notes[0] and "The disk is full." in notes[0]


def test_a_router_that_is_back_gets_a_whole_time_out_for_its_answers(folder):
    """Not the short one of the question whether it is there."""
    router = rmtop.Router(folder + "/socket", timeout=0.05, on_error="fixed:skywork")
    router.select(step=0)
    server = FakeServer(folder + "/socket")
    allowed = []
    exchange = router._exchange
    router._exchange = lambda done, deadline: (allowed.append(deadline - time.monotonic()), exchange(done, deadline))
    router._PROBE, router._probe_at, router.timeout = 10, 0, 300
    assert not router.select(step=1)[0].is_fallback
    assert allowed[0] <= 10 and allowed[1] > 200
    router.close()
    server.close()


def test_nothing_asked_is_nothing_answered(server):
    with rmtop.Router(server.address) as router:
        assert router.select([]) == [] and router.select(ids=[]) == []
        router.feedback([], [])
    assert server.seen == []


def test_an_outage_keeps_bounded_memory(folder, monkeypatch):
    monkeypatch.setattr(rmtop.client, "_MOST_KEPT", 50)
    router = rmtop.Router(folder + "/socket", timeout=0.05, on_error="fixed:a")
    router._PROBE = 5
    router.select(ids=[f"{n * 7 % 1000}x" for n in range(1000)], step=1)
    router._probe_at = float("inf")
    for step in range(200):
        router.metrics(step, {"loss": step})
    assert len(router._waiting) == 50 and len(router._outage._ranges) == 64
    server = FakeServer(folder + "/socket")
    router._probe_at = 0
    assert router.flush()
    router.close()
    text = server.of("note")[0]["text"]
    assert "and 936 more" in text and "more than 50 waited: 150." in text
    assert [event["step"] for event in server.of("metrics")] == list(range(150, 200))
    server.close()


def test_a_router_that_never_comes_back_is_not_an_error_of_the_training(folder, caplog):
    with rmtop.Router(folder + "/socket", timeout=0.05, on_error="fixed:a") as router:
        router.feedback(router.select(), 1.0)
        router.metrics(1, {"loss": 1})
    assert "The router is still away: 1 lines were not confirmed." in caplog.text
    with pytest.raises(rmtop.RmtopError, match="was closed"):
        router.select()


def test_what_was_not_confirmed_is_an_error_at_the_end(folder):
    router = rmtop.Router(folder + "/socket", timeout=0.05)
    with pytest.raises(rmtop.RouterUnavailable):
        router.metrics(1, {"loss": 1})
    with pytest.raises(rmtop.RouterUnavailable, match="No such file.* Lines that were not confirmed: 1"):
        router.close()


def test_the_error_of_the_training_is_the_one_that_is_seen(folder):
    with pytest.raises(ZeroDivisionError):
        with rmtop.Router(folder + "/socket", timeout=0.05) as router:
            router._waiting.append(rmtop.client._Line({"type": "note"}, asks=False))
            1 / 0


def test_the_core_is_one_file_that_needs_no_other(server, folder):
    shutil.copy(rmtop.client.__file__, folder + "/rmtop_client.py")
    code = f"import rmtop_client as r; print(r.Router({server.address!r}).select([[1.0]])[0].rm)"
    told = subprocess.run([sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, '.'); {code}"],
                          cwd=folder, check=True, capture_output=True, text=True)  # fmt: skip
    assert told.stdout == "armorm\n"


# -- threads and forks


def test_threads_share_one_router(server):
    with rmtop.Router(server.address) as router:
        results = {}

        def work(name):
            for step in range(20):
                picks = router.select([[1.0]] * 5, step=step)
                router.feedback(picks, 0.5)
                results.setdefault(name, []).extend(picks)

        threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    picks = [pick for part in results.values() for pick in part]
    assert len({pick.id for pick in picks}) == 800 == len(server.decisions)
    assert all(server.decisions[pick.id]["rm"] == pick.rm for pick in picks)
    assert len(server.of("feedback")) == 800 and server.connections == 1


@pytest.mark.parametrize("session", [None, "s"])
def test_a_forked_child_has_a_connection_and_ids_of_its_own(server, session):
    with rmtop.Router(server.address, session=session) as router:
        router.feedback(router.select(), 0.5)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.write(write, router.select()[0].id.encode())
                router.close()
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        theirs = os.read(read, 999).decode()
        ours = router.select()[0].id  # the child closed nothing of ours
        assert theirs and theirs != ours and {theirs, ours} < set(server.decisions)
    assert server.connections == 2 and len(server.of("feedback")) == 1
