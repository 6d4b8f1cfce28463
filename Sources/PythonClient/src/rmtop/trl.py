"""TRL's online DPO and GRPO, each pair or group judged by the reward model that an rmtop router picks (TRL 1.16).

    import rmtop.trl

    router = rmtop.trl.connect("/tmp/router.sock")      # or connect(log="run.jsonl", rms=["armorm", "skywork"])
    trainer = rmtop.trl.RoutedOnlineDPOTrainer(
        router=router,
        reward_models={"armorm": (model, tokenizer), "skywork": a_function},
        model=policy, args=config, processing_class=tokenizer, train_dataset=prompts,
    )
    trainer.train()

A reward model is called for the pairs that are its own and for no others. The loss of each pair goes back to the
router, TRL's metrics go into the log. Every rank asks the same router.
"""

from __future__ import annotations

import hashlib
import json
import math
import time
import warnings
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Callable, Deque, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import torch
from accelerate import PartialState
from accelerate.utils import broadcast_object_list
from transformers import PreTrainedModel, TrainerCallback
from trl.data_utils import apply_chat_template, is_conversational
from trl.experimental.online_dpo import OnlineDPOTrainer

from .client import Pick, RmtopError, Router, RouterError, RouterUnavailable
from .ranking import agreement

__all__ = [
    "GroupRewards",
    "PolicyContext",
    "RoutedOnlineDPOTrainer",
    "RoutedRewards",
    "RouterCallback",
    "connect",
]

#: TRL's reward function: (prompts=, completions=, **columns) gives a number for each completion.
RewardFunction = Callable[..., Sequence[Any]]
#: A reward function, or a sequence classifier with its tokenizer.
RewardModel = Union[RewardFunction, Tuple[PreTrainedModel, Any]]
#: (prompts, completions A, completions B) gives the pairs' contexts, n × d, or two matrices: the embeddings of
#: prompt + completion A and B, for a router whose prior file knows what to make of them.
Encoder = Callable[[List[Any], List[Any], List[Any]], Any]


def connect(path: Optional[str] = None, *, on_error: Optional[str] = None, **start: Any) -> Router:
    """A connection of this rank to the router at `path`; without one, rank 0 starts a router for all ranks.

    start: what `Router.start` takes (log, rms, prior, settings, …). All ranks must call this, on one machine.
    Accelerate's process group is made here where there is none: ranks that train on the CPU though there is something
    faster make it themselves before, with `accelerate.PartialState(cpu=True)`.
    """
    if path is not None:
        return Router(path, on_error=on_error, **start)
    state = PartialState(cpu=not torch.accelerator.is_available())
    own: Optional[Router] = None
    trouble: Optional[RmtopError] = None
    if state.is_main_process:
        try:
            own = Router.start(on_error=on_error, **start)
        except RmtopError as error:
            trouble = error
    told = [own.path if own is not None else str(trouble)]
    ok = [own is not None]
    if state.num_processes > 1:
        broadcast_object_list(told)
        broadcast_object_list(ok)
    if trouble is not None:
        raise trouble
    if not ok[0]:
        raise RouterUnavailable(f"Rank 0 could not start a router: {told[0]}")
    return own or Router(told[0], on_error=on_error)


# ---------------------------------------------------------------------------------------------------------------------
# Reward models


def _called(model: RewardModel, prompts: List[Any], completions: List[Any], columns: Mapping[str, Any]) -> List[float]:
    """One number for each completion; NaN where the reward model gave none."""
    if isinstance(model, tuple):
        scores: Sequence[Any] = _classified(model[0], model[1], prompts, completions)
    else:
        scores = model(prompts=prompts, completions=completions, **columns)
    if isinstance(scores, torch.Tensor):
        scores = scores.detach().float().flatten().tolist()
    if len(scores) != len(completions):
        raise ValueError(f"It gave {len(scores)} rewards for {len(completions)} completions.")
    return [math.nan if score is None else float(score) for score in scores]


