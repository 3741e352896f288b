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
FPN_LEVELS = [2, 3, 4, 5]


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


def unet_shapes(width, classes, resize):
    """down1 ... down4, bottom, up4, joined4 ... up1, joined1, score. A transposed convolution has its
    weight [in, out, 2, 2]."""
    shapes = {}

    def double(name, before, after):
        shapes.update(conv_shapes({name + ".conv1": (after, before, 3, 3),
                                   name + ".conv2": (after, after, 3, 3)}))

    widths = [width * 2**level for level in range(UNET_LEVELS + 1)]
    for level in range(UNET_LEVELS):
        double(f"down{level + 1}", widths[level - 1] if level else 3, widths[level])
    double("bottom", widths[-2], widths[-1])
    for level in range(UNET_LEVELS, 0, -1):
        wide, half = widths[level], widths[level - 1]
        shapes[f"up{level}.weight"] = (half, wide, 3, 3) if resize else (wide, half, 2, 2)
        shapes[f"up{level}.bias"] = (half,)
        double(f"joined{level}", wide, half)
    shapes.update(conv_shapes({"score": (classes, width, 1, 1)}))
    return shapes


def fpn_shapes(width, classes):
    shapes = {name: shape for name, shape in vgg_shapes(width, 1, classes).items()
              if name.startswith("conv")}
    for level, times in zip(FPN_LEVELS, (2, 4, 8, 8)):
        shapes[f"lateral{level}"] = (4 * width, times * width, 1, 1)
        shapes[f"smooth{level}"] = (4 * width, 4 * width, 3, 3)
    shapes["score"] = (classes, 4 * width, 1, 1)
    return conv_shapes(shapes)


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


def unet_tile(layers, image, padding, resize):
    def double(name, x):
        return layers.conv_relu(name + ".conv2", layers.conv_relu(name + ".conv1", x, padding), padding)

    h, skips = image, []
    for level in range(UNET_LEVELS):
        skips.append(double(f"down{level + 1}", h))
        h = F.max_pool2d(skips[-1], 2)
    h = double("bottom", h)
    for level in range(UNET_LEVELS, 0, -1):
        name = f"up{level}"
        if resize:
            h = layers.conv(name, F.interpolate(h, scale_factor=2, mode="nearest"), padding=1)
        else:
            h = F.conv_transpose2d(h, layers.weights[name + ".weight"], layers.weights[name + ".bias"],
                                   stride=2)
        skip = skips.pop()
        skip = cut(skip, (skip.shape[2] - h.shape[2]) // 2, h)  # the middle
        h = double(f"joined{level}", torch.cat([skip, h], dim=1))
    return layers.conv("score", h)


def unet(layers, image, resize):
    whole, top, left = padded(image, 16)
    return cut_at(unet_tile(layers, whole, 1, resize), top, left, image)


def unet_valid(layers, image):
    """The smallest tile (572 is one, and every 16th size) whose inner part covers the image, which
    is in its middle; 92 pixels are lost on each side."""
    border = []
    for size in (image.shape[3], image.shape[2]):
        tile = next(t for t in range(188, 10000, 16) if t - 184 >= size)
        border += [(tile - size) // 2, tile - size - (tile - size) // 2]
    inner = unet_tile(layers, F.pad(image, border), 0, False)
    return cut_at(inner, border[2] - 92, border[0] - 92, image)


def fpn(layers, image):
    """Each level's scores are enlarged to a quarter of the image step by step."""
    whole, top, left = padded(image, 32)
    pools = vgg_pools(layers, whole, caffe=False)
    merged, scores_below = None, None
    for level in reversed(FPN_LEVELS):
        lateral = layers.conv(f"lateral{level}", pools[level - 1])
        merged = lateral if merged is None else lateral + F.interpolate(merged, scale_factor=2)
        level_scores = layers.conv("score", layers.conv(f"smooth{level}", merged, padding=1))
        if scores_below is not None:
            level_scores = level_scores + F.interpolate(
                scores_below, scale_factor=2, mode="bilinear", align_corners=False)
        scores_below = level_scores
    scores = F.interpolate(scores_below, scale_factor=4, mode="bilinear", align_corners=False)
    return cut_at(scores, top, left, image)


def scores(net, family, weights, image):
    layers = Layers(weights)
    return {"progressive": lambda: progressive(layers, image, family == "caffe"),
            "unet": lambda: unet(layers, image, False),
            "unet-resize": lambda: unet(layers, image, True),
            "fpn": lambda: fpn(layers, image),
            "unet-valid": lambda: unet_valid(layers, image)}[net]()
