"""Write torch_trajectories.json: what torch.optim does on three surfaces.

Run it where torch is installed (the project does not need it), from this folder:

    python3 -m venv torchenv && torchenv/bin/pip install torch==2.13.0 numpy
    torchenv/bin/python make_torch_trajectories.py

The losses are written in torch, their gradients are autograd's, and the data come from NumPy's
frozen legacy stream: nothing here is losscore's.
"""

import json
from pathlib import Path

import numpy as np
import torch

N_STEPS = 100
KEPT = (0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 40, 50, 60, 70, 80, 90, 100)


def diagonal_split():
    """Mean NLL of 100 points on both sides of a diagonal."""
    X = np.random.RandomState(0).normal(0.0, 1.0, (100, 2))
    y = torch.from_numpy((X.sum(axis=1) > 0).astype(float))
    X, bias = torch.from_numpy(X), -0.01934518
    return lambda theta: torch.nn.functional.binary_cross_entropy_with_logits(X @ theta + bias, y)


def two_clumps():
    """WCSS of 50 + 50 values."""
    rng = np.random.RandomState(0)
    x = torch.from_numpy(np.concatenate([rng.normal(0.5, 0.1, 50), rng.normal(1.5, 0.1, 50)]))
    return lambda theta: ((x[:, None] - theta) ** 2).min(dim=1).values.sum()


def valley():
    """x² + sin x + y⁴ + e^(−y)."""
    return lambda theta: theta[0] ** 2 + torch.sin(theta[0]) + theta[1] ** 4 + torch.exp(-theta[1])


SGD, ADAGRAD, RMSPROP = torch.optim.SGD, torch.optim.Adagrad, torch.optim.RMSprop
ADAM, ADAMW = torch.optim.Adam, torch.optim.AdamW
SLOWED = {"lr_decay": 0.05, "initial_accumulator_value": 0.5, "eps": 1e-3}
SHORT = {"alpha": 0.9, "eps": 1e-3}
# Our name, torch's class, its options, and what losscore has to be told for the same.
OPTIMIZERS = [
    ("gd", SGD, {}, {}),
    ("momentum", SGD, {"momentum": 0.9}, {}),
    ("momentum", SGD, {"momentum": 0.5}, {"momentum": 0.5}),
    ("nesterov", SGD, {"momentum": 0.9, "nesterov": True}, {}),
    ("nesterov", SGD, {"momentum": 0.6, "nesterov": True}, {"momentum": 0.6}),
    ("adagrad", ADAGRAD, {}, {}),
    ("adagrad", ADAGRAD, SLOWED, SLOWED),
    ("rmsprop", RMSPROP, {}, {}),
    ("rmsprop", RMSPROP, SHORT, SHORT),
    ("rmsprop", RMSPROP, {"momentum": 0.5}, {"momentum": 0.5}),
    ("adam", ADAM, {}, {}),
    ("adam", ADAM, {"betas": (0.8, 0.95), "eps": 1e-3}, {"b1": 0.8, "b2": 0.95, "eps": 1e-3}),
    ("adamw", ADAMW, {}, {}),
    ("adamw", ADAMW, {"weight_decay": 0.3}, {"weight_decay": 0.3}),
]
NAMES = ("gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw")
# Surface, what losscore calls it, start, and the learning rates of NAMES: none swings for ever,
# where rounding would grow from step to step.
SURFACES = [
    (
        diagonal_split(),
        {"name": "logistic", "dataset": "diagonal-split", "aggregation": "mean"},
        (-8.0, 7.0),
        (0.5, 0.1, 0.1, 1.0, 0.02, 0.1, 0.1),
    ),
    (
        two_clumps(),
        {"name": "kmeans", "dataset": "two-clumps", "aggregation": "sum"},
        (1.2, 1.9),
        (0.0014, 0.0003, 0.0003, 0.1, 0.005, 0.01, 0.01),
    ),
    (valley(), {"name": "valley"}, (0.5, 0.6), (0.05, 0.01, 0.01, 0.1, 0.01, 0.02, 0.02)),
]


def trajectory(loss, start, optimizer, rate, options):
    """θ at the steps in KEPT."""
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    stepper = optimizer([theta], lr=rate, **options)
    path = [theta.tolist()]
    for _ in range(N_STEPS):
        stepper.zero_grad()
        loss(theta).backward()
        stepper.step()
        path.append(theta.tolist())
    return [path[step] for step in KEPT]


def runs():
    """All runs, JSON-ready."""
    for loss, problem, start, rates in SURFACES:
        for name, optimizer, options, hyper in OPTIMIZERS:
            rate = rates[NAMES.index(name)]
            yield {
                "problem": problem,
                "optimizer": name,
                "hyper": hyper,
                "learning_rate": rate,
                "theta": trajectory(loss, start, optimizer, rate, options),
            }


def main():
    """Write the file beside this one."""
    versions = {"torch": torch.__version__, "numpy": np.__version__}
    head = {"versions": versions, "steps": KEPT}
    lines = ",\n".join(json.dumps(run) for run in runs())
    text = f'{json.dumps(head)[:-1]}, "runs": [\n{lines}\n]}}\n'
    Path(__file__).with_name("torch_trajectories.json").write_text(text)


if __name__ == "__main__":
    main()
