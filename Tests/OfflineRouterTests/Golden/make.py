#!/usr/bin/env python3
"""Recomputes every expected number of the golden files in this folder from their inputs.

The inputs (embeddings, labels, groups, folds, the head's weights) stay; everything else is computed anew in float64:
singular values for the components, explicit training sets for every fold, the head by its formulas. Independent of
rmtop's code; the recipe is docs/engine.md. Without arguments it says how far the files are from it and fails beyond
1e-7; with --write it writes them.

    python3 make.py [--write]                                                                          (needs numpy)
"""
import json
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).parent
PENALTIES = [1, 3, 10, 30, 100, 300, 1000, 3000, 1e9]


def head(data):
    """Layer norm of a ReLU of the features, unit vectors, a BT loss over right and wrong, a sigmoid loss."""
    h1, h2 = np.array(data["h1"]), np.array(data["h2"])
    features = np.hstack([(h1 + h2) / 2, np.abs(h1 - h2)])
    hidden = np.maximum(features @ np.array(data["linear_weight_out_by_in"]).T + data["linear_bias"], 0)
    centred = hidden - hidden.mean(axis=1, keepdims=True)
    normal = centred / np.sqrt(hidden.var(axis=1, keepdims=True) + data["ln_eps"])
    context = unit(normal * data["ln_gamma"] + data["ln_beta"])
    scores = context @ unit(np.array(data["bt_vectors"])).T
    logits = context @ unit(np.array(data["cls_vectors"])).T + data["cls_bias"]
    labels = np.array(data["labels"])
    losses = []
    for row, score in zip(labels, scores):
        gaps = [score[i] - score[j] for i in np.flatnonzero(row == 1) for j in np.flatnonzero(row == 0)]
        losses.append(float(np.mean(np.logaddexp(0, -np.array(gaps)))) if gaps else 0.0)
    data.update(
        features=features.tolist(), context=context.tolist(), bt_scores=scores.tolist(),
        cls_logits=logits.tolist(), bt_loss_per_sample=losses, bt_loss_mean_over_batch=float(np.mean(losses)),
        bce_mean=float(np.mean(np.logaddexp(0, logits) - labels * logits)))


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def contexts(case):
    """phi = [one-hot category, principal components in units of their total sd] - mean, rounded to float32."""
    a = np.array(case["a"], dtype=float)
    if case.get("b") is not None:
        b = np.array(case["b"], dtype=float)
        a = np.hstack([(a + b) / 2, np.abs(a - b)])
    center = a.mean(axis=0)
    _, values, vectors = np.linalg.svd(a - center, full_matrices=False)
    rank = min(64, len(a) - 1, a.shape[1])
    rank = int(np.sum(values[:rank] ** 2 > 1e-12 * values[0] ** 2))
    basis = vectors[:rank].T
    basis = basis * np.sign(basis[np.abs(basis).argmax(axis=0), range(rank)])
    scale = float(np.sqrt(np.sum(values[:rank] ** 2) / len(a)))
    names = sorted({c for c in case["category"] if c is not None}, key=lambda c: c.encode())
    hot = np.array([[1.0 if c == name else 0.0 for name in names] for c in case["category"]]).reshape(len(a), -1)
    raw = np.hstack([hot, (a - center) @ basis / scale])
    phi = (raw - raw.mean(axis=0)).astype(np.float32).astype(float)
    case.update(
        categories=names, scale=scale, center=center.tolist(), basis_abs_sum=float(np.abs(basis).sum()),
        basis_first=basis[0].tolist(), context_mean=raw.mean(axis=0).tolist(),
        first_context=phi[0].tolist(), last_context=phi[-1].tolist(), rank=rank)
    return phi


def ridge(phi, target, rows, center, penalty):
    """Weights and level of a regression on some rows, contexts centred there."""
    x, level = phi[rows] - center, float(target[rows].mean())
    gram = x.T @ x + penalty * np.eye(phi.shape[1])
    return np.linalg.solve(gram, x.T @ (target[rows] - level)), level


def clustered(values, groups):
    known = ~np.isnan(values)
    rest = values - values[known].mean()
    sums = [rest[known & (groups == g)].sum() for g in np.unique(groups)]
    return float(np.sqrt(np.sum(np.square(sums))) / known.sum())


