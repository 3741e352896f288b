"""The recipe of docs/real_images.md for CamVid in PyTorch: the same net, initial distribution,
optimiser, schedule, batches, augmentation (in distribution, with numbers of its own), preprocessing,
class weights and metric as `pixelwise train`. Needs torch, numpy and nothing else: PNG files are read
here.

    python torch_camvid.py --data DIR --recipe JSON [--seed N] [--threads N] [--cache FILE]
                           [--weights FILE]

The recipe is what settings.json of a pixelwise run says; compare_camvid.py passes it on.
Prints one JSON object: seconds, mean_iou, pixel_accuracy, iou (per class), iterations, losses.
"""
import argparse
import json
import math
import random
import struct
import time
import zlib
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import torch_nets

CLASSES = 11
VOID = 255
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # --preprocess torchvision
FILL = tuple(round(255 * m) for m in MEAN)


def read_png(path):
    """An 8-bit PNG, grey, palette indices or RGB: [H, W] or [H, W, 3]."""
    data = path.read_bytes()
    width, height, bits, kind, _, _, interlace = struct.unpack(">IIBBBBB", data[16:29])
    channels = {0: 1, 2: 3, 3: 1}.get(kind)
    if bits != 8 or channels is None or interlace:
        raise SystemExit(f"{path}: expected an 8-bit PNG that is not interlaced")
    packed, at = b"", 8
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at:at + 8])
        if name == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += length + 12
    rows = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(height, width * channels + 1)
    pixels = np.zeros((height + 1, width + 1, channels), np.int32)  # a zero row and column around
    for y in range(height):
        unfilter(rows[y, 0], rows[y, 1:].reshape(width, channels), pixels, y + 1)
    image = pixels[1:, 1:].astype(np.uint8)
    return image if channels == 3 else image[:, :, 0]


def unfilter(kind, row, pixels, y):
    """Undoes the filter of one row (PNG specification, 9.2); pixels[y - 1] is the row above."""
    up, here = pixels[y - 1], pixels[y]
    if kind == 0:
        here[1:] = row
    elif kind == 1:
        here[1:] = np.cumsum(row, axis=0, dtype=np.int64) & 255
    elif kind == 2:
        here[1:] = (row + up[1:]) & 255
    else:
        for x in range(1, len(here)):
            a, b, c = here[x - 1], up[x], up[x - 1]
            if kind == 3:
                guess = (a + b) // 2
            else:
                p = a + b - c
                da, db, dc = abs(p - a), abs(p - b), abs(p - c)
                guess = np.where((da <= db) & (da <= dc), a, np.where(db <= dc, b, c))
            here[x] = (row[x - 1] + guess) & 255


def load(folder, part):
    """All images [H, W, 3] and masks [H, W] of a part; id 11 becomes void."""
    paths = sorted(Path(folder, part).glob("*.png"))
    annotations = [Path(folder, part + "annot", path.name) for path in paths]
    with ProcessPoolExecutor() as pool:  # in plain Python this takes a second for each image
        images, masks = list(pool.map(read_png, paths)), list(pool.map(read_png, annotations))
    masks = [np.where(mask == CLASSES, VOID, mask).astype(np.uint8) for mask in masks]
    return list(zip(images, masks))


def load_all(folder, cache):
    """Both parts; what was decoded is kept in the file `cache`, if one is named."""
    if cache and cache.exists():
        return torch.load(cache, weights_only=False)
    data = {part: load(folder, part) for part in ("train", "val")}
    if cache:
        torch.save(data, cache)
    return data


