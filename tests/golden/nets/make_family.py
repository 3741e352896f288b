#!/usr/bin/env python3
"""The same as make_nets.py for the networks of family_nets.py.

    python3 make_family.py FOLDER

writes the random weights of each, and expected_family.safetensors: scores, and the gradient of the
mean cross-entropy with respect to every weight. Needs torch and numpy; the tests need neither.
"""
import os
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import family_nets  # noqa: E402
from make_nets import CLASSES, FC_WIDTH, WIDTH, image_of, labels_of  # noqa: E402
from weight_writers import write_safetensors  # noqa: E402

MADE_BY = {"made by": "tests/golden/nets/make_family.py, PyTorch " + torch.__version__}

# File of weights, their shapes, and the networks (name, family) that have them.
FILES = [
    ("progressive", family_nets.progressive_shapes(WIDTH, FC_WIDTH, CLASSES),
     [("progressive", "same"), ("progressive", "caffe")]),
    ("unet", family_nets.unet_shapes(WIDTH, CLASSES, resize=False),
     [("unet", "same"), ("unet-valid", "same")]),
    ("unet-resize", family_nets.unet_shapes(WIDTH, CLASSES, resize=True),
     [("unet-resize", "same")]),
    ("fpn", family_nets.fpn_shapes(WIDTH, CLASSES), [("fpn", "same")]),
]


def compute(net, family, weights):
    parameters = {name: tensor.double().requires_grad_() for name, tensor in weights.items()}
    image = image_of(net)
    scores = family_nets.scores(net, family, parameters, image)
    assert scores.shape[2:] == image.shape[2:], f"{net}: {scores.shape}"
    F.cross_entropy(scores, labels_of(scores), ignore_index=255).backward()
    results = {f"{net} {family}: scores": scores.detach()}
    for name, parameter in parameters.items():
        assert parameter.grad.abs().max() > 0, f"{net} {family}: nothing reaches {name}"
        results[f"{net} {family}: {name}"] = parameter.grad
    return results


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    torch.set_num_threads(1)  # sums in one order
    expected = {}
    for seed, (file, shapes, nets) in enumerate(FILES, start=11):
        weights = family_nets.random_weights(shapes, seed)
        write_safetensors(os.path.join(sys.argv[1], file + ".safetensors"),
                          {name: tensor.numpy() for name, tensor in weights.items()}, MADE_BY)
        for net, family in nets:
            expected.update(compute(net, family, weights))
    write_safetensors(os.path.join(sys.argv[1], "expected_family.safetensors"),
                      {name: t.numpy().astype("<f4") for name, t in expected.items()}, MADE_BY)
    print(f"{len(expected)} arrays expected -> {sys.argv[1]}")


if __name__ == "__main__":
    main()
