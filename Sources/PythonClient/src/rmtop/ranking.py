"""How well a reward model orders answers whose worth is known."""

from __future__ import annotations

from typing import Optional, Sequence


def agreement(scores: Sequence[float], truths: Sequence[float]) -> Optional[float]:
    """The part of the pairs with different truths that the scores put in the order of the truths.

    A pair of equal scores counts half. None where the truths are all the same: the group says nothing.
    """
    if len(scores) != len(truths):
        raise ValueError(f"There are {len(scores)} scores for {len(truths)} truths.")
    right = count = 0.0
    for index, score in enumerate(scores):
        for other in range(index):
            if truths[index] != truths[other]:
                count += 1
                difference = (score - scores[other]) * (truths[index] - truths[other])
                right += 1 if difference > 0 else 0.5 if difference == 0 else 0
    return right / count if count else None
