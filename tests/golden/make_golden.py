#!/usr/bin/env python3
"""Computes PyTorch's output and gradients for every operation case, in double precision.

    pixelwise-gradcheck --dump-cases cases.json
    python3 make_golden.py cases.json golden.safetensors

The cases (operation, options, inputs, cotangent) come from app/gradcheck; this script only knows
which call of PyTorch each operation is. Needs torch and numpy; the tests need neither.
"""
import json
import sys

import torch
import torch.nn.functional as F

from weight_writers import write_safetensors


def arithmetic(function):
    """a op b for two tensors, one tensor twice, or a number on one side."""

    def run(x, form, k=None):
        if form == "tensors":
            return function(x[0], x[1])
        if form == "twice":
            return function(x[0], x[0])
        return function(x[0], k) if form == "right" else function(k, x[0])

    return run


def unary(function):
    return lambda x: function(x[0])


def conv2d(x, stride, padding, dilation, groups):
    bias = x[2] if len(x) > 2 else None
    return F.conv2d(x[0], x[1], bias, stride, padding, dilation, groups)


def conv_transpose2d(x, stride, padding, output_padding, dilation, groups):
    bias = x[2] if len(x) > 2 else None
    return F.conv_transpose2d(x[0], x[1], bias, stride, padding, output_padding, groups, dilation)


def crop(x, top, left, height, width):
    return x[0][:, :, top:top + height, left:left + width]


def pad(x, top, bottom, left, right, value):
    return F.pad(x[0], (left, right, top, bottom), value=value)


def concat(x, twice=False):
    return torch.cat([x[0], x[0]] if twice else x, dim=1)


def upsample_bilinear(x, size, align_corners):
    return F.interpolate(x[0], size=size, mode="bilinear", align_corners=align_corners)


def upsample_nearest(x, factor):
    size = [x[0].shape[2] * factor[0], x[0].shape[3] * factor[1]]
    return F.interpolate(x[0], size=size, mode="nearest")


def dropout(x, p, kept):
    """PyTorch's generator draws other numbers, so the kept places are given; the scale is ours."""
    return x[0] * torch.tensor(kept, dtype=torch.double).reshape(x[0].shape) / (1 - p)


def channel_dropout(x, p, kept):
    mask = torch.tensor(kept, dtype=torch.double).reshape(x[0].shape)
    assert torch.equal(mask, mask[:, :, :1, :1].expand_as(mask)), "a channel was cut in parts"
    return x[0] * mask / (1 - p)


def cross_entropy(x, labels, ignore, class_weights, reduction):
    shape = x[0].shape[:1] + x[0].shape[2:]
    target = torch.tensor(labels, dtype=torch.long).reshape(shape)
    weight = torch.tensor(class_weights, dtype=torch.double) if class_weights else None
    return F.cross_entropy(x[0], target, weight, ignore_index=ignore, reduction=reduction)


def binary_cross_entropy(x, labels, reduction):
    target = torch.tensor(labels, dtype=torch.double).reshape(x[0].shape)
    known = target != 255
    return F.binary_cross_entropy_with_logits(x[0][known], target[known], reduction=reduction)


def soft_dice(x, labels):
    """By the definition, derived by autograd: PyTorch has no such loss."""
    p = x[0].movedim(1, -1).reshape(-1, x[0].shape[1])
    target = torch.tensor(labels, dtype=torch.long)
    p, target = p[target != 255], target[target != 255]
    t = F.one_hot(target, p.shape[1]).double()
    present = t.sum(0) > 0
    return 1 - (2 * (p * t).sum(0) / (p.sum(0) + t.sum(0)))[present].mean()


OPERATIONS = {
    "add": arithmetic(lambda a, b: a + b),
    "subtract": arithmetic(lambda a, b: a - b),
    "multiply": arithmetic(lambda a, b: a * b),
    "divide": arithmetic(lambda a, b: a / b),
    "negate": unary(torch.neg),
    "relu": unary(F.relu),
    "leaky_relu": lambda x, slope: F.leaky_relu(x[0], slope),
    "sigmoid": unary(torch.sigmoid),
    "tanh": unary(torch.tanh),
    "exp": unary(torch.exp),
    "log": unary(torch.log),
    "sum": unary(torch.sum),
    "mean": unary(torch.mean),
    "reshape": lambda x, shape: x[0].reshape(shape),
    "flatten": lambda x: torch.flatten(x[0], 1),
    "crop": crop,
    "pad": pad,
    "concat": concat,
    "slice_channels": lambda x, first, count: x[0][:, first:first + count],
    "local_response_norm": lambda x, size, alpha, beta, k: F.local_response_norm(
        x[0], size, alpha, beta, k),
    "matmul": lambda x: x[0] @ x[1],
    "linear": lambda x: F.linear(*x),
    "conv2d": conv2d,
    "conv_transpose2d": conv_transpose2d,
    "max_pool2d": lambda x, kernel, stride, padding, ceil_mode: F.max_pool2d(
        x[0], kernel, stride, padding, ceil_mode=ceil_mode),
    "upsample_nearest": upsample_nearest,
    "upsample_bilinear": upsample_bilinear,
    "dropout": dropout,
    "channel_dropout": channel_dropout,
    "softmax": lambda x: F.softmax(x[0], dim=1),
    "log_softmax": lambda x: F.log_softmax(x[0], dim=1),
    "cross_entropy": cross_entropy,
    "binary_cross_entropy": binary_cross_entropy,
    "soft_dice": soft_dice,
}


def to_tensor(array):
    return torch.tensor(array["values"], dtype=torch.double).reshape(array["shape"])


def compute(case):
    """The output and dL/dinput of every input, named "<label>: y", "<label>: dx0", ..."""
    inputs = [to_tensor(array).requires_grad_() for array in case["inputs"]]
    y = OPERATIONS[case["op"]](inputs, **case["options"])
    y.backward(to_tensor(case["cotangent"]).reshape(y.shape))
    results = {"y": y.detach()}
    results.update({f"dx{i}": x.grad for i, x in enumerate(inputs)})
    return {f"{case['label']}: {name}": value.numpy().astype("<f8") for name, value in results.items()}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    torch.set_num_threads(1)  # sums in one order
    with open(sys.argv[1]) as file:
        cases = json.load(file)["cases"]
    tensors, metadata = {}, {"made by": "tests/golden/make_golden.py, PyTorch " + torch.__version__}
    for case in cases:
        tensors.update(compute(case))
        metadata[case["label"]] = case["fingerprint"]
    write_safetensors(sys.argv[2], tensors, metadata)
    print(f"{len(cases)} cases, {len(tensors)} arrays -> {sys.argv[2]}")


if __name__ == "__main__":
    main()
