#!/usr/bin/env python3
"""A published network in full width: pixelwise against PyTorch, with the same random weights.

    python3 full_width.py build/release/bin/pixelwise [NET [FAMILY [HEIGHTxWIDTH]]]

NET: fcn32s, fcn16s, fcn8s (by default), fcn8s-atonce or fcn-alexnet; FAMILY: same or caffe (by
default). Predicts one image from the weights in each container (safetensors, both forms of .pth, npz,
caffemodel), in programs of their own, PyTorch's first. Prints, as JSON, the largest difference of the
scores, relative to the largest score, and the time and memory of each program from start to end. Not
part of ./test: it takes PyTorch, 5 GB of memory, 3 GB of disk and half a minute.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

import numpy as np

CONTAINERS = ("safetensors", "legacy.pth", "zip.pth", "npz", "caffemodel")


def write_ppm(path, pixels):
    height, width = pixels.shape[:2]
    with open(path, "wb") as file:
        file.write(b"P6\n%d %d\n255\n" % (width, height) + pixels.tobytes())


def read_ppm(path):
    with open(path, "rb") as file:
        assert file.readline() == b"P6\n"
        width, height = map(int, file.readline().split())
        file.readline()
        return np.frombuffer(file.read(), np.uint8).reshape(height, width, 3)


def run_measured(command):
    """Seconds and the most memory, in GB, from start to end. (The memory of a new process counts from
    that of its parent on: this one must stay small, and leaves all else to processes.)"""
    begin = time.time()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return {"seconds": round(time.time() - begin, 2), "peak_gb": round(usage.ru_maxrss / 1e6, 2)}


def predict_with_torch(net, family, folder):
    """What a script that predicts one image does."""
    import torch
    import published_nets
    weights = torch.load(f"{folder}/weights.zip.pth")
    image = torch.from_numpy(read_ppm(f"{folder}/image.ppm").copy()).permute(2, 0, 1)[None].float()
    with torch.inference_mode():
        scores = published_nets.scores(net, family, weights, image).numpy()
    np.save(f"{folder}/torch.npy", scores)
    np.save(f"{folder}/torch_labels.npy", scores.argmax(1).astype(np.uint8))


def prepare(net, size, folder):
    import make_nets
    import published_nets
    shapes = (published_nets.alexnet_shapes(96, 4096, 21) if net == "fcn-alexnet"
              else published_nets.vgg_shapes(64, 4096, 21))
    all_weights = published_nets.random_weights(shapes, seed=1)
    make_nets.write_all(folder, "weights", {name: all_weights[name] for name in
                                            published_nets.layers_of(net, all_weights)})
    height, width = map(int, size.split("x"))
    pixels = np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)
    write_ppm(f"{folder}/image.ppm", pixels)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    program = sys.argv[1]
    net, family, size = (sys.argv[2:] + ["fcn8s", "caffe", "500x500"][len(sys.argv) - 2:])[:3]
    this = [sys.executable, os.path.abspath(__file__)]
    if program == "prepare":
        return prepare(*sys.argv[2:])
    if program == "predict":
        return predict_with_torch(*sys.argv[2:])
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*this, "prepare", net, size, folder], check=True)
        theirs = run_measured([*this, "predict", net, family, folder])
        expected = np.load(f"{folder}/torch.npy")
        errors = []
        print(json.dumps({"net": net, "family": family, "image": size, "by": "PyTorch", **theirs}))
        for container in CONTAINERS:
            ours = run_measured([program, "predict", "--weights", f"{folder}/weights.{container}",
                                 "--model", net, "--family", family, "--classes", "21",
                                 "--preprocess", "none", "--out", folder,
                                 "--logits", f"{folder}/scores.npy", f"{folder}/image.ppm", "--json"])
            scores = np.load(f"{folder}/scores.npy")
            error = float(np.abs(scores - expected).max() / np.abs(expected).max())
            labels = float((scores.argmax(1) == expected.argmax(1)).mean())
            errors.append(error)
            print(json.dumps({"by": "pixelwise", "weights": container, **ours,
                              "largest_relative_difference": error, "labels_equal": labels}))
    sys.exit(0 if all(error < 1e-4 for error in errors) else 1)


if __name__ == "__main__":
    main()
