"""The published networks in PyTorch's operations, written from the papers' tables of layers: an
independent calculation that pixelwise is compared with. Weights are a dict of named tensors.

Two families. same: every convolution keeps its size, the image is padded to a multiple of 32 and
the scores are cropped. caffe: the first convolution pads by 100, pools round up, fc6 and the
upsamplings do not pad, and maps are cropped at the offsets that the published definitions state.
"""
import math

import torch
import torch.nn.functional as F

STAGES = [2, 2, 3, 3, 3]  # VGG-16: convolutions of 1, 2, 4, 8 and 8 times the width


def vgg_shapes(width, fc_width, classes):
    """name -> shape, of the layers of all networks on VGG-16 together."""
    shapes, channels = {}, 3
    for stage, convs in enumerate(STAGES):
        out = width * min(8, 2**stage)
        for i in range(convs):
            shapes[f"conv{stage + 1}_{i + 1}"] = (out, channels, 3, 3)
            channels = out
    shapes["fc6"] = (fc_width, channels, 7, 7)
    shapes["fc7"] = (fc_width, fc_width, 1, 1)
    for name, channels in [("score_fr", fc_width), ("score_pool4", 8 * width),
                           ("score_pool3", 4 * width)]:
        shapes[name] = (classes, channels, 1, 1)
    for name, kernel in [("upscore", 64), ("upscore2", 4), ("upscore16", 32), ("upscore_pool4", 4),
                         ("upscore8", 16)]:
        shapes[name] = (classes, classes, kernel, kernel)
    return shapes


