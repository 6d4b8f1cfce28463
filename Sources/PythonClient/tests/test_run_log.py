"""RunLog: what it writes, byte by byte where it matters."""

import json
import os

import pytest
import rmtop


def lines_of(path):
    with open(path) as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture
def path(folder):
    return folder + "/my-run.jsonl"


def test_it_writes_a_run_that_can_be_read(path):
    with rmtop.RunLog(path, ["a", {"id": "b", "cost": 2}], dim=2, settings={"intercept": True}, session="s") as log:
        picks = log.select([[1.0, 2.0], [0.1, 0.2]], ["a", "b"], step=3, by="random", propensity=0.5, category="math")
        log.feedback(picks, rewards=[1, 2])
        log.metrics(3, {"loss": 1})
        log.note("hello")
        log.end("done")
    run, first, second, one, two, metrics, note, end = lines_of(path)
    assert (run["run"], run["rms"], run["dim"]) == ("my-run", [{"id": "a"}, {"id": "b", "cost": 2}], 2)
    assert run["router"] == {"intercept": True} and run["version"] == 1
    assert (first["type"], first["id"], first["rm"], first["p"], first["by"]) == ("decision", "s-0", "a", 0.5, "random")
    assert "x_f32" in first and second["x"] == [0.1, 0.2] and second["category"] == "math"
    assert picks[1] == rmtop.Pick("s-1", "b", 0.5, 3, "math", "random")
    assert (one["reward"], two["reward"], metrics["step"], note["level"], end["reason"]) == (1, 2, 3, "info", "done")


def test_a_log_that_was_cut_off_is_continued_on_a_line_of_its_own(path):
    with open(path, "w") as file:
        file.write('{"type":"run","version":1,"run":"my-run","rms":[{"id":"a"}]}\n{"type":"deci')
    rmtop.RunLog(path, ["a"]).close()
    with open(path) as file:
        assert [line[:12] for line in file] == ['{"type":"run', '{"type":"dec', '{"type":"run']


def test_controls_are_read_once_and_logged_unchanged(path, folder):
    ctl = folder + "/ctl"
    first = '{"type":"control", "seq":"5f0c21aa-1","action":"ban","rm":"b","steps":200,"by":"ada","later":{"x":1}}'
    log = rmtop.RunLog(path, ["a", "b"])
    assert log.poll_controls(ctl) == []  # there is no such file yet
    with open(ctl, "w") as file:
        file.write(first + "\n" + first + '\n{"type":"control","seq":"5f0c21aa-2","act')
    controls = log.poll_controls(ctl)
    assert [(c.seq, c.action, c.rm, c.steps, c.by) for c in controls] == [("5f0c21aa-1", "ban", "b", 200, "ada")]
    log.applied(controls[0], step=4)
    assert log.poll_controls(ctl) == []
    with open(ctl, "a") as file:
        file.write('ion":"unpin"}\n{"type":"control","seq":"x","action":"pin","rm":["a"]}\n')
        file.write('{"type":"control","seq":""}\nnonsense\n{"type":"note"}\n')
        file.write('{"type":"control","seq":"y","action":"pin","rm":"a","steps":"soon"}\n')
    assert [(c.seq, c.action) for c in log.poll_controls(ctl)] == [("5f0c21aa-2", "unpin")]
    log.applied(log_control("5f0c21aa-2"), False, error="There is no pin.")
    log.close()
    with open(path) as file:
        text = file.read().splitlines()
    assert text[1] == first
    assert json.loads(text[2]) == {"type": "applied", "seq": "5f0c21aa-1", "ok": True, "step": 4}
    assert json.loads(text[4]) == {"type": "applied", "seq": "5f0c21aa-2", "ok": False, "error": "There is no pin."}

    again = rmtop.RunLog(path, ["a", "b"])  # the trainer was restarted: it knows what it has answered
    assert again.poll_controls(ctl) == []
    os.replace(ctl, ctl + ".old")
    with open(ctl, "w") as file:
        file.write('{"type":"control","seq":"new","action":"reset"}\n')
    assert [c.seq for c in again.poll_controls(ctl)] == ["new"]


def log_control(seq):
    return rmtop.Control(seq, "unpin", line='{"type":"control","seq":"%s","action":"unpin"}' % seq)


def test_every_call_is_one_write(path, monkeypatch):
    log = rmtop.RunLog(path, ["a"])
    writes = []
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: writes.append(bytes(data)) or write(file, data))
    log.feedback(log.select([[1.0]] * 100, "a", step=1), 0.5)
    log.applied(log_control("q"))
    assert [text.count(b"\n") for text in writes] == [100, 100, 2]


def test_a_short_write_is_finished(path, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:7]))
    rmtop.RunLog(path, ["a"]).note("whole")
    assert lines_of(path)[1]["text"] == "whole"


def test_two_writers_keep_their_lines_whole(path):
    one, two = rmtop.RunLog(path, ["a"]), rmtop.RunLog(path, ["a"])
    for step in range(50):
        one.feedback(one.select(rm="a", step=step), 0.5)
        two.metrics(step, {"loss": 1})
    assert len(lines_of(path)) == 2 + 150


@pytest.mark.parametrize(
    "call, sentence",
    [
        (lambda log: log.select([[1.0]]), "told the choice"),
        (lambda log: log.select([[1.0]], "b"), "'b' is none of the run's reward models: a"),
        (lambda log: log.select([[1.0]], "a", propensity=0), "above 0 and at most 1"),
        (lambda log: log.select([[1.0]], ["a", "a"]), "rm has 2 entries for 1 pairs"),
    ],
)
def test_refusals(path, call, sentence):
    log = rmtop.RunLog(path, ["a"])
    with pytest.raises(ValueError, match=sentence):
        call(log)
    assert len(lines_of(path)) == 1
    log.close()
    with pytest.raises(rmtop.RmtopError, match="was closed"):
        log.note("x")
    with pytest.raises(ValueError, match="at least one reward model"):
        rmtop.RunLog(path, [])


def test_a_forked_child_makes_ids_of_its_own(path):
    log = rmtop.RunLog(path, ["a"], session="s")
    child = os.fork()
    if child == 0:
        try:
            log.select(rm="a")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    log.select(rm="a")
    ids = [event["id"] for event in lines_of(path)[1:]]
    assert len(set(ids)) == 2 and ids[1] == "s-0"