def _classified(model: PreTrainedModel, tokenizer: Any, prompts: List[Any], completions: List[Any]) -> Sequence[Any]:
    """The first logit of a sequence classifier, its text made as TRL makes it."""
    if is_conversational({"prompt": prompts[0]}):
        messages = [{"messages": prompt + completion} for prompt, completion in zip(prompts, completions)]
        texts = [apply_chat_template(message, tokenizer)["text"] for message in messages]
    else:
        texts = [prompt + completion for prompt, completion in zip(prompts, completions)]
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    model.config.get_text_config().pad_token_id = tokenizer.pad_token_id
    device = PartialState().device
    model.to(device).eval()
    inputs = tokenizer(text=texts, return_tensors="pt", padding=True, padding_side="right", add_special_tokens=False)
    with torch.inference_mode():
        return list(model(**inputs.to(device)).logits[:, 0].float().tolist())


def _columns_of(columns: Mapping[str, Any], rows: Sequence[int], count: int) -> Dict[str, Any]:
    """The dataset's columns for some of `count` rows; what is not one value a row goes to all."""
    per_row = {name for name, value in columns.items() if isinstance(value, (list, tuple)) and len(value) == count}
    return {
        name: [value[row] for row in rows] if name in per_row else value for name, value in columns.items()
    }  # fmt: skip


def _step(trainer_state: Any) -> int:
    """The step that is being taken: TRL counts it when it is done, and logs its metrics under that number."""
    return int(trainer_state.global_step) + 1 if trainer_state is not None else 0


@dataclass
class Judged:
    """What the reward models said of the pairs of one call; one entry a pair."""

    picks: List[Pick]
    scores_a: List[float]
    scores_b: List[float]
    latency_ms: List[float]
    #: Why the picked reward model's call failed; the scores are then of the stand-in.
    errors: List[Optional[str]] = field(default_factory=list)

    @property
    def ties(self) -> List[bool]:
        return [a == b for a, b in zip(self.scores_a, self.scores_b)]


class RoutedRewards:
    """A reward function for TRL's online DPO that asks the router which reward model judges which pair.

    reward_models: by the router's ids. context: what describes a pair to the router; None: nothing does, all pairs have
    the context [1], and it learns which reward model is better on the whole. category: the name of a column, or a
    function of the prompts.
    stand_in: the reward model that judges a pair whose own one failed; None: a failure ends the training.

    `judged` waits for each call of it until whoever knows the losses takes it (`RoutedOnlineDPOTrainer` does).
    """

    def __init__(
        self,
        router: Router,
        reward_models: Mapping[str, RewardModel],
        *,
        context: Optional[Encoder] = None,
        category: Union[None, str, Callable[[List[Any]], Sequence[str]]] = None,
        stand_in: Optional[str] = None,
    ) -> None:
        if not reward_models:
            raise ValueError("There is no reward model to route to.")
        if stand_in is not None and stand_in not in reward_models:
            raise ValueError(f"stand_in is {stand_in!r}, which is none of: {', '.join(reward_models)}.")
        self.router = router
        self.reward_models = dict(reward_models)
        self.context = context
        self.category = category
        self.stand_in = stand_in
        self.judged: Deque[Judged] = deque(maxlen=64)
        self.__name__ = "routed"

    def __call__(
        self, prompts: List[Any], completions: List[Any], trainer_state: Any = None, **columns: Any
    ) -> List[float]:
        """TRL gives all prompts twice: with their completions A, then with B."""
        count = len(prompts) // 2
        described = self._described(prompts[:count], completions[:count], completions[count:])
        picks = self.router.select(
            step=_step(trainer_state),
            category=self._categories(prompts[:count], columns),
            prompt=[_text(prompt) for prompt in prompts[:count]],
            **described,
        )
        judged = Judged(picks, [math.nan] * count, [math.nan] * count, [math.nan] * count, [None] * count)
        for rm in sorted({pick.rm for pick in picks}):
            pairs = [index for index, pick in enumerate(picks) if pick.rm == rm]
            self._judge(judged, rm, pairs, prompts, completions, columns)
        self.judged.append(judged)
        return judged.scores_a + judged.scores_b

    def _described(self, prompts: List[Any], a: List[Any], b: List[Any]) -> Dict[str, Any]:
        if self.context is None:
            return {"X": _alike(len(prompts))}
        described = self.context(prompts, a, b)
        if isinstance(described, tuple):
            return {"a": described[0], "b": described[1]}
        return {"X": described}

    def _categories(self, prompts: List[Any], columns: Mapping[str, Any]) -> Any:
        if self.category is None:
            return None
        if callable(self.category):
            return list(self.category(prompts))
        if self.category not in columns:
            raise ValueError(f"The dataset has no column {self.category!r} to take categories from.")
        return list(columns[self.category][: len(prompts)])

    def _judge(
        self, judged: Judged, rm: str, pairs: List[int], prompts: List[Any], completions: List[Any], columns: Any
    ) -> None:
        count = len(prompts) // 2
        rows = pairs + [pair + count for pair in pairs]
        some = [prompts[row] for row in rows], [completions[row] for row in rows]
        mine = _columns_of(columns, rows, len(prompts))
        began = time.monotonic()
        why: Optional[str] = None
        try:
            if rm not in self.reward_models:
                raise KeyError(f"The router picked {rm!r}, which is none of: {', '.join(self.reward_models)}.")
            scores = _called(self.reward_models[rm], some[0], some[1], mine)
            wrong = next((score for score in scores if not math.isfinite(score)), None)
            if wrong is not None:
                raise ValueError(f"It gave a reward of {wrong}.")
        except Exception as error:
            why = f"{type(error).__name__}: {error}"[:500]
            if self.stand_in in (None, rm):
                self.router.feedback([judged.picks[pair] for pair in pairs], errors=why)
                raise
            assert self.stand_in is not None
            scores = _called(self.reward_models[self.stand_in], some[0], some[1], mine)
        latency = 1000 * (time.monotonic() - began) / len(pairs)
        for place, pair in enumerate(pairs):
            judged.scores_a[pair], judged.scores_b[pair] = scores[place], scores[place + len(pairs)]
            judged.latency_ms[pair], judged.errors[pair] = latency, why