class Augment:
    """What `pixelwise train --augment` says: flip, scale=LOW:HIGH, rotate=X, jitter=X, crop=HxW."""

    def __init__(self, text, seed):
        self.rng = random.Random(seed)
        self.options = dict(part.split("=") if "=" in part else (part, "")
                            for part in text.split(",") if part != "none")
        unknown = set(self.options) - {"flip", "scale", "rotate", "jitter", "crop"}
        if unknown:
            raise SystemExit(f"torch_camvid: no augmentation {sorted(unknown)} here")

    def batch(self, samples):
        """images [N, 3, H, W] in 0..255 and labels [N, H, W]."""
        flip = "flip" in self.options and self.rng.random() < 0.5
        images, labels = zip(*(self.one(image, mask) for image, mask in samples))
        images, labels = torch.stack(images), torch.stack(labels)
        return (images.flip(3), labels.flip(2)) if flip else (images, labels)

    def one(self, image, mask):
        image = torch.from_numpy(image).permute(2, 0, 1)[None].float()
        mask = torch.from_numpy(mask)[None, None].float()
        if "jitter" in self.options:
            image = self.jitter(image, float(self.options["jitter"]))
        if "scale" in self.options:
            low, high = map(float, self.options["scale"].split(":"))
            factor = self.rng.uniform(low, high)
            size = [max(1, math.floor(side * factor + 0.5)) for side in image.shape[2:]]
            image = F.interpolate(image, size, mode="bilinear", antialias=True)
            mask = F.interpolate(mask, size, mode="nearest-exact")
        if "rotate" in self.options:
            image, mask = self.rotate(image, mask, float(self.options["rotate"]))
        if "crop" in self.options:
            height, width = map(int, self.options["crop"].split("x"))
            image, mask = self.crop(image, mask, height, width)
        return image[0], mask[0, 0].long()

    def jitter(self, image, strength):
        """change_colours of datasets/transforms.h"""
        brightness, contrast, saturation = (self.rng.uniform(1 - strength, 1 + strength)
                                            for _ in range(3))
        luma = torch.tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1)
        mean = brightness * (image * luma).sum(1).mean()
        image = mean + contrast * (brightness * image - mean)
        grey = (image * luma).sum(1, keepdim=True)
        return (grey + saturation * (image - grey)).clamp(0, 255).round()

    def rotate(self, image, mask, degrees):
        angle = math.radians(self.rng.uniform(-degrees, degrees))
        height, width = image.shape[2:]
        c, s = math.cos(angle), math.sin(angle)
        matrix = torch.tensor([[[c, -s * height / width, 0], [s * width / height, c, 0]]])
        grid = F.affine_grid(matrix, [1, 1, height, width], align_corners=False)
        fill = torch.tensor(FILL).view(1, 3, 1, 1).float()
        image = F.grid_sample(image - fill, grid, mode="bilinear", align_corners=False) + fill
        mask = F.grid_sample(mask - VOID, grid, mode="nearest", align_corners=False) + VOID
        return image.round(), mask

    def crop(self, image, mask, height, width):
        """A window at a random place; a smaller image is placed at random inside it."""
        def place(side, window):
            offset = self.rng.randint(0, abs(side - window))
            return offset if side >= window else -offset
        left, top = place(image.shape[3], width), place(image.shape[2], height)
        result = torch.tensor(FILL).view(1, 3, 1, 1).float().repeat(1, 1, height, width)
        labels = torch.full((1, 1, height, width), float(VOID))
        rows = slice(max(0, top), min(image.shape[2], top + height))
        columns = slice(max(0, left), min(image.shape[3], left + width))
        to = (slice(None), slice(None), slice(rows.start - top, rows.stop - top),
              slice(columns.start - left, columns.stop - left))
        result[to], labels[to] = image[:, :, rows, columns], mask[:, :, rows, columns]
        return result, labels


def preprocess(images):
    mean = torch.tensor(MEAN).view(1, 3, 1, 1)
    return (images / 255 - mean) / torch.tensor(DEVIATION).view(1, 3, 1, 1)


def initialise(net):
    """He normal (fan in) for convolutions, zero biases and score layers, bilinear upsampling."""
    for name, layer in net.named_modules():
        if isinstance(layer, nn.Conv2d):
            if name.startswith("score"):
                nn.init.zeros_(layer.weight)
            else:
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
        elif isinstance(layer, nn.ConvTranspose2d):
            side = layer.kernel_size[0]
            tent = 1 - (torch.arange(side) - (side - 1) / 2).abs() / ((side + 1) // 2)
            with torch.no_grad():
                layer.weight.zero_()
                for k in range(layer.in_channels):
                    layer.weight[k, k] = tent[:, None] * tent[None, :]


def our_name(name, stride):
    """What pixelwise calls a parameter of torch_nets.Fcn; the last layer's name tells the stride."""
    if name.startswith("trunk.stages."):
        stage, layer, kind = name.split(".")[2:]
        return f"conv{int(stage) + 1}_{int(layer) // 2 + 1}.{kind}"
    last = {32: "upscore", 16: "upscore16", 8: "upscore8"}[stride]
    return f"{last}.weight" if name == "upscore.weight" else name


def load_weights(net, path):
    """The parameters of a safetensors file that pixelwise wrote, all of them."""
    raw = path.read_bytes()
    start = 8 + struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:start])
    weights = {}
    for name in net.state_dict():
        tensor = header[our_name(name, net.stride)]
        first, end = tensor["data_offsets"]
        values = np.frombuffer(raw[start + first:start + end], np.float32)
        weights[name] = torch.from_numpy(values.reshape(tensor["shape"]).copy())
    net.load_state_dict(weights)


def class_weights(text, data):
    """As --class-weights; frequencies are those among the images that contain the class."""
    if text == "none":
        return None
    if text not in ("median", "sqrt-median"):
        return torch.tensor([float(w) for w in text.split(",")])
    counts = np.array([np.bincount(mask.ravel(), minlength=256)[:CLASSES] for _, mask in data])
    beside = [(counts.sum(1) * (counts[:, c] > 0)).sum() for c in range(CLASSES)]
    frequency = counts.sum(0) / np.maximum(beside, 1)
    there = frequency > 0  # a class that is nowhere weighs nothing
    weights = np.where(there, np.median(frequency[there]) / np.where(there, frequency, 1), 0)
    return torch.tensor(weights if text == "median" else np.sqrt(weights), dtype=torch.float32)


