"""The client of `rmtop serve`, and a writer of run logs: one file, nothing but the standard library, Python 3.9+.

    import rmtop

    with rmtop.Router("/tmp/router.sock") as router:
        picks = router.select(contexts, step=step)              # one Pick for each row of contexts
        losses = train_on(pairs, [pick.rm for pick in picks])   # each pair judged by its reward model
        router.feedback(picks, losses)

`Router` asks a running router; `Router.start` starts one of its own. `RunLog` has the same calls for trainers that
choose the reward models themselves. docs/run-log.md of rmtop describes the lines that both write.
"""

from __future__ import annotations

import base64
import json
import logging
import math
import os
import random
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from array import array
from collections import deque
from dataclasses import dataclass, field
from typing import (
    Any,
    Callable,
    ContextManager,
    Deque,
    Dict,
    Iterable,
    List,
    Mapping,
    Optional,
    Sequence,
    Set,
    Tuple,
    Type,
    Union,
)

__version__ = "0.1.0"
__all__ = ["Applied", "Control", "Pick", "RmtopError", "Router", "RouterError", "RouterUnavailable", "RunLog"]

_log = logging.getLogger("rmtop")

_LONGEST_LINE = 4 << 20  # bytes, docs/run-log.md
_LONGEST_ID = 256  # bytes
_LONGEST_PROMPT = 16_384  # characters; a prompt is there to be read by people
_GREATEST_STEP = 1 << 53
_MOST_UNSETTLED = 2_048  # lines that no answer has confirmed, before one is asked for
_MOST_KEPT = 20_000  # lines kept for a router that is away
_LONGEST_ANSWER = 64 << 20  # bytes
_RETRIED = ("busy", "log_unwritable")


# ---------------------------------------------------------------------------------------------------------------------
# What callers get


class RmtopError(Exception):
    """Whatever goes wrong between a trainer and its router."""


class RouterUnavailable(RmtopError):
    """The router cannot be reached, or did not answer in time."""


class RouterError(RmtopError):
    """The router refused a line.

    `code` is one of bad_json, bad_field, dimension, unknown_rm, id_reused, too_long, no_rm_allowed, log_unwritable,
    not_authorised, busy, or refused (a control that was not obeyed); `of` is the type of the line and `id` its pair.
    `picks` holds what the same call did get, with None for what was refused.
    """

    def __init__(self, code: str, message: str, id: Optional[str] = None, of: Optional[str] = None) -> None:
        whose = f" {id}" if id is not None and of != "control" and str(id) not in message else ""
        super().__init__(f"The router refused a {of or 'line'}{whose}: {message.rstrip('.')} [{code}].")
        self.code = code
        self.message = message
        self.id = id
        self.of = of
        self.picks: List[Optional[Pick]] = []


@dataclass(frozen=True)
class Pick:
    """Which reward model judges a pair."""

    id: str
    rm: str
    #: The probability with which it was chosen; None where the router did not say, and for a fallback.
    propensity: Optional[float] = None
    step: Optional[int] = None
    category: Optional[str] = None
    #: Who chose: thompson, pin, fixed, …; "fallback" where the router could not be reached.
    by: Optional[str] = None
    #: The router had decided this pair before and said so again.
    repeated: bool = False

    @property
    def is_fallback(self) -> bool:
        """The router took no part in it: the log has no decision for this pair, and its feedback is not sent."""
        return self.by == "fallback"


@dataclass(frozen=True)
class Applied:
    """What became of a control."""

    seq: str
    ok: bool
    step: Optional[int] = None
    error: Optional[str] = None


@dataclass(frozen=True)
class Control:
    """What a person asked for, as a line of a control file says it."""

    seq: str
    action: str
    rm: Optional[str] = None
    category: Optional[str] = None
    steps: Optional[int] = None
    by: Optional[str] = None
    reason: Optional[str] = None
    #: The line itself, which goes into the run log unchanged.
    line: str = field(default="", repr=False)


# ---------------------------------------------------------------------------------------------------------------------
# Lines

_Event = Dict[str, Any]
OneOrMany = Union[None, str, Sequence[Optional[str]]]


def _encoded(event: _Event) -> bytes:
    return json.dumps(event, separators=(",", ":")).encode() + b"\n"


def _now() -> float:
    return round(time.time(), 3)


