#!/usr/bin/env python3
"""A published network in full width: pixelwise against PyTorch, with the same random weights.

    python3 full_width.py build/release/bin/pixelwise [NET [FAMILY [HEIGHTxWIDTH]]]

NET: fcn32s, fcn16s, fcn8s (by default), fcn8s-atonce or fcn-alexnet; FAMILY: same or caffe (by
default). Prints the largest difference of the scores, relative to the largest score, and the time
and memory of both. Not part of ./test: it takes PyTorch, 3 GB and half a minute.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np
import torch

import make_nets
import published_nets


def write_ppm(path, pixels):
    height, width = pixels.shape[:2]
    with open(path, "wb") as file:
        file.write(b"P6\n%d %d\n255\n" % (width, height) + pixels.tobytes())


def run_pixelwise(program, folder, net, family):
    """Scores and seconds of one prediction, start and reading of weights included."""
    begin = time.time()
    subprocess.run([program, "predict", "--weights", f"{folder}/weights.safetensors", "--model", net,
                    "--family", family, "--classes", "21", "--preprocess", "none", "--out", folder,
                    "--logits", f"{folder}/scores.npy", f"{folder}/image.ppm", "--json"],
                   check=True, stdout=subprocess.DEVNULL)
    seconds = time.time() - begin
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    return np.load(f"{folder}/scores.npy"), seconds, memory


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = os.path.abspath(sys.argv[1])
    net, family, size = (sys.argv[2:] + ["fcn8s", "caffe", "375x500"][len(sys.argv) - 2:])[:3]
    height, width = map(int, size.split("x"))
    shapes = (published_nets.alexnet_shapes(96, 4096, 21) if net == "fcn-alexnet"
              else published_nets.vgg_shapes(64, 4096, 21))
    all_weights = published_nets.random_weights(shapes, seed=1)
    weights = {name: all_weights[name] for name in published_nets.layers_of(net, all_weights)}
    pixels = np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)
    image = torch.from_numpy(pixels).permute(2, 0, 1)[None].float()
    with tempfile.TemporaryDirectory() as folder:
        make_nets.write_safetensors(f"{folder}/weights.safetensors", weights, {})
        write_ppm(f"{folder}/image.ppm", pixels)
        ours, seconds, memory = run_pixelwise(program, folder, net, family)
    begin = time.time()
    with torch.no_grad():
        theirs = published_nets.scores(net, family, weights, image).numpy()
    torch_seconds = time.time() - begin
    error = float(np.abs(ours - theirs).max() / np.abs(theirs).max())
    print(json.dumps({"net": net, "family": family, "image": size, "shape": list(ours.shape),
                      "largest_relative_difference": error, "labels_equal": float(
                          (ours.argmax(1) == theirs.argmax(1)).mean()),
                      "predict_seconds": round(seconds, 2), "predict_peak_gb": round(memory, 2),
                      "torch_forward_seconds": round(torch_seconds, 2)}))
    sys.exit(0 if error < 1e-4 else 1)


if __name__ == "__main__":
    main()