def _alike(count: int) -> List[List[float]]:
    """Contexts that tell nothing apart. Without any a router has no posterior, and chooses at random."""
    return [[1.0]] * count


def _text(prompt: Any) -> str:
    """A prompt for people: its text, or that of its messages."""
    if isinstance(prompt, str):
        return prompt
    return "\n".join(part if isinstance(part, str) else json.dumps(part) for part in (m["content"] for m in prompt))


# ---------------------------------------------------------------------------------------------------------------------
# What the policy knows of a pair


class PolicyContext:
    """Contexts from the policy itself: its last hidden states, averaged over prompt and completion.

    With e_A and e_B those means, a pair is f = [(e_A + e_B)/2 ; |e_A − e_B|], the same whichever completion comes
    first. A fixed random projection (of `seed`, the same in every rank and after a restart) brings f to `dim` numbers
    where it has more, because the router's work grows with their square; the context is that at length 1.
    It costs no pass of its own: TRL's forward pass is listened to.
    """

    def __init__(self, dim: int = 64, seed: int = 0) -> None:
        if dim < 1:
            raise ValueError(f"dim is a whole number above 0; {dim!r} is not.")
        self.dim = dim
        self.seed = seed
        self._projection: Optional[torch.Tensor] = None

    def __call__(self, means: torch.Tensor) -> torch.Tensor:
        """means: 2n × h, of all completions A, then of all B. Gives n × d."""
        a, b = means.float().cpu().chunk(2)
        features = torch.cat(((a + b) / 2, (a - b).abs()), dim=1)
        width = features.shape[1]
        if width > self.dim:
            if self._projection is None or self._projection.shape[0] != width:
                generator = torch.Generator().manual_seed(self.seed)
                self._projection = torch.randn(width, self.dim, generator=generator) / math.sqrt(self.dim)
            features = features @ self._projection
        return torch.nn.functional.normalize(features, dim=1)


# ---------------------------------------------------------------------------------------------------------------------
# The trainer