def _checked_id(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError(f"An id is text or a whole number; {value!r} is neither.")
    text = str(value)
    size = len(text.encode("utf-8", "surrogatepass"))
    if not 1 <= size <= _LONGEST_ID:
        raise ValueError(f"An id has 1 to {_LONGEST_ID} bytes; {text[:40]!r} has {size}.")
    return text


def _checked_step(value: Any) -> int:
    number = _number(value, "step")
    if not (0 <= number <= _GREATEST_STEP and number == int(number)):
        raise ValueError(f"A step is a whole number from 0 to 2**53; {value!r} is not.")
    return int(number)


def _number(value: Any, what: str) -> float:
    """A Python number, or what has one inside (a tensor or array of one element)."""
    if isinstance(value, str):
        raise TypeError(f"{what}: expected a number, got the text {value[:40]!r}.")
    if not isinstance(value, (int, float)) and hasattr(value, "item"):
        value = value.item()
    try:
        return float(value) if not isinstance(value, int) else value
    except (TypeError, ValueError):
        raise TypeError(f"{what}: expected a number, got {type(value).__name__}.") from None


def _finite_or_number(value: Any, what: str) -> Optional[float]:
    return None if value is None else _number(value, what)


def _spread(value: Any, count: int, what: str) -> List[Any]:
    """One value for each pair: a scalar for all, or a sequence (also a tensor or an array) of `count`."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return [value] * count
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    if hasattr(value, "tolist"):
        value = value.tolist()
        if not isinstance(value, list):
            return [value] * count
    values = list(value)
    if len(values) != count:
        raise ValueError(f"{what} has {len(values)} entries for {count} pairs.")
    return values


def _prompt_text(prompt: Any) -> Optional[str]:
    """Text as it is; chat messages as their joined content."""
    if prompt is None:
        return None
    messages = [prompt] if isinstance(prompt, (str, Mapping)) else prompt
    parts = [message.get("content") if isinstance(message, Mapping) else message for message in messages]
    text = "\n".join(part if isinstance(part, str) else json.dumps(part) for part in parts if part)
    return text if len(text) <= _LONGEST_PROMPT else text[: _LONGEST_PROMPT - 1] + "…"


def _dense(value: Any) -> Any:
    """A torch tensor as an array or lists; an array of another type of number as one of float32 or float64."""
    if hasattr(value, "detach"):
        value = value.detach().cpu()
        kind = str(value.dtype)
        if kind in ("torch.bfloat16", "torch.float16"):
            value = value.float()
        elif kind not in ("torch.float32", "torch.float64"):
            value = value.double()
        try:
            value = value.numpy()
        except (RuntimeError, TypeError):  # torch without numpy
            return value.tolist()
    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    if hasattr(value, "astype") and str(getattr(value, "dtype", "")) not in ("float32", "float64"):
        value = value.astype("float32" if str(value.dtype) in ("float16", "bfloat16") else "float64")
    return value


def _rows(value: Any, what: str) -> List["array[float]"]:
    """The rows of a matrix, or the one row that a vector is; none of what is empty."""
    value = _dense(value)
    try:
        view: Optional[memoryview] = memoryview(value)
    except TypeError:
        view = None
    if view is not None and view.format in ("f", "d"):
        if view.ndim not in (1, 2):
            raise ValueError(f"{what} is n × d or one vector; its shape is {tuple(view.shape or ())}.")
        numbers: array[float] = array("f" if view.format == "f" else "d")
        numbers.frombytes(view.tobytes())
        if view.ndim == 1:
            return [numbers] if numbers else []
        count, width = (view.shape or (0, 0))[:2]
        return [numbers[width * row : width * (row + 1)] for row in range(count)]
    if hasattr(value, "tolist") and not isinstance(value, (bytes, bytearray, memoryview)):
        value = value.tolist()
    if isinstance(value, (str, bytes, bytearray, memoryview)) or not hasattr(value, "__iter__"):
        raise TypeError(f"{what}: expected numbers in rows, got {type(value).__name__}.")
    entries = list(value)
    if entries and isinstance(entries[0], (int, float)):
        return [_row_of_numbers(entries, what)]
    rows = []
    for entry in entries:
        inner = _rows(entry, what) or [array("d")]
        if len(inner) != 1:
            raise ValueError(f"{what} is n × d or one vector; a row of it is a matrix.")
        rows.append(inner[0])
    return rows


def _row_of_numbers(entries: List[Any], what: str) -> "array[float]":
    try:
        return array("d", entries)
    except TypeError:
        wrong = next((entry for entry in entries if not isinstance(entry, (int, float))), None)
        raise TypeError(f"{what}: a row of numbers holds {wrong!r}.") from None


def _vector_field(name: str, row: "array[float]", what: str) -> Tuple[str, Any]:
    """The row as base64 of little-endian float32 where that loses nothing, as numbers where it would."""
    if not math.isfinite(sum(row)):  # the sum of doubles may overflow: then each is looked at
        for index, entry in enumerate(row):
            if not math.isfinite(entry):
                raise ValueError(f"{what} has an entry that is not finite: {entry!r} at index {index}.")
    narrow = row if row.typecode == "f" else array("f", row)
    if row.typecode == "d" and array("d", narrow) != row:
        return name, row.tolist()
    if sys.byteorder == "big":
        narrow = narrow[:]
        narrow.byteswap()
    return name + "_f32", base64.b64encode(narrow.tobytes()).decode("ascii")


def _pair_events(
    ids: Callable[[int], List[str]],
    X: Any,
    a: Any,
    b: Any,
    step: Any,
    category: OneOrMany,
    prompt: Any,
    given_ids: Any,
) -> List[_Event]:
    """The `pair` lines of one call: contexts, or embeddings of both responses, or nothing but ids."""
    if (a is None) != (b is None):
        raise ValueError("Embeddings come in twos: give a and b, or neither.")
    if X is not None and a is not None:
        raise ValueError("Give the contexts X or the embeddings a and b, not both.")
    vectors = {name: _rows(value, name) for name, value in (("X", X), ("a", a), ("b", b)) if value is not None}
    if "a" in vectors and len(vectors["a"]) != len(vectors["b"]):
        raise ValueError(f"a has {len(vectors['a'])} rows and b {len(vectors['b'])}: a pair has one of each.")
    if given_ids is not None and (isinstance(given_ids, (str, int)) or not hasattr(given_ids, "__iter__")):
        given_ids = [given_ids]
    chat = isinstance(prompt, Sequence) and len(prompt) > 0 and isinstance(prompt[0], Mapping)  # one prompt
    if vectors:
        count = len(next(iter(vectors.values())))
    elif given_ids is not None:
        count = len(given_ids)
    elif category is not None and not isinstance(category, str):
        count = len(category)
    elif prompt is not None and not isinstance(prompt, str) and not chat:
        count = len(prompt)
    else:
        count = 1
    if given_ids is None:
        names = ids(count)
    else:
        names = [_checked_id(id) for id in given_ids]
        if len(names) != count:
            raise ValueError(f"ids has {len(names)} entries for {count} pairs.")
        if len(set(names)) != count:
            twice = next(name for index, name in enumerate(names) if name in names[:index])
            raise ValueError(f"ids are of one pair each; {twice!r} is there twice.")
    categories = _spread(category, count, "category")
    prompts = [prompt] * count if chat else _spread(prompt, count, "prompt")
    whole_step = None if step is None else _checked_step(step)
    at = _now()
    events = []
    for index, name in enumerate(names):
        event: _Event = {"type": "pair", "id": name}
        if whole_step is not None:
            event["step"] = whole_step
        if categories[index] is not None:
            event["category"] = str(categories[index])
        for key, rows in vectors.items():
            if len(rows[index]) > 0:
                what = f"The context of pair {name}" if key == "X" else f"The embedding {key} of pair {name}"
                named, value = _vector_field("x" if key == "X" else key, rows[index], what)
                event[named] = value
        text = _prompt_text(prompts[index])
        if text is not None:
            event["prompt"] = text
        event["t"] = at
        events.append(event)
    return events


PickOrID = Union[Pick, str]


def _picks_of(picks: Union[PickOrID, Sequence[PickOrID]]) -> List[PickOrID]:
    return [picks] if isinstance(picks, (Pick, str)) else list(picks)


def _feedback_events(
    picks: List[PickOrID],
    losses: Any,
    rewards: Any,
    ties: Any,
    errors: Any,
    scores_a: Any,
    scores_b: Any,
    latency_ms: Any,
    labels: Any,
) -> List[_Event]:
    """One `feedback` line a pair. An error goes before a tie, and a tie before a number; None is `null`, not finite."""
    count = len(picks)
    if losses is None and rewards is None and ties is None and errors is None:
        raise ValueError("Feedback needs losses, rewards, ties or errors.")
    if losses is not None and rewards is not None:
        raise ValueError("Feedback takes losses or rewards, not both.")
    numbers = _spread(losses if rewards is None else rewards, count, "losses" if rewards is None else "rewards")
    name = "loss" if rewards is None else "reward"
    has_numbers = losses is not None or rewards is not None
    tied = _spread(ties, count, "ties")
    failed = _spread(errors, count, "errors")
    extras = [
        ("score_a", _spread(scores_a, count, "scores_a")),
        ("score_b", _spread(scores_b, count, "scores_b")),
        ("latency_ms", _spread(latency_ms, count, "latency_ms")),
    ]
    truths: List[Any] = [labels] * count if isinstance(labels, Mapping) else _spread(labels, count, "labels")
    at = _now()
    events = []
    for index, pick in enumerate(picks):
        id = pick.id if isinstance(pick, Pick) else _checked_id(pick)
        event: _Event = {"type": "feedback", "id": id}
        if failed[index] is not None:
            event["error"] = str(failed[index])
        elif tied[index]:
            event["tie"] = True
        elif has_numbers:
            event[name] = _finite_or_number(numbers[index], name)
        else:
            raise ValueError(f"The feedback of pair {id} has no loss, no reward, no tie and no error.")
        for key, values in extras:
            if values[index] is not None:
                event[key] = _number(values[index], key)
        if truths[index] is not None:
            event["labels"] = {rm: int(right) for rm, right in truths[index].items() if right is not None}
        event["t"] = at
        events.append(event)
    return events


def _metrics_event(step: Any, values: Mapping[str, Any]) -> _Event:
    numbers = {str(name): _finite_or_number(value, f"The metric {name}") for name, value in values.items()}
    return {"type": "metrics", "step": _checked_step(step), "values": numbers, "t": _now()}


def _note_event(text: str, level: str) -> _Event:
    if level not in ("info", "warn", "error"):
        raise ValueError(f"A note's level is info, warn or error; {level!r} is none of them.")
    return {"type": "note", "level": level, "text": str(text), "t": _now()}


def _end_event(reason: Optional[str]) -> _Event:
    event: _Event = {"type": "end", "t": _now()}
    if reason is not None:
        event["reason"] = reason
    return event


def _rank() -> Optional[int]:
    """The rank of this process in its job, where a launcher says one."""
    for name in ("RANK", "SLURM_PROCID", "OMPI_COMM_WORLD_RANK", "PMI_RANK"):
        value = os.environ.get(name, "")
        if value.isdigit():
            return int(value)
    return None


class _Ids:
    """Ids that no other process, rank or fork makes: session, rank, number."""

    def __init__(self, session: Optional[str]) -> None:
        self.rank = _rank()
        if session is not None:
            _checked_id(session + "-" + "9" * 24)
        self._given = session
        self._count = 0
        self._prefix = ""
        self.renew(forked=False)

    def renew(self, forked: bool) -> None:
        session = self._given or secrets.token_hex(4)
        if forked and self._given:
            session += f"-{os.getpid()}"
        self._prefix = session if self.rank is None else f"{session}-{self.rank}"

    def __call__(self, count: int) -> List[str]:
        first = self._count
        self._count += count
        return [f"{self._prefix}-{number}" for number in range(first, first + count)]


# ---------------------------------------------------------------------------------------------------------------------
# The connection


class _Line:
    """A line on its way: kept until the router has answered it, or something after it."""

    __slots__ = ("data", "of", "id", "asks", "number", "settled", "answer", "error")

    def __init__(self, event: _Event, asks: bool) -> None:
        self.data = _encoded(event)
        self.of: str = event["type"]
        self.id: Optional[str] = event.get("id", event.get("seq"))
        self.asks = asks
        self.number = 0  # of the line on the present connection, from 1; 0: not written
        self.settled = False
        self.answer: Optional[_Event] = None
        self.error: Optional[RouterError] = None
        if len(self.data) > _LONGEST_LINE:
            whose = f" of {self.id}" if self.id else ""
            raise ValueError(f"The {self.of} line{whose} has {len(self.data)} bytes; {_LONGEST_LINE} are the limit.")

    def settle(self, answer: Optional[_Event] = None, error: Optional[RouterError] = None) -> None:
        self.settled, self.answer, self.error = True, answer, error


class _Address:
    """`PATH`, `unix:PATH` or `tcp:HOST:PORT`."""

    def __init__(self, text: Union[str, "os.PathLike[str]"]) -> None:
        self.text = os.fspath(text)
        self.is_tcp = self.text.startswith("tcp:")
        if self.is_tcp:
            host, colon, port = self.text[4:].rpartition(":")
            if not (colon and host and port.isdigit() and 0 < int(port) < 65536):
                raise ValueError(f"A TCP address is tcp:HOST:PORT; {self.text!r} is not.")
            self.target: Any = (host[1:-1] if host.startswith("[") and host.endswith("]") else host, int(port))
        else:
            self.target = self.text[5:] if self.text.startswith("unix:") else self.text
            if not self.target or len(os.fsencode(self.target)) > 103:
                raise ValueError(
                    f"A Unix socket's path has 1 to 103 bytes; {self.target!r} has {len(os.fsencode(self.target))}."
                )

    def connect(self, seconds: float) -> socket.socket:
        if self.is_tcp:
            made = socket.create_connection(self.target, timeout=seconds)
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        else:
            made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                made.settimeout(seconds)
                made.connect(self.target)
            except BaseException:
                made.close()
                raise
        made.setblocking(False)
        return made


class _Connection:
    """A socket that is read and written in turn: a router that waits for its answers to be read never blocks us."""

    def __init__(self, made: socket.socket) -> None:
        self.socket = made
        self.outgoing = bytearray()
        self.lost: Optional[str] = None
        self._incoming = bytearray()
        self._lines = 0

    def write(self, line: _Line) -> None:
        self._lines += 1
        line.number = self._lines
        self.outgoing += line.data

    def pump(self, seconds: float) -> List[bytes]:
        """Sends and receives what goes at once, after waiting for either; answers the whole lines that came."""
        poll = select.poll()
        poll.register(self.socket, select.POLLIN | (select.POLLOUT if self.outgoing else 0))
        for _, ready in poll.poll(max(0, math.ceil(seconds * 1000))):
            if ready & (select.POLLIN | select.POLLHUP | select.POLLERR):
                self._receive()
            if ready & select.POLLOUT and self.lost is None:
                self._send()
        *lines, rest = self._incoming.split(b"\n")
        self._incoming = bytearray(rest)
        if len(rest) > _LONGEST_ANSWER:
            self.lost = f"an answer is longer than {_LONGEST_ANSWER} bytes"
        return [bytes(line) for line in lines if line.strip()]

    def _send(self) -> None:
        try:
            with memoryview(self.outgoing) as view, view[: 1 << 18] as part:
                sent = self.socket.send(part)
            del self.outgoing[:sent]
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            while self.lost is None:  # what it said before it went is still there to be read
                self._receive()
                if self.lost is None and not select.select([self.socket], [], [], 0)[0]:
                    self.lost = error.strerror or str(error)

    def _receive(self) -> None:
        try:
            part = self.socket.recv(1 << 18)
            if not part:
                self.lost = "it closed the connection"
            self._incoming += part
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            self.lost = error.strerror or str(error)


class _Outage:
    """What went without the router, until the log can be told. Bounded: ranges of ids, and counts."""

    _MOST_RANGES = 64

    def __init__(self) -> None:
        self.pairs = 0
        self.dropped = 0
        self.why = ""
        self._steps: Optional[Tuple[int, int]] = None
        self._ranges: List[Tuple[str, str]] = []
        self._more = 0
        self._feedback = 0
        self._losses = 0
        self._sum = 0.0

    @property
    def is_empty(self) -> bool:
        return not (self.pairs or self.dropped or self._feedback)

    def route(self, ids: List[str], step: Optional[int], why: str) -> None:
        self.pairs += len(ids)
        self.why = self.why or why
        if step is not None:
            low, high = self._steps or (step, step)
            self._steps = (min(low, step), max(high, step))
        for id in ids:
            if self._ranges and self._follows(self._ranges[-1][1], id):
                self._ranges[-1] = (self._ranges[-1][0], id)
            elif len(self._ranges) < self._MOST_RANGES:
                self._ranges.append((id, id))
            else:
                self._more += 1

    @staticmethod
    def _follows(last: str, id: str) -> bool:
        """`a-7` is followed by `a-8`."""
        stem, dash, number = last.rpartition("-")
        return bool(dash) and number.isdigit() and id == f"{stem}-{int(number) + 1}"

    def answer(self, event: _Event) -> None:
        """Feedback for a pair that has no decision."""
        self._feedback += 1
        loss = event.get("loss", event.get("reward"))
        if loss is not None and math.isfinite(loss):
            self._losses += 1
            self._sum += loss

    def note(self, rm: str) -> _Event:
        """The sentence for the log."""
        sentences = []
        if self.pairs:
            when = ""
            if self._steps:
                low, high = self._steps
                when = f" at step {low}" if low == high else f" from step {low} to {high}"
            ids = ", ".join(first if first == last else f"{first} to {last}" for first, last in self._ranges)
            ids += f" and {self._more} more" if self._more else ""
            sentences.append(
                f"Pairs given to {rm} without the router{when}: {self.pairs} ({ids}). {self.why} A decision that this"
                " log has for one of them was not obeyed."
            )
        if self._feedback:
            mean = f": {self._losses} finite, mean {self._sum / self._losses:.4g}" if self._losses else ""
            sentences.append(f"Feedback left out, because its pairs have no decision: {self._feedback}{mean}.")
        if self.dropped:
            sentences.append(
                f"Lines of feedback, metrics and notes dropped, because more than {_MOST_KEPT} waited: {self.dropped}."
            )
        return _note_event(" ".join(sentences), "warn")


# ---------------------------------------------------------------------------------------------------------------------
# A router of one's own


class _OwnServer:
    """A headless `rmtop serve` that lives as long as this object, or this process."""

    # The shell stands between: it ends the server when its standard input ends, which happens when the trainer dies in
    # any way. So a killed trainer leaves no server behind that holds the log. TERM, which the whole group gets from
    # `stop`, must not end the shell before the server, nor its waiting.
    _SCRIPT = (
        'trap : TERM; exec 3<&0; "$@" </dev/null 3<&- & server=$!; '
        "{ cat <&3 >/dev/null; kill -TERM $server; } 2>/dev/null & reader=$!; exec 3<&-; "
        "wait $server; code=$?; if kill -0 $server 2>/dev/null; then wait $server; code=$?; fi; "
        "kill $reader 2>/dev/null; exit $code"
    )

    def __init__(self, command: List[str], folder: str) -> None:
        self.command = command
        self.folder = folder
        self.socket = os.path.join(folder, "socket")
        self.owner = os.getpid()
        self._errors = os.path.join(folder, "stderr")
        self._process: Optional[subprocess.Popen[bytes]] = None

    def run(self) -> None:
        """Starts it, if it does not run."""
        if self._process is not None and self._process.poll() is None:
            return
        if self._process is not None and self._process.stdin:
            self._process.stdin.close()
        with open(self._errors, "ab") as errors:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", self._SCRIPT, "rmtop", *self.command],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True,
            )  # fmt: skip

    def ended(self) -> Optional[str]:
        """Why it does not run any more."""
        if self._process is None or self._process.poll() is None:
            return None
        return f"rmtop serve ended with code {self._process.returncode}: {self.said()}"

    def said(self) -> str:
        """The last lines of its standard error."""
        try:
            with open(self._errors, "rb") as errors:
                errors.seek(max(0, os.path.getsize(self._errors) - 4096))
                return errors.read().decode("utf-8", "replace").strip() or "it said nothing"
        except OSError:
            return "it said nothing"

    def stop(self, seconds: float = 10) -> None:
        if os.getpid() != self.owner:
            return
        process, self._process = self._process, None
        if process is not None:
            if process.stdin:
                process.stdin.close()
            if process.poll() is None:  # a forked child may still hold the other end
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                _log.warning("rmtop serve did not end within %g s and was killed.", seconds)
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _find_binary(binary: Union[None, str, "os.PathLike[str]"]) -> str:
    given = os.fspath(binary) if binary is not None else os.environ.get("RMTOP") or "rmtop"
    found = shutil.which(given)
    if found is None:
        raise RouterUnavailable(
            f"There is no program {given!r}: pass binary=…, set RMTOP to its path, or put rmtop on the PATH."
        )
    return os.path.abspath(found)


# ---------------------------------------------------------------------------------------------------------------------
# The router


class Router:
    """A connection to `rmtop serve` that lasts as long as the training does.

    It connects at the first call, connects again with growing pauses when the connection is lost, and then sends again
    what the router has not confirmed. Safe to use from several threads; a forked child gets a connection of its own.

    path: the router's Unix socket (`PATH` or `unix:PATH`), or `tcp:HOST:PORT`, for which it wants the token.
    timeout: seconds that one call may take.
    on_error: None, or `fixed:RM`: while the router cannot be reached, or cannot write its log, pairs go to this reward
        model and no call raises RouterUnavailable (but `status`, `control` and their like). Each such pair is named in
        the log by a note once the router is back. What the router refuses for cause is a RouterError all the same.
    session: what generated ids begin with; 8 random hexadecimal digits where it is None.
    """

    _PROBE = 2.0  # seconds that a call may take while the router is known to be away
    _LONGEST_PAUSE = 30.0  # seconds between two such calls

    def __init__(
        self,
        path: Union[str, "os.PathLike[str]"],
        *,
        timeout: float = 30.0,
        on_error: Optional[str] = None,
        session: Optional[str] = None,
        token: Optional[str] = None,
    ) -> None:
        self._address = _Address(path)
        if self._address.is_tcp and not token:
            raise ValueError("A router that is reached over TCP wants a token: pass token=….")
        if not (timeout > 0):
            raise ValueError(f"timeout is a number of seconds above 0; {timeout!r} is not.")
        if on_error is not None and not (on_error.startswith("fixed:") and len(on_error) > len("fixed:")):
            raise ValueError(f"on_error is None or fixed:RM with a reward model's id; {on_error!r} is neither.")
        self.path = self._address.text
        self.timeout = float(timeout)
        self._fixed = None if on_error is None else on_error[len("fixed:") :]
        self._token = token
        self._ids = _Ids(session)
        self._server: Optional[_OwnServer] = None
        self._closed = False
        self._start_over()

    def _start_over(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.RLock()
        self._connection: Optional[_Connection] = None
        self._written: Deque[_Line] = deque()  # in the order of the connection, not settled
        self._waiting: Deque[_Line] = deque()  # to be written
        self._refused: List[_Line] = []  # busy or log_unwritable: to be written again later
        self._again_at = 0.0
        self._unasked = 0  # lines written since the last one that is answered
        self._complaints: List[RouterError] = []
        self._why = ""
        self._pause = 0.0
        self._down: Optional[RouterUnavailable] = None
        self._probe_at = 0.0
        self._probe_pause = 0.0
        self._outage = _Outage()
        self._has_answered = False
        self._seq = secrets.token_hex(4)
        self._controls = 0

    # -- what trainers call

    def select(
        self,
        X: Any = None,
        *,
        step: Any = None,
        ids: Any = None,
        category: OneOrMany = None,
        prompt: Any = None,
        a: Any = None,
        b: Any = None,
    ) -> List[Pick]:
        """Asks which reward model judges which pair: one Pick for each row of X, in order.

        X: the pairs' contexts, n × d: a numpy array, a torch tensor, lists; one vector is one pair. None where the
            router is to decide without: then ids, category or prompt say how many pairs there are. A router learns
            from contexts only: where all pairs are alike, give each [1.0].
        a, b: instead of X, embeddings of prompt + response A and B, for a router with a prior file that knows what to
            make of them.
        ids: texts, unique in the run; made where they are None. A known id gets the recorded decision again.
        category, prompt: one for all pairs, or one for each. Prompts are for people: beyond 16,384 characters they
            are cut.
        """
        with self._entered():
            self._raise_complaint()
            events = _pair_events(self._ids, X, a, b, step, category, prompt, ids)
            lines = [_Line(event, asks=True) for event in events]
            away = self._ask(lines)
            picks: List[Optional[Pick]] = []
            first_error: Optional[RouterError] = None
            alone: List[str] = []
            for line, event in zip(lines, events):
                if line.answer is not None:
                    picks.append(self._pick(line.answer, event))
                elif line.error is not None:
                    first_error = first_error or line.error
                    picks.append(None)
                else:
                    assert self._fixed is not None
                    alone.append(event["id"])
                    picks.append(
                        Pick(event["id"], self._fixed, None, event.get("step"), event.get("category"), "fallback")
                    )
            if alone:
                self._outage.route(alone, events[0].get("step"), str(away))
            if first_error is not None:
                first_error.picks = picks
                raise first_error
            return [pick for pick in picks if pick is not None]

    def feedback(
        self,
        picks: Union[PickOrID, Sequence[PickOrID]],
        losses: Any = None,
        *,
        rewards: Any = None,
        ties: Any = None,
        errors: Any = None,
        scores_a: Any = None,
        scores_b: Any = None,
        latency_ms: Any = None,
        labels: Any = None,
    ) -> None:
        """Says what came of the decisions: one entry a pick, or one for all.

        losses or rewards: numbers; None and NaN count as not finite. ties: true where the reward model had no
            preference. errors: texts where its call failed, else None. An error goes before a tie, and a tie before
            a number.
        scores_a, scores_b: the reward model's scores of both responses. latency_ms: how long its call took.
        labels: {rm: 0 or 1} where it is known which response is right: does that reward model prefer it?

        The lines are handed to the system when this returns, and in the log when `flush` or a later `select` has.
        """
        chosen = _picks_of(picks)
        events = _feedback_events(chosen, losses, rewards, ties, errors, scores_a, scores_b, latency_ms, labels)
        with self._entered():
            self._raise_complaint()
            lines = []
            for pick, event in zip(chosen, events):
                if isinstance(pick, Pick) and pick.is_fallback:
                    self._outage.answer(event)
                else:
                    lines.append(_Line(event, asks=False))
            self._say(lines)

    def metrics(self, step: Any, values: Mapping[str, Any]) -> None:
        """Logs the trainer's numbers at a step, under the names the trainer has for them."""
        with self._entered():
            self._raise_complaint()
            self._say([_Line(_metrics_event(step, values), asks=False)])

    def note(self, text: str, level: str = "info") -> None:
        """Logs a sentence; level is info, warn or error."""
        with self._entered():
            self._say([_Line(_note_event(text, level), asks=False)])

    def end(self, reason: Optional[str] = None) -> bool:
        """Says that the run is over, and waits until the log has it."""
        with self._entered():
            self._say([_Line(_end_event(reason), asks=False)])
            return self.flush()

    def flush(self) -> bool:
        """Waits until all that was said is in the log. False where the router is away and on_error stands in for it."""
        with self._entered():
            away = self._flush()
            self._raise_complaint()
            return away is None

    def status(self) -> Dict[str, Any]:
        """The router's own account: step, decisions, allowed reward models, digest, clients, …"""
        return self._answer({"type": "status"})

    def control(
        self,
        action: str,
        rm: Optional[str] = None,
        *,
        category: Optional[str] = None,
        steps: Optional[int] = None,
        by: Optional[str] = None,
        reason: Optional[str] = None,
        undoes: Optional[str] = None,
        **more: Any,
    ) -> Applied:
        """Has the router do something: pin, unpin, ban, unban, add (name, cost, prior), remove, forget (keep), reset.

        category: only for pairs of this category. steps: only for so many steps. Raises RouterError with the code
        `refused` and the router's sentence where it does not obey.
        """
        with self._entered():
            seq = f"{self._seq}-{self._controls}"
            self._controls += 1
            event: _Event = {"type": "control", "seq": seq, "action": action, "rm": rm, "category": category,
                             "steps": steps, "by": by, "reason": reason, "undoes": undoes, **more}  # fmt: skip
            answer = self._answer({key: value for key, value in event.items() if value is not None})
            applied = Applied(seq, answer.get("ok") is True, answer.get("step"), answer.get("error"))
            if not applied.ok:
                raise RouterError("refused", applied.error or f"{action} was not obeyed.", None, "control")
            return applied

    def pin(self, rm: str, **scope: Any) -> Applied:
        """All pairs go to this reward model (category=…: those of the category; steps=…: for so long)."""
        return self.control("pin", rm, **scope)

    def unpin(self, rm: Optional[str] = None, **scope: Any) -> Applied:
        return self.control("unpin", rm, **scope)

    def ban(self, rm: str, **scope: Any) -> Applied:
        """No pair goes to this reward model."""
        return self.control("ban", rm, **scope)

    def unban(self, rm: str, **scope: Any) -> Applied:
        return self.control("unban", rm, **scope)

    def close(self) -> None:
        """Waits until all that was said is in the log, closes the connection, and stops a router of one's own."""
        with self._entered(reopen=True):
            if self._closed:
                return
            self._closed = True
            self._probe_at = 0.0  # a router that is away is tried once more
            try:
                if (self._unconfirmed or not self._outage.is_empty) and self._flush() is not None:
                    if not self._outage.is_empty:
                        _log.warning("%s", self._outage.note(self._fixed or "")["text"])
                    _log.warning("The router is still away: %d lines were not confirmed.", self._unconfirmed)
            except RouterUnavailable as error:
                raise RouterUnavailable(f"{error} Lines that were not confirmed: {self._unconfirmed}.") from None
            finally:
                self._drop("closed")
                if self._server is not None:
                    self._server.stop()

    def __enter__(self) -> "Router":
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Any) -> None:
        try:
            self.close()
        except RmtopError as trouble:
            if kind is None:
                raise
            _log.warning("%s", trouble)  # the error of the training is the one to be seen

    @classmethod
    def start(
        cls,
        *,
        log: Union[str, "os.PathLike[str]"],
        rms: Optional[Sequence[str]] = None,
        prior: Union[None, str, "os.PathLike[str]"] = None,
        settings: Optional[Mapping[str, Any]] = None,
        dim: Optional[int] = None,
        binary: Union[None, str, "os.PathLike[str]"] = None,
        arguments: Sequence[str] = (),
        timeout: float = 30.0,
        on_error: Optional[str] = None,
        session: Optional[str] = None,
    ) -> "Router":
        """Starts a router of one's own, headless, and connects to it; `close` stops it, and so does our own end.

        For one trainer on one machine. With several ranks the first one starts it and tells the others its `path`.
        An existing log is continued: rms and settings may then be left out, or must be those of the log.

        rms: the reward models' ids. prior: a file that `rmtop train` wrote; it names the reward models itself.
        settings: of `run.router` (docs/run-log.md): {"policy": "linucb", "reward.clip": 3}, or nested.
        binary: the program; else $RMTOP, else `rmtop` on the PATH. arguments: more of `rmtop serve`.
        """
        folder = tempfile.mkdtemp(prefix="rmtop-")  # 0700
        try:
            command = [_find_binary(binary), "serve", "--socket", os.path.join(folder, "socket"),
                       "--log", os.fspath(log), "--headless"]  # fmt: skip
            if rms is not None:
                command += ["--rms", ",".join(rms)]
            if prior is not None:
                command += ["--prior", os.fspath(prior)]
            if dim is not None:
                command += ["--dim", str(dim)]
            for name, value in _flat(settings or {}):
                command += ["--set", f"{name}={value}"]
            server = _OwnServer([*command, *arguments], folder)
            router = cls(server.socket, timeout=timeout, on_error=on_error, session=session)
            server.run()
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        router._server = server
        try:
            router._first_answer()
        except BaseException:
            server.stop()
            raise
        return router

    def _first_answer(self) -> None:
        """Waits until a server that was just started answers. Not forgiving: what cannot start, never will."""
        fixed, self._fixed = self._fixed, None
        try:
            self.status()
        finally:
            self._fixed = fixed

    # -- asking and saying

    def _answer(self, event: _Event) -> _Event:
        with self._entered():
            line = _Line(event, asks=True)
            away = self._ask([line])
            if line.error is not None:
                raise line.error
            if line.answer is None:
                raise away or RouterUnavailable(self._sentence())
            return line.answer

    def _pick(self, answer: _Event, asked: _Event) -> Pick:
        chance = answer.get("p")
        return Pick(
            asked["id"],
            str(answer["rm"]),
            float(chance) if isinstance(chance, (int, float)) else None,
            answer.get("step", asked.get("step")),
            answer.get("category", asked.get("category")),
            answer.get("by"),
            answer.get("repeated") is True,
        )

    def _ask(self, lines: List[_Line]) -> Optional[RouterUnavailable]:
        """Sends lines that are answered, and waits for their answers."""
        if self._connection is not None and self._down is None:
            self._tell_outage()
        self._keep(lines)
        left = deque(lines)

        def done() -> bool:
            while left and left[0].settled:
                left.popleft()
            return not left

        settled = False
        try:
            away = self._attempt(done)
            settled = away is None
            return away
        finally:
            if not settled:
                self._forget(lines)

    def _say(self, lines: List[_Line]) -> None:
        """Sends lines that are not answered; done when the system has them."""
        self._keep(lines)
        self._attempt(lambda: not self._waiting and (self._connection is None or not self._connection.outgoing))

    def _flush(self) -> Optional[RouterUnavailable]:
        """Asks for something, whose answer confirms all that was said before, until nothing is left to confirm."""
        barrier: Optional[_Line] = None

        def done() -> bool:
            nonlocal barrier
            if barrier is not None and barrier.settled and (barrier.error or not self._unconfirmed):
                return True
            if barrier is None or barrier.settled:
                barrier = _Line({"type": "status", "digest": False}, asks=True)
                (self._refused or self._waiting).append(barrier)
            return False

        if self._connection is not None and self._down is None:
            self._tell_outage()
        try:
            away = self._attempt(done)
        finally:
            if barrier is not None and not barrier.settled:
                self._forget([barrier])
        if barrier is not None and barrier.error is not None:
            raise barrier.error
        return away

    def _keep(self, lines: List[_Line]) -> None:
        self._waiting.extend(lines)
        if self._connection is None:
            for _ in range(len(self._waiting) - _MOST_KEPT):
                oldest = next((line for line in self._waiting if not line.asks), None)
                if oldest is None:
                    break
                self._waiting.remove(oldest)
                self._outage.dropped += 1

    def _forget(self, lines: List[_Line]) -> None:
        """Takes back what was asked: nobody waits for it any more, so the connection must not answer it either."""
        if any(line.number and not line.settled for line in lines):
            self._drop("a call was given up")
        gone = {id(line) for line in lines}
        self._waiting = deque(line for line in self._waiting if id(line) not in gone)
        self._refused = [line for line in self._refused if id(line) not in gone]

    def _attempt(self, done: Callable[[], bool]) -> Optional[RouterUnavailable]:
        """Exchanges lines until `done`. Raises where the router is away, or answers that where on_error stands in."""
        if self._down is not None:
            if time.monotonic() < self._probe_at:
                return self._down
        try:
            if self._down is not None:
                self._probe()
            self._exchange(done, time.monotonic() + self.timeout)
            return None
        except RouterUnavailable as error:
            if self._fixed is None:
                raise
            if self._down is None:
                _log.warning("%s Pairs go to %s until it is back.", error, self._fixed)
            self._down = error
            self._probe_pause = min(max(1.0, 2 * self._probe_pause), self._LONGEST_PAUSE)
            self._probe_at = time.monotonic() + self._probe_pause
            return error

    def _probe(self) -> None:
        """Whether a router that was away is back: a short question, before any pair is given a whole time-out."""
        held, self._waiting = self._waiting, deque()
        question = _Line({"type": "status", "digest": False}, asks=True)
        self._waiting.append(question)
        try:
            self._exchange(lambda: question.settled, time.monotonic() + min(self.timeout, self._PROBE))
        finally:
            self._forget([question])
            self._waiting.extend(held)
        if question.error is not None:
            raise question.error
        if question.answer is not None and question.answer.get("writable") is False:
            raise RouterUnavailable(f"The router at {self.path} cannot write its log.")

    def _exchange(self, done: Callable[[], bool], deadline: float) -> None:
        while not done():
            left = deadline - time.monotonic()
            try:
                if left <= 0:
                    self._drop(self._why or "it did not answer in time")
                    raise RouterUnavailable(self._sentence())
                if self._connection is None:
                    self._connect(left)
                self._write_waiting()
                assert self._connection is not None
                wait = min(left, max(0.0, self._again_at - time.monotonic())) if self._refused else left
                for answer in self._connection.pump(wait):
                    self._take(answer)
                if self._connection.lost is not None:
                    raise ConnectionError(self._connection.lost)
            except OSError as error:
                self._drop(error.strerror or str(error) or type(error).__name__)
                self._pause = min(max(0.02, 2 * self._pause), 2.0 if self._address.is_tcp else 0.3)
                time.sleep(max(0.0, min(left, self._pause * random.uniform(0.5, 1))))

    def _sentence(self) -> str:
        if self._server is not None and not self._has_answered:
            return f"rmtop serve did not answer within {self.timeout:g} s: {self._server.said()}"
        return f"The router at {self.path} could not be reached within {self.timeout:g} s: {self._why.rstrip('.')}."

    def _connect(self, seconds: float) -> None:
        if self._server is not None and self._pid == self._server.owner:
            ended = self._server.ended()
            if ended is not None:
                if not self._has_answered:
                    raise RouterUnavailable(ended)
                _log.warning("%s It is started again.", ended)
                self._server.run()
        self._connection = _Connection(self._address.connect(seconds))
        hello: _Event = {"type": "hello", "version": 1, "client": f"rmtop-python {__version__}"}
        if self._token is not None:
            hello["token"] = self._token
        if self._ids.rank is not None:
            hello["rank"] = self._ids.rank
        line = _Line(hello, asks=True)
        self._connection.write(line)
        self._written.append(line)

    def _tell_outage(self) -> None:
        """Puts what went without the router before all else that waits."""
        if self._outage.is_empty:
            return
        self._waiting.appendleft(_Line(self._outage.note(self._fixed or "another reward model"), asks=False))
        self._outage = _Outage()

    def _write_waiting(self) -> None:
        assert self._connection is not None
        if self._refused and time.monotonic() >= self._again_at:
            self._waiting.extendleft(reversed(self._refused))
            self._refused = []
        while self._waiting and len(self._connection.outgoing) < 1 << 20:
            if self._unasked >= _MOST_UNSETTLED and not self._waiting[0].asks:
                self._waiting.appendleft(_Line({"type": "status", "digest": False}, asks=True))  # its answer confirms the others
            line = self._waiting.popleft()
            self._unasked = 0 if line.asks else self._unasked + 1
            self._connection.write(line)
            self._written.append(line)

    def _drop(self, why: str) -> None:
        """Closes the connection; what it left open is to be written again, in the old order."""
        if self._connection is not None:
            self._connection.socket.close()
            self._connection = None
        self._why = why
        self._unasked = 0
        again = [line for line in self._refused + list(self._written) if line.of != "hello"]
        for line in again:
            line.number = 0
        self._waiting.extendleft(reversed(again))
        self._written.clear()
        self._refused = []

    @property
    def _unconfirmed(self) -> int:
        return len(self._written) + len(self._waiting) + len(self._refused)

    # -- answers

    def _take(self, text: bytes) -> None:
        try:
            answer = json.loads(text)
            if not isinstance(answer, dict):
                raise ValueError
        except ValueError:
            raise ConnectionError("it answered with something that is not a JSON object") from None
        if answer.get("type") == "error":
            self._take_error(answer)
        else:
            line = next((line for line in self._written if line.asks), None)
            if line is None or not _answers(answer, line):
                raise ConnectionError(f"it answered with a line of type {answer.get('type')} that nobody asked for")
            self._confirm_before(line)
            line.settle(answer=answer)
            self._has_answered = True
            if line.of != "hello" and answer.get("writable") is not False:
                self._is_back()

    def _take_error(self, answer: _Event) -> None:
        code, message = str(answer.get("code", "bad_field")), str(answer.get("message", "It gave no reason."))
        line = self._refused_line(answer)
        if line is None:  # about the connection as a whole, which it will close
            self._why = message
            if code not in _RETRIED:
                _log.warning("The router says: %s [%s]", message, code)
            return
        self._confirm_before(line)
        if line.of == "hello":
            if code in _RETRIED:
                raise ConnectionError(message)
            self._drop(message)
            raise RouterError(code, message, None, "hello")
        if code in _RETRIED:
            line.number = 0
            self._refused.append(line)
            self._again_at = time.monotonic() + (0.05 if code == "busy" else 0.5)
            self._why = message
            return
        error = RouterError(code, message, line.id, line.of)
        line.settle(error=error)
        if not line.asks:
            _log.warning("%s", error)
            if len(self._complaints) < 100:
                self._complaints.append(error)
        self._is_back()

    def _refused_line(self, answer: _Event) -> Optional[_Line]:
        number, of, id = answer.get("line"), answer.get("of"), answer.get("id")
        for line in self._written:
            if line.number == number and of in (None, line.of):
                return line
        for line in self._written:
            if of == line.of and id == line.id:
                return line
        return None

    def _confirm_before(self, line: _Line) -> None:
        """An answer says that every earlier line of this connection is in the log."""
        while True:
            first = self._written.popleft()
            if first is line:
                return
            if first.asks:
                raise ConnectionError(f"it left a line of type {first.of} without an answer")
            first.settle()

    def _is_back(self) -> None:
        self._pause = 0.0
        self._why = ""
        if self._down is not None:
            _log.warning("The router at %s is back.", self.path)
            self._down = None
            self._probe_pause = 0.0
            self._tell_outage()

    def _raise_complaint(self) -> None:
        """A line that is not answered was refused earlier: said at the next call, before it does anything."""
        if self._complaints and self._fixed is None:
            complaint, self._complaints = self._complaints[0], []
            raise complaint
        self._complaints = []

    # -- threads and forks

    def _entered(self, reopen: bool = False) -> ContextManager[Any]:
        if os.getpid() != self._pid:  # the parent's socket, and what it had to say, are the parent's
            if self._connection is not None:
                self._connection.socket.close()
            self._ids.renew(forked=True)
            self._start_over()
        if self._closed and not reopen:
            raise RmtopError("This router was closed.")
        return self._lock