def alexnet_shapes(width, fc_width, classes):
    wide = width * 8 // 3
    return {"conv1": (width, 3, 11, 11), "conv2": (wide, width // 2, 5, 5),
            "conv3": (4 * width, wide, 3, 3), "conv4": (4 * width, 2 * width, 3, 3),
            "conv5": (wide, 2 * width, 3, 3), "fc6": (fc_width, wide, 6, 6),
            "fc7": (fc_width, fc_width, 1, 1), "score_fr": (classes, fc_width, 1, 1),
            "upscore": (classes, classes, 63, 63)}


def random_weights(shapes, seed):
    """Floats that let every layer pass on about as much as it gets."""
    generator = torch.Generator().manual_seed(seed)
    weights = {}
    for name, shape in shapes.items():
        upsampling = name.startswith("upscore")
        terms = 4 * shape[0] if upsampling else math.prod(shape[1:])
        gain = 1 if upsampling or name.startswith("score") else 2
        weights[name + ".weight"] = torch.randn(shape, generator=generator) * math.sqrt(gain / terms)
        if not upsampling:
            weights[name + ".bias"] = torch.rand(shape[0], generator=generator) * 0.4 - 0.2
    return weights


class Layers:
    """Layers by name."""

    def __init__(self, weights):
        self.weights = weights

    def conv(self, name, x, padding=0, stride=1, groups=1):
        return F.conv2d(x, self.weights[name + ".weight"], self.weights[name + ".bias"],
                        padding=padding, stride=stride, groups=groups)

    def conv_relu(self, *arguments, **options):
        return F.relu(self.conv(*arguments, **options))

    def up(self, name, x, stride, padding=0):
        return F.conv_transpose2d(x, self.weights[name + ".weight"], stride=stride, padding=padding)


def vgg_pools(layers, image, caffe):
    h, pools = image, []
    for stage, convs in enumerate(STAGES):
        for i in range(convs):
            first = stage == 0 and i == 0
            h = layers.conv_relu(f"conv{stage + 1}_{i + 1}", h, padding=100 if caffe and first else 1)
        h = F.max_pool2d(h, 2, 2, ceil_mode=caffe)
        pools.append(h)
    return pools


def fc7_of(layers, pool5, padding):
    return layers.conv_relu("fc7", layers.conv_relu("fc6", pool5, padding=padding))


def cut(x, offset, like):
    height, width = like.shape[2:]
    return x[:, :, offset:offset + height, offset:offset + width]


def fcn_caffe(net, layers, image, scales):
    pools = vgg_pools(layers, image, caffe=True)
    score = layers.conv("score_fr", fc7_of(layers, pools[4], padding=0))
    if net == "fcn32s":
        return cut(layers.up("upscore", score, 32), 19, image)
    score = layers.up("upscore2", score, 2)
    score = score + cut(layers.conv("score_pool4", pools[3] * scales[0]), 5, score)
    if net == "fcn16s":
        return cut(layers.up("upscore16", score, 16), 27, image)
    score = layers.up("upscore_pool4", score, 2)
    score = score + cut(layers.conv("score_pool3", pools[2] * scales[1]), 9, score)
    return cut(layers.up("upscore8", score, 8), 31, image)


def fcn_same(net, layers, image, scales):
    height, width = image.shape[2:]
    rows, columns = -height % 32, -width % 32
    top, left = rows // 2, columns // 2
    padded = F.pad(image, (left, columns - left, top, rows - top))
    pools = vgg_pools(layers, padded, caffe=False)
    score = layers.conv("score_fr", fc7_of(layers, pools[4], padding=3))
    if net == "fcn32s":
        score = layers.up("upscore", score, 32, 16)
    else:
        score = layers.up("upscore2", score, 2, 1) + layers.conv("score_pool4", pools[3] * scales[0])
        if net == "fcn16s":
            score = layers.up("upscore16", score, 16, 8)
        else:
            score = (layers.up("upscore_pool4", score, 2, 1) +
                     layers.conv("score_pool3", pools[2] * scales[1]))
            score = layers.up("upscore8", score, 8, 4)
    return score[:, :, top:top + height, left:left + width]


def fcn_alexnet(layers, image):
    def pool(x):
        return F.max_pool2d(x, 3, 2, ceil_mode=True)

    def norm(x):
        return F.local_response_norm(x, 5, alpha=1e-4, beta=0.75, k=1.0)

    h = norm(pool(layers.conv_relu("conv1", image, padding=100, stride=4)))
    h = norm(pool(layers.conv_relu("conv2", h, padding=2, groups=2)))
    h = layers.conv_relu("conv3", h, padding=1)
    h = layers.conv_relu("conv4", h, padding=1, groups=2)
    h = pool(layers.conv_relu("conv5", h, padding=1, groups=2))
    score = layers.conv("score_fr", fc7_of(layers, h, padding=0))
    return cut(layers.up("upscore", score, 32), 18, image)


def vgg16(layers, image):
    """The classifier of 224x224 pixels: pool5 flattened, then matrices."""
    h = torch.flatten(vgg_pools(layers, image, caffe=False)[4], 1)
    for name in ("fc6", "fc7", "score_fr"):
        weight = layers.weights[name + ".weight"]
        h = F.linear(h, weight.reshape(weight.shape[0], -1), layers.weights[name + ".bias"])
        h = h if name == "score_fr" else F.relu(h)
    return h


def scores(net, family, weights, image):
    layers = Layers(weights)
    if net == "fcn-alexnet":
        return fcn_alexnet(layers, image)
    if net == "vgg16":
        return vgg16(layers, image)
    scales = (0.01, 0.0001) if net == "fcn8s-atonce" else (1, 1)
    return (fcn_caffe if family == "caffe" else fcn_same)(net, layers, image, scales)


def layers_of(net, names):
    """Those of `names` (with .weight or .bias) that the network has."""
    heads = {"fcn32s": ["score_fr", "upscore"], "vgg16": ["score_fr"],
             "fcn16s": ["score_fr", "upscore2", "score_pool4", "upscore16"],
             "fcn8s": ["score_fr", "upscore2", "score_pool4", "upscore_pool4", "score_pool3",
                       "upscore8"]}
    heads["fcn8s-atonce"], heads["fcn-alexnet"] = heads["fcn8s"], heads["fcn32s"]
    return [name for name in names
            if name.startswith(("conv", "fc")) or name.split(".")[0] in heads[net]]
