"""The ladder of training/ladder.cpp in PyTorch: the same nets, batches, iterations, optimiser and
evaluation passes. The data are random numbers of the same shapes, which takes the same time; making
and flipping images, checkpoints and pictures are left out, to PyTorch's advantage.

    python toy_ladder.py [--threads N] [--fraction F] [--ways JSON]

With a fraction below 1 each stage runs that part of its iterations and of its evaluation, and the
times are scaled up. Prints one JSON object: seconds of training and of evaluation, and `ways`: the
faster memory format and optimiser of each net, tried first unless --ways gives them.
"""
import argparse
import json
import time

from torch_time import UPDATES, median_ms
import torch
from torch.nn import functional as F

import torch_nets

# name, network, iterations, batch, side of the image, validation images: training/ladder.cpp
STAGES = (
    ("classifier", "toy-classifier", 400, 16, 96, 300),
    ("fcn32s", "toy-32s", 200, 8, 128, 150),
    ("fcn16s", "toy-16s", 120, 8, 128, 150),
    ("fcn8s", "toy-8s", 120, 8, 128, 150),
    ("fcn32s_control", "toy-32s", 440, 8, 128, 150),
    ("fcn8s_at_once", "toy-8s", 440, 8, 128, 150),
)
LR = 2e-3
PARAMETERS = {"toy-classifier": 354437, "toy-32s": 502022, "toy-16s": 392588, "toy-8s": 365906}


class Data:
    """A few random batches, taken in turn."""

    def __init__(self, model, batch, side, layout):
        images = torch.randn(4, batch, 3, side, side)
        self.images = [image.contiguous(memory_format=layout) for image in images]
        shape, classes = ((4, batch), 5) if model == "toy-classifier" else \
            ((4, batch, side, side), 6)
        self.labels = torch.randint(0, classes, shape)
        self.classes = classes

    def batch(self, i):
        return self.images[i % 4], self.labels[i % 4]


def train(net, data, iterations, update):
    """Adam with the learning rate falling linearly; reads every loss, as pixelwise does."""
    net.train()
    optimizer = torch.optim.Adam((p for p in net.parameters() if p.requires_grad), lr=LR,
                                 **UPDATES[update])
    for i in range(iterations):
        optimizer.param_groups[0]["lr"] = LR * (1 - i / iterations)
        image, labels = data.batch(i)
        loss = F.cross_entropy(net(image), labels, ignore_index=255)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        loss.item()


def evaluate(net, data, images):
    """A confusion matrix over so many images, in batches of 8."""
    net.eval()
    confusion = torch.zeros(data.classes ** 2, dtype=torch.int64)
    with torch.inference_mode():
        for i in range((images + 7) // 8):
            image, labels = data.batch(i)
            scores = net(image[:8])
            pairs = labels[:8].flatten() * data.classes + scores.argmax(1).flatten()
            confusion += torch.bincount(pairs, minlength=data.classes ** 2)
    return confusion


def best_way(stage):
    """The faster memory format and optimiser, by a few iterations each."""
    _, model, _, batch, side, _ = stage
    times = {}
    for layout in ("default", "channels_last"):
        for update in ("plain", "fused"):
            net, data = prepare(model, batch, side, layout)
            times[layout, update] = median_ms(lambda: train(net, data, 3, update), 0.2)[0]
    return min(times, key=times.get)


def prepare(model, batch, side, layout):
    net = torch_nets.make(model)
    if torch_nets.count(net) != PARAMETERS[model]:
        raise SystemExit(f"{model}: {torch_nets.count(net)} parameters; TOY_TASK asks for "
                         f"{PARAMETERS[model]}")
    net = net.to(memory_format=torch_nets.layout(layout))
    return net, Data(model, batch, side, torch_nets.layout(layout))


def run_stage(stage, fraction, way):
    """Seconds of training, and of the two evaluations, before and after."""
    name, model, iterations, batch, side, images = stage
    net, data = prepare(model, batch, side, way[0])
    train(net, data, 2, way[1])  # warm-up
    some, some_images = max(1, round(fraction * iterations)), max(8, round(fraction * images))
    start = time.perf_counter()
    train(net, data, some, way[1])
    trained = time.perf_counter()
    evaluate(net, data, some_images)
    evaluated = time.perf_counter()
    return {"name": name, "format": way[0], "update": way[1],
            "training": (trained - start) * iterations / some,
            "evaluation": 2 * (evaluated - trained) * images / some_images}


def main():
    parser = argparse.ArgumentParser(description="The toy ladder in PyTorch")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--fraction", type=float, default=1.0)
    parser.add_argument("--ways", default="{}")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    ways = json.loads(arguments.ways)
    stages = []
    for stage in STAGES:
        if stage[1] not in ways:
            ways[stage[1]] = best_way(stage)
        stages.append(run_stage(stage, arguments.fraction, ways[stage[1]]))
    print(json.dumps({"torch": torch.__version__, "fraction": arguments.fraction,
                      "training": sum(s["training"] for s in stages),
                      "evaluation": sum(s["evaluation"] for s in stages), "stages": stages,
                      "ways": ways}))


if __name__ == "__main__":
    main()