def _answers(answer: _Event, line: _Line) -> bool:
    """Whether the answer is of the kind that the line asks for, and names what it names."""
    if line.of == "pair":
        return answer.get("type") == "decision" and str(answer.get("id")) == line.id and "rm" in answer
    if line.of == "control":
        return answer.get("type") == "applied" and answer.get("seq") == line.id
    return answer.get("type") == line.of


def _flat(settings: Mapping[str, Any], stem: str = "") -> Iterable[Tuple[str, str]]:
    """{"reward": {"clip": 3}} as reward.clip=3."""
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{stem}{name}.")
        else:
            yield stem + name, value if isinstance(value, str) else json.dumps(value)


# ---------------------------------------------------------------------------------------------------------------------
# The run log of trainers that choose themselves


class RunLog:
    """Writes a run log, for a trainer that chooses its reward models itself: `rmtop watch` and the rest read it.

    It has the calls of `Router`; `select` is told the choice instead of asking for it. Every call is one write to the
    end of the file. A log that exists is continued: the same run goes on in a new segment.

    rms: ids, or objects with `id`, `name`, `cost`, `endpoint`. settings: of `run.router`, with which rmtop computes
    posteriors (docs/run-log.md). name: of the run; the file's where it is None.
    """

    def __init__(
        self,
        path: Union[str, "os.PathLike[str]"],
        rms: Sequence[Union[str, Mapping[str, Any]]],
        *,
        dim: Optional[int] = None,
        settings: Optional[Mapping[str, Any]] = None,
        name: Optional[str] = None,
        tags: Optional[Mapping[str, str]] = None,
        session: Optional[str] = None,
    ) -> None:
        self.path = os.fspath(path)
        models = [{"id": rm} if isinstance(rm, str) else dict(rm) for rm in rms]
        if not models:
            raise ValueError("A run log names at least one reward model.")
        self._rms = {_checked_id(model.get("id")) for model in models}
        name = name or os.path.basename(self.path).split(".")[0] or "run"
        run: _Event = {"type": "run", "version": 1, "run": name, "rms": models}
        if dim is not None:
            run["dim"] = dim
        if settings is not None:
            run["router"] = dict(settings)
        if tags is not None:
            run["tags"] = dict(tags)
        run["t"] = _now()
        self._ids = _Ids(session)
        self._pid = os.getpid()
        self._lock = threading.RLock()
        self._file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        size = os.fstat(self._file).st_size
        self._known: Optional[Set[str]] = None if size else set()  # controls that were answered
        self._controls_read: Dict[str, Tuple[int, int]] = {}  # inode and offset of each control file
        torn = size > 0 and os.pread(self._file, 1, size - 1) != b"\n"
        self._write([run], b"\n" if torn else b"")

    def select(
        self,
        X: Any = None,
        rm: Union[str, Sequence[str], None] = None,
        *,
        step: Any = None,
        ids: Any = None,
        category: OneOrMany = None,
        prompt: Any = None,
        a: Any = None,
        b: Any = None,
        by: OneOrMany = None,
        propensity: Any = None,
    ) -> List[Pick]:
        """Logs which reward model the trainer chose for each pair; the pairs are described as for `Router.select`.

        rm: the reward model of all pairs, or of each. by: who chose (fixed, random, thompson, …). propensity: the
        probability with which it was chosen, without which `rmtop whatif` cannot answer.
        """
        if rm is None:
            raise ValueError("A run log is told the choice: give rm, one reward model for all pairs or one for each.")
        with self._entered():
            events = _pair_events(self._ids, X, a, b, step, category, prompt, ids)
            models, who = _spread(rm, len(events), "rm"), _spread(by, len(events), "by")
            chances = _spread(propensity, len(events), "propensity")
            picks = []
            for event, model, author, chance in zip(events, models, who, chances):
                if model not in self._rms:
                    raise ValueError(f"{model!r} is none of the run's reward models: {', '.join(sorted(self._rms))}.")
                event["type"] = "decision"
                event["rm"] = model
                if author is not None:
                    event["by"] = author
                if chance is not None:
                    chance = float(_number(chance, "propensity"))
                    if not 0 < chance <= 1:
                        raise ValueError(f"A propensity is above 0 and at most 1; {chance!r} is not.")
                    event["p"] = chance
                picks.append(Pick(event["id"], model, chance, event.get("step"), event.get("category"), author))
            self._write(events)
            return picks

    def feedback(
        self,
        picks: Union[PickOrID, Sequence[PickOrID]],
        losses: Any = None,
        *,
        rewards: Any = None,
        ties: Any = None,
        errors: Any = None,
        scores_a: Any = None,
        scores_b: Any = None,
        latency_ms: Any = None,
        labels: Any = None,
    ) -> None:
        """Logs what came of the decisions, as `Router.feedback` does."""
        chosen = _picks_of(picks)
        with self._entered():
            self._write(
                _feedback_events(chosen, losses, rewards, ties, errors, scores_a, scores_b, latency_ms, labels)
            )

    def metrics(self, step: Any, values: Mapping[str, Any]) -> None:
        """Logs the trainer's numbers at a step."""
        with self._entered():
            self._write([_metrics_event(step, values)])

    def note(self, text: str, level: str = "info") -> None:
        """Logs a sentence; level is info, warn or error."""
        with self._entered():
            self._write([_note_event(text, level)])

    def end(self, reason: Optional[str] = None) -> None:
        """Says that the run is over."""
        with self._entered():
            self._write([_end_event(reason)])

    def poll_controls(self, path: Union[str, "os.PathLike[str]"]) -> List[Control]:
        """The controls that were appended to this file since the last call; each is to be answered with `applied`.

        What the run log has answered already, in this run of the program or in one before, is left out. A line that
        cannot be read is left out with a warning: it must not be obeyed more widely than it was meant.
        """
        with self._entered():
            if self._known is None:
                self._known = self._answered()
            name = os.fspath(path)
            try:
                with open(name, "rb") as file:
                    facts = os.fstat(file.fileno())
                    inode, offset = self._controls_read.get(name, (facts.st_ino, 0))
                    if inode != facts.st_ino or facts.st_size < offset:
                        offset = 0  # another file, or one that was begun anew
                    file.seek(offset)
                    text = file.read()
            except FileNotFoundError:
                return []
            whole = text.rfind(b"\n") + 1  # the last line waits for its end
            self._controls_read[name] = (facts.st_ino, offset + whole)
            controls = []
            for line in text[:whole].splitlines():
                control = _control(line)
                if control is not None and control.seq not in self._known:
                    self._known.add(control.seq)
                    controls.append(control)
            return controls

    def applied(self, control: Control, ok: bool = True, *, step: Any = None, error: Optional[str] = None) -> None:
        """Logs a control and what became of it. error: why it is not obeyed, with ok=False."""
        answer: _Event = {"type": "applied", "seq": control.seq, "ok": bool(ok)}
        if step is not None:
            answer["step"] = _checked_step(step)
        if error is not None:
            answer["error"] = error
        with self._entered():
            self._write([answer], control.line.encode("utf-8") + b"\n")

    def close(self) -> None:
        with self._lock:
            if self._file >= 0:
                os.close(self._file)
                self._file = -1

    def __enter__(self) -> "RunLog":
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Any) -> None:
        self.close()

    def _entered(self) -> ContextManager[Any]:
        if os.getpid() != self._pid:  # O_APPEND makes the file safe to share; ids must not be
            self._pid = os.getpid()
            self._lock = threading.RLock()
            self._ids.renew(forked=True)
        return self._lock

    def _write(self, events: List[_Event], before: bytes = b"") -> None:
        data = before + b"".join(_Line(event, asks=False).data for event in events)
        if self._file < 0:
            raise RmtopError(f"The run log {self.path} was closed.")
        while data:
            data = data[os.write(self._file, data) :]

    def _answered(self) -> Set[str]:
        """The controls that the log has answers to."""
        known = set()
        with open(self.path, "rb") as file:
            for line in file:
                if b'"applied"' in line:
                    try:
                        event = json.loads(line)
                    except ValueError:
                        continue
                    if isinstance(event, dict) and event.get("type") == "applied":
                        known.add(str(event.get("seq")))
        return known


def _control(line: bytes) -> Optional[Control]:
    """A line of a control file, or None where it is nothing to obey."""
    if not line.strip():
        return None
    try:
        text = line.decode("utf-8")
        event = json.loads(text)
        if not isinstance(event, dict) or event.get("type") != "control":
            raise ValueError("it is no control")
        seq, action, steps = event.get("seq"), event.get("action"), event.get("steps")
        if not isinstance(seq, str) or not 1 <= len(seq.encode("utf-8", "surrogatepass")) <= 64:
            raise ValueError("seq is a text of 1 to 64 bytes")
        if not isinstance(action, str):
            raise ValueError("action is a text")
        if steps is not None and (isinstance(steps, bool) or not isinstance(steps, int) or steps < 1):
            raise ValueError("steps is a whole number above 0")
        for name in ("rm", "category"):
            if not isinstance(event.get(name), (str, int, type(None))):
                raise ValueError(f"{name} is a text")
        rm, category = (None if event.get(name) is None else str(event[name]) for name in ("rm", "category"))
        return Control(seq, action, rm, category, steps, event.get("by"), event.get("reason"), text)
    except ValueError as error:
        _log.warning("A line of the control file is left out: %s: %.200r", error, line)
        return None
