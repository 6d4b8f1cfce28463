"""A router in a thread that speaks the protocol of docs/run-log.md, and does what a test wants of it."""

import json
import os
import socket
import threading


class FakeServer:
    """Decides `rms` in turn. What it accepted stands in `log`; `seen` has every line that arrived, of any connection.

    on_line: called with (connection number, event) before a line is handled. Answers None, an error's (code, message),
    or "drop", which closes the connection instead. It may block: the router then is slow.
    after_line: the same, after the line was accepted and before its answer is sent; only "drop" counts.
    """

    def __init__(self, address, rms=("armorm", "skywork"), token=None):
        self.rms = list(rms)
        self.token = token
        self.log = []
        self.seen = []
        self.connections = 0
        self.on_line = lambda connection, event: None
        self.after_line = lambda connection, event: None
        self.decisions = {}
        self.applied = {}
        self.changed = threading.Condition()
        self._open = []
        self._stopped = False
        if isinstance(address, tuple):
            self._listener = socket.create_server(address)
            self.address = "tcp:127.0.0.1:%d" % self._listener.getsockname()[1]
        else:
            self._listener = socket.socket(socket.AF_UNIX)
            self._listener.bind(address)
            self._listener.listen(64)
            self.address = address
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._stopped = True
        # shutdown wakes the thread in accept, which close alone does not
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._listener.close()
        if not self.address.startswith("tcp:") and os.path.exists(self.address):
            os.unlink(self.address)
        for made in self._open:
            try:
                made.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def wait_for(self, condition, seconds=20):
        with self.changed:
            assert self.changed.wait_for(lambda: condition(self), seconds), "the router did not see it in time"

    def of(self, kind):
        return [event for event in self.log if event["type"] == kind]

    def _accept(self):
        while True:
            try:
                made, _ = self._listener.accept()
            except OSError:
                return
            if self._stopped:
                made.close()
                return
            self._open.append(made)
            self.connections += 1
            threading.Thread(target=self._serve, args=(made, self.connections), daemon=True).start()

    def _serve(self, made, connection):
        number = 0
        try:
            with made, made.makefile("rb") as lines:
                for line in lines:
                    if not line.endswith(b"\n"):
                        return
                    number += 1
                    answer = self._handle(json.loads(line), number, connection)
                    if answer == "drop":
                        made.shutdown(socket.SHUT_RDWR)
                        return
                    if answer is not None:
                        made.sendall(json.dumps(answer).encode() + b"\n")  # waits until it is read
        except OSError:
            return

    def _handle(self, event, number, connection):
        with self.changed:
            self.seen.append(event)
            self.changed.notify_all()
        verdict = self.on_line(connection, event)
        if verdict == "drop":
            return "drop"
        kind = event["type"]
        if kind == "hello" and self.token is not None and event.get("token") != self.token:
            verdict = ("not_authorised", "The token is not the router's.")
        if verdict is not None:
            code, message = verdict
            return {"type": "error", "line": number, "of": kind, "id": event.get("id", event.get("seq")),
                    "code": code, "message": message}  # fmt: skip
        answer = self._accepted(event)
        if self.after_line(connection, event) == "drop":
            return "drop"
        return answer

    def _accepted(self, event):
        with self.changed:
            try:
                kind, id = event["type"], event.get("id")
                if kind == "hello":
                    return {"type": "hello", "version": 1}
                if kind == "status":
                    return {"type": "status", "decisions": len(self.decisions), "writable": True}
                if kind == "pair":
                    if id in self.decisions:
                        return dict(self.decisions[id], repeated=True)
                    rm = self.rms[len(self.decisions) % len(self.rms)]
                    decision = {"type": "decision", "id": id, "rm": rm, "by": "thompson", "p": 0.5}
                    if "step" in event:
                        decision["step"] = event["step"]
                    self.decisions[id] = decision
                    self.log += [event, decision]
                    return decision
                if kind == "control":
                    seq = event["seq"]
                    if seq not in self.applied:
                        ok = event.get("rm") in (None, *self.rms)
                        self.applied[seq] = {"type": "applied", "seq": seq, "ok": ok, "step": 0}
                        if not ok:
                            self.applied[seq]["error"] = "There is no such reward model."
                        self.log += [event, self.applied[seq]]
                    return self.applied[seq]
                self.log.append(event)
                return None
            finally:
                self.changed.notify_all()
