#!/usr/bin/env python3
"""Recomputes every expected number of the golden files in this folder from their inputs.

The inputs (contexts, rewards, losses, normals) stay; everything else is computed anew, by dense algebra in float64 and
by the rules in words, independently of rmtop's code. Without arguments it says how far the files are from it and fails
beyond 1e-9; with --write it writes them.

    python3 make.py [--write]                                                                          (needs numpy)
"""
import json
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).parent


def posterior(data):
    """w ~ N(mean, (lambda0 I)^-1), reward ~ N(w.x, sigma2), arm by arm: precision and right side, solved each time."""
    count, dim = data["K"], data["d"]
    prior = np.array(data["prior_mean"])
    precision = np.array([data["lambda0"] * np.eye(dim) for _ in range(count)])
    right = np.array([data["lambda0"] * prior[k] for k in range(count)])

    def look(x):
        mean = [float(np.linalg.solve(precision[k], right[k]) @ x) for k in range(count)]
        var = [float(x @ np.linalg.solve(precision[k], x)) for k in range(count)]
        return mean, var

    before = []
    for event in data["events"]:
        x, k = np.array(event["context"]), event["arm"]
        mean, var = look(x)
        before.append({"mean": mean, "var": var, "greedy": int(np.argmax(mean))})
        precision[k] += np.outer(x, x) / data["sigma2"]
        right[k] += event["reward"] * x / data["sigma2"]
    data["per_event_before_update"] = before
    covariance = [np.linalg.inv(precision[k]) for k in range(count)]
    final = data["final"]
    final["mu"] = [np.linalg.solve(precision[k], right[k]).tolist() for k in range(count)]
    final["cov_diag"] = [np.diag(c).tolist() for c in covariance]
    final["logdet_precision"] = [float(np.linalg.slogdet(precision[k])[1]) for k in range(count)]
    if "cov" in final:
        final["cov"] = [c.tolist() for c in covariance]
        final["precision"] = precision.tolist()
        final["b"] = right.tolist()
    for probe in data["probes"]:
        mean, var = look(np.array(probe["context"]))
        scores = [m + v**0.5 * z for m, v, z in zip(mean, var, probe["z"])]
        probe.update(
            mean=mean, var=var, thompson_scores=scores, thompson_choice=int(np.argmax(scores)),
            greedy_choice=int(np.argmax(mean)))
    linucb(data, count, dim)
    data.pop("cross_check_max_abs_err", None)


def linucb(data, count, dim):
    """A = ridge I + sum x x', theta = A^-1 sum r x, score = theta.x + alpha sqrt(x' A^-1 x)."""
    ucb = data["linucb"]
    gram = np.array([ucb["ridge"] * np.eye(dim) for _ in range(count)])
    right = np.zeros((count, dim))
    rows = []
    for event in data["events"]:
        x, k = np.array(event["context"]), event["arm"]
        mean = [float(np.linalg.solve(gram[a], right[a]) @ x) for a in range(count)]
        wide = [float(x @ np.linalg.solve(gram[a], x)) ** 0.5 for a in range(count)]
        scores = [m + ucb["alpha"] * w for m, w in zip(mean, wide)]
        rows.append({"scores": scores, "choice": int(np.argmax(scores))})
        gram[k] += np.outer(x, x)
        right[k] += event["reward"] * x
    ucb["per_event_before_update"] = rows
    ucb["final_theta"] = [np.linalg.solve(gram[k], right[k]).tolist() for k in range(count)]




def normalisers(data):
    losses, arms = data["losses"], data["arms"]
    data["rewards"] = rewards = [-loss for loss in losses]

    def published(stream, least):
        out = []
        for n in range(1, len(stream) + 1):
            r = stream[n - 1]
            if n < least:
                out.append(0.5)
                continue
            low, high = (float(q) for q in np.quantile(stream[:n], [0.2, 0.8]))
            out.append((1.0 if r > low else 0.0) if high <= low else float(np.clip((r - low) / (high - low), 0, 1)))
        return out

    data["quantile_min20"] = published(rewards, 20)
    laser = []
    for n, r in enumerate(rewards, 1):
        low, high = (float(q) for q in np.quantile(rewards[:n], [0.2, 0.8]))
        laser.append(
            r if n < 2 else 0.0 if r < low else 1.0 if r > high else 0.5 if low == high else (r - low) / (high - low))
    data["quantile_laser"] = laser
    for row in data["percentiles"]:
        row["q20"], row["q80"] = (float(q) for q in np.quantile(row["history"], [0.2, 0.8]))
    data["quantile_constant_rewards"] = published([1.0] * len(data["quantile_constant_rewards"]), 3)

    def ema(keys, alpha, least):
        state, out = {}, []
        for key, loss in zip(keys, losses):
            if key not in state:
                state[key] = [loss, loss * loss, 1]
                out.append(None)
                continue
            mean, sq, count = state[key]
            z = (mean - loss) / (max(sq - mean * mean, 0) + 1e-6) ** 0.5
            count += 1
            state[key] = [(1 - alpha) * mean + alpha * loss, (1 - alpha) * sq + alpha * loss * loss, count]
            out.append(None if count < least else float(np.clip(z, -2, 2)))
        return out, state

    data["ema_z_per_arm"], state = ema(arms, 0.01, 1)
    data["ema_z_per_arm_min5_alpha05"], _ = ema(arms, 0.05, 5)
    data["ema_z_global"], _ = ema([0] * len(arms), 0.01, 1)
    final = [state[k] for k in sorted(state)]
    data["ema_final_state_per_arm"] = [{"mean": m, "sq": s, "count": n} for m, s, n in final]
    count, mean, squares, out = 0, 0.0, 0.0, []
    for r in rewards:
        count += 1
        delta = r - mean
        mean += delta / count
        squares += delta * (r - mean)
        out.append(0.0 if count < 2 else (r - mean) / ((squares / (count - 1)) ** 0.5 + 1e-8))
    data["welford_z"] = out
    data["welford_final"] = {
        "n": count, "mean": mean, "M2": squares, "numpy_mean": float(np.mean(rewards)),
        "numpy_std_ddof1": float(np.std(rewards, ddof=1))}


def distance(old, new):
    """The greatest difference, relative beyond 1; infinite where the shape or a word differs."""
    if isinstance(old, dict) and isinstance(new, dict) and set(old) - {"cross_check_max_abs_err"} == set(new):
        return max([distance(old[key], new[key]) for key in new], default=0)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return max(map(distance, old, new), default=0)
    if isinstance(old, float) or isinstance(new, float):
        return abs(old - new) / max(1, abs(old)) if None not in (old, new) else float("inf")
    return 0 if old == new else float("inf")


def main():
    failed = False
    for path in sorted(FOLDER.glob("*.json")):
        text = path.read_text()
        data = json.loads(text)
        (normalisers if path.stem == "normalisers" else posterior)(data)
        off = distance(json.loads(text), data)
        failed |= not off <= 1e-9
        print(f"{path.name}: {off:.1e}")
        if "--write" in sys.argv:
            path.write_text(json.dumps(data) + "\n")
    sys.exit(failed)


main()
