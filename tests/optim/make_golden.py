#!/usr/bin/env python3
"""Writes golden.h: ten steps of every update rule on two tensors, by PyTorch in double precision.

Usage: python3 make_golden.py > golden.h && clang-format -i golden.h   (made with PyTorch 2.13)
"""
import torch

A_SHAPE, B_SHAPE = (2, 3), (4,)


def start(count, shift):
    """Multiples of 1/8 between 1 and 3 of both signs: exact in float, and far from zero."""
    values = [(8 + (5 * i + shift) % 17) / 8 * (-1) ** i for i in range(count)]
    return torch.tensor(values, dtype=torch.float64)


def gradient(count, shift, step):
    """Multiples of 1/16 that change from step to step."""
    values = [((7 * i + 5 * step + shift) % 19 - 6) / 16 for i in range(count)]
    return torch.tensor(values, dtype=torch.float64)


def groups(a, b, lr):
    """a as it is, b with twice the learning rate and half the decay (0.25)."""
    return [{"params": [a]}, {"params": [b], "lr": 2 * lr, "weight_decay": 0.125}]


CASES = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd_decay": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.25),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.75),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.75, nesterov=True),
    "nesterov_decay": lambda p: torch.optim.SGD(
        p, lr=0.1, momentum=0.75, nesterov=True, weight_decay=0.25),
    "momentum_groups": lambda p: torch.optim.SGD(
        groups(*p, 0.05), lr=0.05, momentum=0.75, weight_decay=0.25),
    "adam": lambda p: torch.optim.Adam(p, lr=0.4),
    "adam_betas": lambda p: torch.optim.Adam(p, lr=0.4, betas=(0.6, 0.9), eps=0.01),
    "adam_decay": lambda p: torch.optim.Adam(p, lr=0.4, weight_decay=0.25),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.4, weight_decay=0.25),
    "adam_groups": lambda p: torch.optim.Adam(groups(*p, 0.2), lr=0.2, weight_decay=0.25),
    "adamw_groups": lambda p: torch.optim.AdamW(groups(*p, 0.2), lr=0.2, weight_decay=0.25),
}


def run(make, falling):
    """`falling`: the learning rates fall from step to step, as under a schedule."""
    a = torch.nn.Parameter(start(6, 0).reshape(A_SHAPE))
    b = torch.nn.Parameter(start(4, 3))
    optimizer = make([a, b])
    initial = [group["lr"] for group in optimizer.param_groups]
    after = {}
    for step in range(1, 11):
        for group, lr in zip(optimizer.param_groups, initial):
            group["lr"] = lr * (17 - step) / 16 if falling else lr
        a.grad = gradient(6, 0, step).reshape(A_SHAPE)
        b.grad = gradient(4, 3, step)
        optimizer.step()
        after[step] = torch.cat([a.detach().flatten(), b.detach()]).tolist()
    return after


def row(values):
    lines = [", ".join(f"{v:.15g}" for v in values[i:i + 4]) for i in range(0, len(values), 4)]
    return "{" + ",\n      ".join(lines) + "}"


print(f"""// Made by make_golden.py with PyTorch {torch.__version__.split('+')[0]}, in double precision.
#pragma once

namespace pixelwise::golden {{

// After the first and after the tenth step: the six values of a, then the four of b.
struct Steps {{
  double first[10], tenth[10];
}};
""")
for name, make in CASES.items():
    after = run(make, falling=name.endswith("_groups"))
    print(f"inline constexpr Steps {name} = {{\n     {row(after[1])},\n     {row(after[10])}}};")
print("\n}  // namespace pixelwise::golden")
