#!/usr/bin/env python3
"""Scores and gradients of the published networks, small, as PyTorch computes them in double.

    python3 make_nets.py FOLDER

writes random weights, vgg.* and alexnet.*, in every container, and expected.safetensors: for each
network its scores, and the gradient of the mean cross-entropy with respect to every weight. Images
and labels are not stored: drawn() gives the same ones here and in nets_test.cpp. Needs torch and
numpy; the tests need neither.
"""
import os
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import published_nets  # noqa: E402
from weight_writers import write_caffemodel, write_safetensors  # noqa: E402

MADE_BY = {"made by": "tests/golden/nets/make_nets.py, PyTorch " + torch.__version__}

WIDTH, FC_WIDTH, CLASSES = 2, 6, 2
HEIGHT, WIDE = 37, 45  # of the image of the FCNs: not square, and no multiple of anything
NETS = [(net, family) for net in ("fcn32s", "fcn16s", "fcn8s", "fcn8s-atonce")
        for family in ("same", "caffe")] + [("fcn-alexnet", "caffe"), ("vgg16", "same")]


def drawn(count):
    """Pseudo-random multiples of 2^-19 in [-1, 1): floats hold them exactly."""
    hashed = (np.arange(count, dtype=np.uint64) * 2654435761 % 2**32) >> np.uint64(12)
    return hashed.astype(np.float64) / 2**19 - 1


def image_of(net):
    shape = (1, 3, 224, 224) if net == "vgg16" else (1, 3, HEIGHT, WIDE)
    # The normalisation of AlexNet does something where values are of the size of raw pixels.
    scale = 100 if net == "fcn-alexnet" else 1
    return scale * torch.from_numpy(drawn(int(np.prod(shape)))).reshape(shape)


def labels_of(scores):
    """Every eleventh pixel is void."""
    shape = (1,) + tuple(scores.shape[2:])
    count = int(np.prod(shape))
    labels = ((drawn(count) + 1) * CLASSES / 2).astype(np.int64)
    if count > 1:
        labels[::11] = 255
    return torch.from_numpy(labels).reshape(shape)


def compute(net, family, weights):
    parameters = {name: weights[name].double().requires_grad_()
                  for name in published_nets.layers_of(net, weights)}
    scores = published_nets.scores(net, family, parameters, image_of(net))
    F.cross_entropy(scores, labels_of(scores), ignore_index=255).backward()
    results = {f"{net} {family}: scores": scores.detach()}
    for name, parameter in parameters.items():
        assert parameter.grad.abs().max() > 0, f"{net} {family}: nothing reaches {name}"
        results[f"{net} {family}: {name}"] = parameter.grad
    return results


def write_all(folder, name, weights):
    """The same weights in every container that a published network may come in."""
    stem = os.path.join(folder, name)
    arrays = {tensor: values.numpy() for tensor, values in weights.items()}
    write_safetensors(stem + ".safetensors", arrays, MADE_BY)
    np.savez(stem + ".npz", **arrays)
    torch.save(weights, stem + ".zip.pth")
    torch.save(weights, stem + ".legacy.pth", _use_new_zipfile_serialization=False)
    layers = dict.fromkeys(tensor.rpartition(".")[0] for tensor in arrays)
    write_caffemodel(stem + ".caffemodel", [
        (layer, "Deconvolution" if layer.startswith("upscore") else "Convolution",
         [arrays[f"{layer}.{part}"] for part in ("weight", "bias") if f"{layer}.{part}" in arrays])
        for layer in layers])


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    torch.set_num_threads(1)  # sums in one order
    vgg = published_nets.random_weights(
        published_nets.vgg_shapes(WIDTH, FC_WIDTH, CLASSES), seed=1)
    alexnet = published_nets.random_weights(
        published_nets.alexnet_shapes(6, FC_WIDTH, CLASSES), seed=2)
    expected = {}
    for net, family in NETS:
        expected.update(compute(net, family, alexnet if net == "fcn-alexnet" else vgg))
    write_all(sys.argv[1], "vgg", vgg)
    write_all(sys.argv[1], "alexnet", alexnet)
    write_safetensors(os.path.join(sys.argv[1], "expected.safetensors"),
                      {name: t.numpy().astype("<f4") for name, t in expected.items()}, MADE_BY)
    print(f"{len(expected)} arrays expected of {len(NETS)} networks -> {sys.argv[1]}")



if __name__ == "__main__":
    main()