def contrasts(case):
    phi = contexts(case)
    y = np.array([[np.nan if v is None else v for v in row] for row in case["labels"]], dtype=float)
    count, arms = y.shape
    groups, folds = np.array(case["group"]), np.array(case["folds"])
    labelled = (~np.isnan(y)).sum(axis=1)
    mean = np.array([np.nanmean(row) if n else np.nan for row, n in zip(y, labelled)])
    z = np.where((labelled > 1)[:, None], y - mean[:, None], np.nan)
    targets = [z[:, k] for k in range(arms)] + [mean]

    errors, mean_errors, gains = (np.full((count, len(PENALTIES)), np.nan) for _ in range(3))
    for fold in range(case["fold_count"]):
        held = np.flatnonzero(folds == fold)
        train = np.arange(count) if case["fold_count"] == 1 else np.flatnonzero(folds != fold)
        center = phi[train].mean(axis=0)
        known = [train[~np.isnan(t[train])] for t in targets]
        compared = train[labelled[train] > 1]
        best = [np.nanmean(y[compared, k]) if (~np.isnan(y[compared, k])).any() else -np.inf for k in range(arms)]
        for step, penalty in enumerate(PENALTIES):
            predicted = np.zeros((len(held), arms + 1))
            for k, (target, rows) in enumerate(zip(targets, known)):
                if len(rows):
                    weights, level = ridge(phi, target, rows, center, penalty)
                    predicted[:, k] = level + (phi[held] - center) @ weights
            for row, i in zip(predicted, held):
                mean_errors[i, step] = (mean[i] - row[arms]) ** 2
                if labelled[i] < 2:
                    continue
                own = [k for k in range(arms) if not np.isnan(y[i, k])]
                errors[i, step] = np.mean([(z[i, k] - row[k]) ** 2 for k in own])
                gains[i, step] = y[i, max(own, key=lambda k: (row[k], -k))] - y[i, max(own, key=lambda k: (best[k], -k))]
    means, label_means = np.nanmean(errors, axis=0), np.nanmean(mean_errors, axis=0)
    chosen = mean_step = len(PENALTIES) - 1
    several = len(np.unique(groups)) > 1
    if several:
        least, mean_step = int(means.argmin()), int(label_means.argmin())
        chosen = max(
            s for s in range(len(PENALTIES))
            if s == least or means[s] - means[least] <= clustered(errors[:, s] - errors[:, least], groups))
    penalty = float(PENALTIES[chosen])
    gain = float(np.nanmean(gains[:, chosen]))
    variance = max(float(means[chosen]) * arms / (arms - 1), 1e-6)

    zero = np.zeros(phi.shape[1])
    weights, grams = [], []
    for k in range(arms):
        rows = np.flatnonzero(~np.isnan(z[:, k]))
        if not len(rows):
            weights.append([0.0] * (phi.shape[1] + 1))
            grams.append(None)
            continue
        w, level = ridge(phi, z[:, k], rows, zero, penalty)
        weights.append(w.tolist() + [level])
        grams.append((phi[rows].T @ phi[rows], len(rows)))
    fewest = min(n for g in grams if g for n in [g[1]])
    grams = [g or (np.zeros((phi.shape[1],) * 2), fewest) for g in grams]
    matrices = []
    for gram, number in grams:
        matrix = np.zeros((phi.shape[1] + 1,) * 2)
        matrix[:-1, :-1] = (gram + penalty * np.eye(phi.shape[1])) / variance
        matrix[-1, -1] = number / variance
        matrices.append(matrix)
    rows = np.flatnonzero(~np.isnan(mean))
    baseline, level = ridge(phi, mean, rows, zero, PENALTIES[mean_step])
    case.update(
        weights=weights, shared=bool((~np.isnan(z) == ~np.isnan(z[:, :1])).all()),
        precision_row=[m[1].tolist() for m in matrices], precision_trace=[float(np.trace(m)) for m in matrices],
        precision_last=[float(m[-1, -1]) for m in matrices], baseline=baseline.tolist(), baseline_constant=level,
        penalty=penalty, baseline_penalty=float(PENALTIES[mean_step]),
        gate=bool(several and penalty < 1e8 and gain > 0), gain=gain, gain_error=clustered(gains[:, chosen], groups),
        contrast_variance=variance, noise_variance=max(float(label_means[mean_step] + means[chosen]), 1e-6),
        kappa=(level * (1 - level)) ** 0.5, errors=means.tolist(), mean_errors=label_means.tolist())


def distance(old, new, at=""):
    """The greatest difference, relative to the greatest of the expected numbers beside it."""
    if isinstance(old, dict) and isinstance(new, dict) and set(old) == set(new):
        return max([distance(old[key], new[key], at + "." + key) for key in new], default=(0, at))
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        if old and all(isinstance(v, float) for v in old + new):
            return (float(np.abs(np.subtract(old, new)).max() / max(1e-6, np.abs(old).max())), at)
        return max([distance(a, b, f"{at}[{i}]") for i, (a, b) in enumerate(zip(old, new))], default=(0, at))
    if isinstance(old, float) and isinstance(new, float):
        return (abs(old - new) / max(1, abs(old)), at)
    return (0 if old == new else float("inf"), at)


def main():
    failed = False
    for name in ["offline_head.json", "contrasts.json"]:
        path = FOLDER / name
        text = path.read_text()
        data = json.loads(text)
        if name == "contrasts.json":
            for case in data:
                contrasts(case)
        else:
            head(data)
        off, at = distance(json.loads(text), data)
        failed |= not off <= 1e-7
        print(f"{name}: {off:.1e} at {at or 'its root'}")
        if "--write" in sys.argv:
            path.write_text(json.dumps(data) + "\n")
    sys.exit(failed)


main()
