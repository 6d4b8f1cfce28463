"""examples/verl_reward.py through verl's own reward manager, and through a stand-in where verl is not installed."""

import asyncio
import importlib.util
import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType, SimpleNamespace

import pytest

pytestmark = pytest.mark.torch
FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../examples/verl_reward.py")


class Tokenizer:
    """A token is a letter."""

    def decode(self, ids, skip_special_tokens=True):
        return "".join(chr(int(id)) for id in ids)


class Batch:
    """The part of verl's DataProto that its reward manager touches."""

    def __init__(self, batch, non_tensor_batch):
        self.batch, self.non_tensor_batch = batch, non_tensor_batch

    def __getitem__(self, which):
        return Batch(
            {name: tensor[which] for name, tensor in self.batch.items()},
            {name: values[which] for name, values in self.non_tensor_batch.items()},
        )


def stand_in():
    """verl 0.9's NaiveRewardManager and default_compute_score, as far as the example uses them."""

    class NaiveRewardManager:
        def __init__(self, config, tokenizer, compute_score, **more):
            self.tokenizer, self.compute_score = tokenizer, compute_score
            self.loop = asyncio.get_event_loop()

        async def run_single(self, data):
            item = data[-1:][0]
            ids = item.batch["responses"]
            ids = ids[: item.batch["attention_mask"][-ids.shape[-1] :].sum()]
            known = item.non_tensor_batch
            given = dict(
                data_source=known["data_source"], solution_str=self.tokenizer.decode(ids),
                ground_truth=known["reward_model"]["ground_truth"], extra_info=known.get("extra_info", {}),
            )  # fmt: skip
            result = await self.loop.run_in_executor(None, lambda: self.compute_score(**given))
            return {"reward_score": result["score"], "reward_extra_info": result}

    def default_compute_score(data_source, solution_str, ground_truth, extra_info=None):
        if data_source != "openai/gsm8k":
            raise NotImplementedError
        return float(solution_str.endswith("#### " + ground_truth))

    names = ["verl", "verl.utils", "verl.utils.reward_score", "verl.experimental", "verl.experimental.reward_loop",
             "verl.experimental.reward_loop.reward_manager",
             "verl.experimental.reward_loop.reward_manager.naive"]  # fmt: skip
    made = {name: ModuleType(name) for name in names}
    made[names[-1]].NaiveRewardManager = NaiveRewardManager
    made["verl.utils.reward_score"].default_compute_score = default_compute_score
    return made


@pytest.fixture(params=["verl", "stand-in"])
def verl(request, monkeypatch):
    """Loads the example as verl does: the function and the manager each from a module of their own."""
    if request.param == "verl":
        pytest.importorskip("verl")
        from verl import DataProto
        from verl.trainer.ppo.reward import load_reward_manager

        def manager(config, tokenizer):
            return load_reward_manager(config, tokenizer)

        def batch(tensors, others):
            return DataProto.from_dict(tensors=tensors, non_tensors=others)

        return SimpleNamespace(manager=manager, batch=batch)
    for name, module in stand_in().items():
        monkeypatch.setitem(sys.modules, name, module)

    def load(name):
        spec = importlib.util.spec_from_file_location("custom", FILE)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return getattr(module, name)

    def manager(config, tokenizer):
        function, more = load("compute_score"), config.reward.custom_reward_function.reward_kwargs
        return load("RoutedRewardManager")(config, tokenizer, lambda **given: function(**given, **more))

    return SimpleNamespace(manager=manager, batch=Batch)


class Endpoint:
    """A reward model behind HTTP, which likes what `judge` says."""

    def __init__(self, judge, fail=0):
        self.asked = []
        outer = self
        failures = [None] * fail

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.asked.append(question)
                self.send_response(503 if failures and not failures.pop() else 200)
                self.end_headers()
                self.wfile.write(json.dumps({"rewards": [judge(question["query"][0])]}).encode())

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/get_reward"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def endpoints():
    made = {"armorm": Endpoint(lambda text: float("#### 4" in text)), "skywork": Endpoint(lambda text: -len(text))}
    yield made
    for endpoint in made.values():
        endpoint.close()


def config_of(server, endpoints, workers=1):
    config = {
        "reward": {
            "num_workers": workers,
            "custom_reward_function": {
                "path": FILE, "name": "compute_score",
                "reward_kwargs": {"socket": server.address, "endpoints": {rm: e.url for rm, e in endpoints.items()}},
            },
            "reward_manager": {"source": "importlib", "name": "RoutedRewardManager", "module": {"path": FILE}},
        },
        "actor_rollout_ref": {"rollout": {"n": 3}},
    }  # fmt: skip
    try:
        from omegaconf import OmegaConf

        return OmegaConf.create(config)
    except ImportError:
        return json.loads(json.dumps(config), object_hook=lambda fields: Fields(fields))