def schedule(name, done):
    """The factor on the learning rate when that share of the iterations is done."""
    return {"constant": 1.0, "linear": 1 - done, "poly": (1 - done) ** 0.9,
            "cosine": (1 + math.cos(math.pi * done)) / 2}[name]


def segment(net, images):
    """Pads to a multiple of 32 with zeros, the odd pixel right and below, and crops back."""
    height, width = images.shape[2:]
    rows, columns = -height % 32, -width % 32
    top, left = rows // 2, columns // 2
    scores = net(F.pad(images, (left, columns - left, top, rows - top)))
    return scores[:, :, top:top + height, left:left + width]


def evaluate(net, data):
    """One confusion matrix over all images."""
    net.eval()
    confusion = np.zeros((CLASSES, CLASSES), np.int64)
    with torch.inference_mode():
        for image, mask in data:
            images = torch.from_numpy(image).permute(2, 0, 1)[None].float()
            guess = segment(net, preprocess(images)).argmax(1)[0].numpy()
            known = mask != VOID
            pairs = mask[known].astype(np.int64) * CLASSES + guess[known]
            confusion += np.bincount(pairs, minlength=CLASSES ** 2).reshape(CLASSES, CLASSES)
    net.train()
    return confusion


def scores(confusion):
    both, either = np.diag(confusion), confusion.sum(0) + confusion.sum(1) - np.diag(confusion)
    iou = [float(b / e) if e else None for b, e in zip(both, either)]
    known = [x for x in iou if x is not None]
    return {"mean_iou": sum(known) / len(known), "iou": iou,
            "pixel_accuracy": float(both.sum() / confusion.sum())}


def order(size, rng):
    """Sample numbers, epoch after epoch, each in an order of its own."""
    while True:
        yield from rng.sample(range(size), size)


def train(recipe, data, seed, initial=None):
    """The confusion matrix of the validation images in the end, and the loss of each iteration."""
    torch.manual_seed(seed)
    sizes = dict(torch_nets.vgg16(recipe["width"]), fc=recipe["fc_width"],
                 dropout=recipe["dropout"])
    net = torch_nets.Fcn(CLASSES, sizes, int(recipe["model"].removeprefix("fcn").removesuffix("s")))
    initialise(net)
    if initial:
        load_weights(net, initial)
    net = net.to(memory_format=torch.channels_last).train()
    if recipe["optimizer"] != "adam" or recipe["preprocess"] != "torchvision":
        raise SystemExit("torch_camvid: only adam and --preprocess torchvision are here")
    optimizer = torch.optim.Adam((p for p in net.parameters() if p.requires_grad),
                                 lr=recipe["lr"], fused=True)
    weights = class_weights(recipe["class_weights"], data["train"])
    augment, numbers = Augment(recipe["augment"], seed), order(len(data["train"]),
                                                               random.Random(seed + 1))
    total, validation, losses = recipe["iterations"], None, []

    def prepare():
        images, labels = augment.batch([data["train"][next(numbers)]
                                        for _ in range(recipe["batch"])])
        return preprocess(images).contiguous(memory_format=torch.channels_last), labels

    with ThreadPoolExecutor(1) as pool:  # the next batch is made during the step, as in pixelwise
        ahead = pool.submit(prepare)
        for i in range(total):
            optimizer.param_groups[0]["lr"] = recipe["lr"] * schedule(recipe["schedule"], i / total)
            (images, labels), ahead = ahead.result(), pool.submit(prepare)
            loss = F.cross_entropy(segment(net, images), labels, weights, ignore_index=VOID)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            if not math.isfinite(losses[-1]):
                raise SystemExit(f"torch_camvid: the loss is {losses[-1]} in iteration {i}")
            if (i + 1) % recipe["every"] == 0 or i + 1 == total:
                validation = evaluate(net, data["val"])
    return validation, losses


def main():
    parser = argparse.ArgumentParser(description="The CamVid recipe in PyTorch")
    parser.add_argument("--data", required=True)
    parser.add_argument("--recipe", required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cache", type=Path, help="keep decoded images in this file")
    parser.add_argument("--weights", type=Path, help="start from a checkpoint of pixelwise")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    recipe = json.loads(arguments.recipe)
    data = load_all(arguments.data, arguments.cache)
    start = time.perf_counter()  # pixelwise also counts from when the images have been checked
    confusion, losses = train(recipe, data, arguments.seed, arguments.weights)
    print(json.dumps({"torch": torch.__version__, "seconds": time.perf_counter() - start,
                      "iterations": recipe["iterations"], "losses": losses,
                      **scores(confusion)}))


if __name__ == "__main__":
    main()
