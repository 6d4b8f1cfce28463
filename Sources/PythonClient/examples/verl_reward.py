"""verl (0.9) routed by rmtop: all answers to a prompt are scored by the reward model that the router picks.

In verl's configuration, with this file as FILE and a router running on SOCKET:

    reward.custom_reward_function.path=FILE
    +reward.custom_reward_function.reward_kwargs.socket=SOCKET
    +reward.custom_reward_function.reward_kwargs.endpoints.armorm=http://host:port/get_reward
    +reward.custom_reward_function.reward_kwargs.endpoints.skywork=http://…
    reward.reward_manager.source=importlib reward.reward_manager.name=RoutedRewardManager
    reward.reward_manager.module.path=FILE reward.num_workers=1

An endpoint is asked as OpenRLHF asks its remote reward models: POST {"query": [prompt + answer], "prompts": [prompt]}
is answered by {"rewards": [r]}. reward_kwargs.on_error=fixed:armorm keeps the training alive without a router.
The router is told of each prompt how well its reward model ordered the answers by what verl can verify
(`rmtop.agreement`), or that nothing can be said; the published method routes preference pairs and does not cover this.
One reward worker, because verl deals the answers to a prompt out to all of them; scoring is in threads.

verl's metrics go into the run log as verl writes them (trainer.logger='["console","file"]'):

    VERL_FILE_LOGGER_PATH=verl.jsonl python -m verl.trainer.main_ppo … & python verl_reward.py SOCKET verl.jsonl
"""

import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import OrderedDict

import rmtop
from verl.experimental.reward_loop.reward_manager.naive import NaiveRewardManager
from verl.utils.reward_score import default_compute_score


class RoutedRewardManager(NaiveRewardManager):
    """verl's own, which tells the reward function what prompt an answer is to: its text, and verl's uid for it."""

    def __init__(self, config, *arguments, **more):
        super().__init__(config, *arguments, **more)
        self.answers = config.actor_rollout_ref.rollout.n
        if config.reward.num_workers != 1:
            raise ValueError(f"verl_reward wants reward.num_workers=1; it is {config.reward.num_workers}.")

    async def run_single(self, data):
        known = data.non_tensor_batch
        if "extra_info" not in known:
            raise ValueError("verl_reward wants a dataset with extra_info, which says the split of a row.")
        prompt = data.batch["prompts"][-1]
        prompt = prompt[data.batch["attention_mask"][-1][: prompt.shape[-1]].bool()]
        known["extra_info"][-1].update(
            uid=str(known["uid"][-1]),
            answers=self.answers,
            prompt=self.tokenizer.decode(prompt, skip_special_tokens=True),
        )
        return await super().run_single(data)


class Prompts:
    """The prompts whose answers are being scored, each with its pick and what its answers got so far."""

    def __init__(self, router):
        self.router = router
        self.lock = threading.Lock()
        self.open = OrderedDict()

    def pick(self, uid):
        with self.lock:
            if uid not in self.open:
                pick = self.router.select([[1.0]], ids=[uid])[0]  # nothing tells prompts apart: see rmtop.trl
                self.open[uid] = (pick, [], [])
                if len(self.open) > 8192:  # answers that never came
                    self.open.popitem(last=False)
            return self.open[uid][0]

    def scored(self, uid, answers, score, truth):
        """The last answer of a prompt is when the router can be told."""
        with self.lock:
            if uid not in self.open:
                return
            pick, scores, truths = self.open[uid]
            scores.append(score)
            truths.append(truth)
            if len(scores) < answers:
                return
            del self.open[uid]
            known = [(score, truth) for score, truth in zip(scores, truths) if truth is not None]
            value = rmtop.agreement([score for score, _ in known], [truth for _, truth in known])
            self.router.feedback(pick, rewards=value, ties=value is None)

    def failed(self, uid, error):
        with self.lock:
            if uid in self.open:
                self.router.feedback(self.open.pop(uid)[0], errors=f"{type(error).__name__}: {error}")


_prompts = {}
_lock = threading.Lock()


def prompts_of(socket, on_error):
    with _lock:
        if socket not in _prompts:
            _prompts[socket] = Prompts(rmtop.Router(socket, on_error=on_error))
        return _prompts[socket]


def ask(url, prompt, answer, seconds=60, attempts=3):
    """The reward of one answer; asked again where the endpoint is away or fails."""
    question = json.dumps({"query": [prompt + answer], "prompts": [prompt]}).encode()
    request = urllib.request.Request(url, question, {"Content-Type": "application/json"})
    for attempt in range(attempts):
        try:
            with urllib.request.urlopen(request, timeout=seconds) as response:
                return float(json.load(response)["rewards"][0])
        except (OSError, ValueError, LookupError, TypeError) as error:
            refused = isinstance(error, urllib.error.HTTPError) and 400 <= error.code < 500
            if refused or attempt + 1 == attempts:
                raise
            time.sleep(2**attempt)


def verified(data_source, solution_str, ground_truth, extra_info):
    """What verl can check of an answer; None where it has no check for this data."""
    try:
        score = default_compute_score(data_source, solution_str, ground_truth, extra_info)
    except NotImplementedError:
        return None
    return float(score["score"] if isinstance(score, dict) else score)


def compute_score(data_source, solution_str, ground_truth, extra_info, socket, endpoints, on_error=None, **more):
    """verl's reward function: the reward of one answer. In validation it is what can be verified; nobody is asked."""
    truth = verified(data_source, solution_str, ground_truth, extra_info)
    if extra_info.get("split", "train") != "train":
        return {"score": truth or 0.0, "acc": truth or 0.0}
    if "uid" not in extra_info:
        raise ValueError("verl_reward wants RoutedRewardManager as the reward manager: see the top of the file.")
    prompts = prompts_of(socket, on_error)
    uid = extra_info["uid"]
    pick = prompts.pick(uid)
    try:
        score = ask(endpoints[pick.rm], extra_info["prompt"], solution_str)
    except Exception as error:
        prompts.failed(uid, error)
        raise
    prompts.scored(uid, extra_info["answers"], score, truth)
    return {"score": score, "acc": truth or 0.0}


def follow(socket, path, stop):
    """Writes verl's metrics into the run log as they come, until `stop` is set."""
    read, ending = 0, False
    with rmtop.Router(socket, on_error="fixed:nobody") as router:  # no pairs here: the metrics wait for the router
        while not ending:
            ending = stop.wait(1)
            if not os.path.exists(path):
                continue
            with open(path, "rb") as file:
                file.seek(read)
                whole = file.read().rpartition(b"\n")[0]
            read += len(whole) + (1 if whole else 0)
            for event in map(json.loads, whole.splitlines()):
                values = {name: value for name, value in event["data"].items() if isinstance(value, (int, float))}
                router.metrics(event["step"], values)


if __name__ == "__main__":
    try:
        follow(*sys.argv[1:3], threading.Event())
    except KeyboardInterrupt:
        pass