class Fields(dict):
    __getattr__ = dict.__getitem__


def answer(verl, uid, text, source="openai/gsm8k", split="train", prompt="2+2"):
    """One answer as verl's agent loop hands it to the reward manager."""
    numpy, torch = pytest.importorskip("numpy"), pytest.importorskip("torch")

    def ids(text):
        return torch.tensor([[ord(letter) for letter in text]])

    def column(value):
        made = numpy.empty(1, dtype=object)
        made[0] = value
        return made

    padded = torch.cat((torch.zeros(1, 3, dtype=torch.long), ids(prompt)), 1)
    mask = torch.cat((torch.zeros(1, 3), torch.ones(1, len(prompt) + len(text))), 1).long()
    return verl.batch(
        {"prompts": padded, "responses": ids(text), "attention_mask": mask},
        {
            "uid": column(uid), "data_source": column(source), "extra_info": column({"split": split, "index": 1}),
            "reward_model": column({"ground_truth": "4"}),
        },
    )  # fmt: skip


def scored(manager, *answers):
    async def all_of_them():
        return await asyncio.gather(*(manager.run_single(one) for one in answers))

    return [result["reward_score"] for result in manager.loop.run_until_complete(all_of_them())]


@pytest.fixture
def loop():
    made = asyncio.new_event_loop()
    asyncio.set_event_loop(made)
    yield made
    made.close()
    asyncio.set_event_loop(None)


def test_all_answers_to_a_prompt_meet_one_reward_model_and_the_router_hears_of_it(verl, loop, server, endpoints):
    manager = verl.manager(config_of(server, endpoints), Tokenizer())
    texts = ["it is #### 4", "it is #### 5", "four"]
    first = scored(manager, *(answer(verl, "one", text) for text in texts))
    second = scored(manager, *(answer(verl, "two", text) for text in texts))
    third = scored(manager, *(answer(verl, "three", text, source="other") for text in texts))
    assert first == [1, 0, 0] and second == [-15, -15, -7] and third == [1, 0, 0]
    assert [pair["id"] for pair in server.of("pair")] == ["one", "two", "three"]
    assert sorted(len(endpoint.asked) for endpoint in endpoints.values()) == [3, 6]
    assert {"query": ["2+2four"], "prompts": ["2+2"]} in endpoints["armorm"].asked
    server.wait_for(lambda server: len(server.of("feedback")) == 3)
    told = {event["id"]: (event.get("reward"), event.get("tie")) for event in server.of("feedback")}
    assert told == {"one": (1, None), "two": (0.25, None), "three": (None, True)}


def test_validation_asks_nobody(verl, loop, server, endpoints):
    manager = verl.manager(config_of(server, endpoints), Tokenizer())
    assert scored(manager, answer(verl, "v", "#### 4", split="test"), answer(verl, "v", "5", split="test")) == [1, 0]
    assert server.seen == [] and not endpoints["armorm"].asked


def test_an_endpoint_that_fails_once_is_asked_again_and_one_that_is_gone_is_logged(verl, loop, server, endpoints):
    endpoints["armorm"].close()
    endpoints["armorm"] = Endpoint(lambda text: 2.0, fail=1)
    manager = verl.manager(config_of(server, endpoints), Tokenizer())
    assert scored(manager, answer(verl, "one", "x")) == [2] and len(endpoints["armorm"].asked) == 2
    endpoints["skywork"].close()
    with pytest.raises(OSError):
        scored(manager, answer(verl, "two", "x"))
    server.wait_for(lambda server: server.of("feedback"))
    assert server.of("feedback")[0]["id"] == "two" and "refused" in server.of("feedback")[0]["error"]
    endpoints["skywork"] = Endpoint(len)


def test_more_workers_than_one_are_refused(verl, loop, server, endpoints):
    with pytest.raises(ValueError, match="reward.num_workers=1; it is 8"):
        verl.manager(config_of(server, endpoints, workers=8), Tokenizer())


def test_metrics_are_followed_as_verl_writes_them(server, folder, monkeypatch):
    for name, module in stand_in().items():
        monkeypatch.setitem(sys.modules, name, module)
    spec = importlib.util.spec_from_file_location("custom", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path, stop = folder + "/verl.jsonl", threading.Event()
    follower = threading.Thread(target=module.follow, args=(server.address, path, stop))
    follower.start()
    with open(path, "wb", buffering=0) as file:
        file.write(b'{"step":1,"data":{"actor/pg_loss":0.5,"note":"x"}}\n{"step":2,"da')
        server.wait_for(lambda server: server.of("metrics"))
        file.write(b'ta":{"critic/rewards/mean":1}}\n')
    stop.set()
    follower.join()
    told = [(event["step"], event["values"]) for event in server.of("metrics")]
    assert told == [(1, {"actor/pg_loss": 0.5}), (2, {"critic/rewards/mean": 1})]