class RouterCallback(TrainerCallback):
    """Writes what TRL logs into the run log, from rank 0, and `end` when all ranks are done."""

    def __init__(self, router: Router) -> None:
        self.router = router

    def on_log(self, args: Any, state: Any, control: Any, logs: Optional[Dict[str, Any]] = None, **more: Any) -> None:
        numbers = {}
        for name, value in (logs or {}).items():
            value = value.item() if hasattr(value, "item") else value
            if isinstance(value, (int, float)):
                numbers[name] = value
        if numbers and state.is_world_process_zero:
            self.router.metrics(int(state.global_step), numbers)

    def on_train_end(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        self.router.flush()
        PartialState().wait_for_everyone()  # feedback of every rank comes before the end
        if state.is_world_process_zero:
            self.router.end("the training ended")


class RoutedOnlineDPOTrainer(OnlineDPOTrainer):
    """TRL's OnlineDPOTrainer, each pair judged by the reward model that the router picks, its loss told the router.

    router: of `connect`. reward_models, category, stand_in: see RoutedRewards. context: a PolicyContext (the default),
    an encoder of your choice, or None. All else is TRL's; reward_funcs is ours.
    """

    def __init__(
        self,
        *args: Any,
        router: Router,
        reward_models: Mapping[str, RewardModel],
        context: Union[None, PolicyContext, Encoder] = PolicyContext(),
        category: Union[None, str, Callable[[List[Any]], Sequence[str]]] = None,
        stand_in: Optional[str] = None,
        callbacks: Optional[List[Any]] = None,
        **more: Any,
    ) -> None:
        self._policy_context = context if isinstance(context, PolicyContext) else None
        encoder: Any = (lambda *_: self._contexts()) if self._policy_context is not None else context
        self.routed = RoutedRewards(router, reward_models, context=encoder, category=category, stand_in=stand_in)
        self._passes: List[Tuple[torch.Tensor, torch.Tensor]] = []  # log-probabilities and mask: policy, reference
        self._means: Optional[torch.Tensor] = None
        self._rewards: Optional[torch.Tensor] = None
        self._has_warned = False
        callbacks = [*(callbacks or []), RouterCallback(router)]
        super().__init__(*args, reward_funcs=self.routed, callbacks=callbacks, **more)

    def training_step(self, model: Any, inputs: Any, num_items_in_batch: Optional[int] = None) -> Any:
        self._passes, self._means, self._rewards = [], None, None
        self.routed.judged.clear()
        loss = super().training_step(model, inputs, num_items_in_batch)
        losses = self._pair_losses()
        expected = float(loss) * self.args.gradient_accumulation_steps
        if not self._has_warned and not math.isclose(float(losses.mean()), expected, rel_tol=0.01, abs_tol=1e-4):
            self._has_warned = True
            warnings.warn(
                f"TRL's loss is {expected:.6g} and the mean of the pairs' losses {float(losses.mean()):.6g}: this"
                " version of TRL computes another loss than the one rmtop.trl tells the router.",
                stacklevel=2,
            )
        judged = self.routed.judged.popleft()
        self.routed.router.feedback(
            judged.picks,
            losses,
            ties=judged.ties,
            errors=judged.errors,
            scores_a=judged.scores_a,
            scores_b=judged.scores_b,
            latency_ms=judged.latency_ms,
        )
        return loss

    def _pair_losses(self) -> torch.Tensor:
        """What TRL's training step takes the mean of, once more for each pair."""
        assert self._rewards is not None and len(self._passes) == 2
        sums = [(logprobs * mask.to(logprobs.dtype)).sum(1).float() for logprobs, mask in self._passes]
        policy, reference = ([*part.chunk(2)] for part in sums)
        first, second = self._rewards.chunk(2)
        sign = torch.where(first >= second, 1.0, -1.0).to(policy[0].device)
        logits = sign * ((policy[0] - policy[1]) - (reference[0] - reference[1]))
        if self.args.loss_type == "ipo":
            return (logits - 1 / (2 * self.beta)) ** 2
        return -torch.nn.functional.logsigmoid(self.beta * logits)

    def _forward(
        self, model: Any, prompt_ids: Any, prompt_mask: Any, completion_ids: Any, completion_mask: Any, *more: Any
    ) -> Any:
        """Listens to the policy's pass, the first of a training step, and keeps what both passes gave."""
        listen = self._policy_context is not None and not self._passes
        heard: List[torch.Tensor] = []
        handle: Any = None
        if listen:
            head = self.accelerator.unwrap_model(model).get_output_embeddings()
            if head is None:
                raise ValueError("The policy has no output embeddings to listen to: give context=None or an encoder.")
            handle = head.register_forward_pre_hook(lambda _, given: heard.append(given[0].detach()))
        try:
            logprobs = super()._forward(model, prompt_ids, prompt_mask, completion_ids, completion_mask, *more)
        finally:
            if handle is not None:
                handle.remove()
        if listen:
            hidden = heard[-1]
            mask = torch.cat((prompt_mask, completion_mask), dim=1)[:, -hidden.shape[1] :].unsqueeze(2)
            self._means = (hidden * mask.to(hidden.dtype)).sum(1) / mask.sum(1).clamp(min=1)
        self._passes.append((logprobs.detach(), completion_mask))
        return logprobs

    def _contexts(self) -> torch.Tensor:
        assert self._policy_context is not None and self._means is not None
        return self._policy_context(self._means)

    def _calculate_rewards_from_functions(self, *args: Any, **more: Any) -> Any:
        # The tensor itself: TRL takes the penalty for a missing end of sequence off it in place.
        self._rewards = super()._calculate_rewards_from_functions(*args, **more)
        return self._rewards


# ---------------------------------------------------------------------------------------------------------------------
# GRPO


class GroupRewards:
    """A reward function for TRL's GRPO: the router picks one reward model for each group, all answers to one prompt.

    Scores of different reward models are on different scales, and GRPO compares answers within a group: so one
    reward model judges a whole group. The published method routes pairs by their DPO loss; GRPO has no loss of a
    group that says how good its reward model was, and what is done here is not in the paper.

    verify: (prompts=, completions=, **columns) gives the verifiable reward of each completion, None where there is
        none. value: (scores, truths) of one group gives the router's reward, or None: nothing can be said, which is
        logged as a tie. By default `rmtop.agreement`.
    embed: (prompts) gives the contexts, one row a prompt; None: all groups have the context [1], and the router learns
        who is better on the whole.
    session: what the ids begin with, the same in all ranks: a group that is spread over ranks meets one reward model,
        because the router answers an id that it knows with the decision that it made. What the first rank says of
        the group counts.
    """

    def __init__(
        self,
        router: Router,
        reward_models: Mapping[str, RewardModel],
        verify: RewardFunction,
        *,
        value: Callable[[Sequence[float], Sequence[float]], Optional[float]] = agreement,
        embed: Optional[Callable[[List[Any]], Any]] = None,
        session: str = "grpo",
    ) -> None:
        self.router = router
        self.reward_models = dict(reward_models)
        self.verify = verify
        self.value = value
        self.embed = embed
        self.session = session
        self.__name__ = "routed"

    def __call__(
        self, prompts: List[Any], completions: List[Any], trainer_state: Any = None, **columns: Any
    ) -> List[float]:
        step = _step(trainer_state)
        groups: Dict[str, List[int]] = {}
        for row, prompt in enumerate(prompts):
            groups.setdefault(self._id(step, prompt), []).append(row)
        heads = [prompts[rows[0]] for rows in groups.values()]
        contexts = _alike(len(heads)) if self.embed is None else self.embed(heads)
        picks = self._picks(contexts, step, list(groups), [_text(prompt) for prompt in heads])
        truths = self.verify(prompts=prompts, completions=completions, **columns)
        rewards = [math.nan] * len(prompts)
        for rm in sorted({pick.rm for pick in picks}):
            rows = [row for pick in picks if pick.rm == rm for row in groups[pick.id]]
            some = [prompts[row] for row in rows], [completions[row] for row in rows]
            mine = _columns_of(columns, rows, len(prompts))
            for row, score in zip(rows, _called(self.reward_models[rm], some[0], some[1], mine)):
                rewards[row] = score
        values: List[Optional[float]] = []
        for rows in groups.values():
            known = [row for row in rows if truths[row] is not None]
            values.append(self.value([rewards[row] for row in known], [float(truths[row]) for row in known]))
        self.router.feedback(picks, rewards=values, ties=[value is None for value in values])
        return rewards

    def _picks(self, contexts: Any, step: int, ids: List[str], prompts: List[str]) -> List[Pick]:
        try:
            return self.router.select(contexts, step=step, ids=ids, prompt=prompts)
        except RouterError as error:
            if error.code != "id_reused":
                raise
            # Another rank has asked for one of these groups, with a context that differs in its last bits.
            return self.router.select(None, step=step, ids=ids)

    def _id(self, step: int, prompt: Any) -> str:
        return f"{self.session}-{step}-{hashlib.sha256(_text(prompt).encode()).hexdigest()[:16]}"
