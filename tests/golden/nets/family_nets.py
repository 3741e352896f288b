"""The rest of the family in PyTorch's operations, written from the papers and independently of
models/: progressive FCN, U-Net, FPN. Weights are a dict of named tensors.

The crops of the progressive FCN in the family caffe are worked out by hand: x of the image is
x/32 - .390625 of score_fr, and then twice that plus 1.5 with each upsampling; pool4 is x/16 +
5.71875, pool1 is x/2 + 49.25. The differences: 5, 9, 17, 33, and 34 to the image.
"""
import math

import torch
import torch.nn.functional as F

from published_nets import Layers, cut, fc7_of, vgg_pools, vgg_shapes

SKIPS = [("score_pool4", 8), ("score_pool3", 4), ("score_pool2", 2), ("score_pool1", 1)]
PROGRESSIVE_UPS = ["upscore2", "upscore_pool4", "upscore_pool3", "upscore_pool2", "upscore_pool1"]
UNET_LEVELS = 4


def conv_shapes(shapes):
    """A weight and a bias for each convolution."""
    both = {}
    for name, shape in shapes.items():
        both[name + ".weight"], both[name + ".bias"] = shape, (shape[0],)
    return both


def progressive_shapes(width, fc_width, classes):
    trunk = {name: shape for name, shape in vgg_shapes(width, fc_width, classes).items()
             if not name.startswith(("score_pool", "upscore"))}
    trunk.update({name: (classes, times * width, 1, 1) for name, times in SKIPS})
    shapes = conv_shapes(trunk)
    shapes.update({name + ".weight": (classes, classes, 4, 4) for name in PROGRESSIVE_UPS})
    return shapes


def random_weights(shapes, seed):
    """Floats that let every layer pass on about as much as it gets."""
    generator = torch.Generator().manual_seed(seed)
    weights = {}
    for name, shape in shapes.items():
        if name.endswith(".bias"):
            weights[name] = torch.rand(shape, generator=generator) * 0.4 - 0.2
            continue
        terms = 4 * shape[0] if name.startswith("upscore") else math.prod(shape[1:])
        gain = 1 if name.startswith(("score", "upscore")) else 2
        weights[name] = torch.randn(shape, generator=generator) * math.sqrt(gain / terms)
    return weights


def padded(image, multiple):
    """The image with zeros up to a multiple, and the first row and column of it."""
    height, width = image.shape[2:]
    rows, columns = -height % multiple, -width % multiple
    top, left = rows // 2, columns // 2
    return F.pad(image, (left, columns - left, top, rows - top)), top, left


def cut_at(x, top, left, like):
    return x[:, :, top:top + like.shape[2], left:left + like.shape[3]]


def progressive(layers, image, caffe):
    whole, top, left = (image, 34, 34) if caffe else padded(image, 32)
    pools = vgg_pools(layers, whole, caffe)
    score = layers.conv("score_fr", fc7_of(layers, pools[4], padding=0 if caffe else 3))
    offsets = [5, 9, 17, 33] if caffe else [0, 0, 0, 0]
    for up, (skip, _), pool, offset in zip(PROGRESSIVE_UPS, SKIPS, pools[3::-1], offsets):
        score = layers.up(up, score, 2, 0 if caffe else 1)
        score = score + cut(layers.conv(skip, pool), offset, score)
    score = layers.up(PROGRESSIVE_UPS[-1], score, 2, 0 if caffe else 1)
    return cut_at(score, top, left, image)


def scores(net, family, weights, image):
    layers = Layers(weights)
    return {"progressive": lambda: progressive(layers, image, family == "caffe")}[net]()
