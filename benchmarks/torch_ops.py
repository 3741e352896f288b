"""Times single operations in PyTorch, under the names of kernels_benchmark. Called by `compare`:

    python torch_ops.py THREADS SECONDS_EACH

Prints {"torch": .., "ms": {name: the faster of the two memory formats}}.
"""
import json
import sys

from torch_time import UPDATES, median_ms
import torch
from torch.nn import functional as F

import torch_nets

# name: x, w, stride, padding, transposed (x is what goes in, w as PyTorch has it)
CONVS = {
    "conv3x3_64_at_224": ((64, 224), (64, 64, 3, 3), 1, 1, False),
    "conv3x3_128_at_112": ((128, 112), (128, 128, 3, 3), 1, 1, False),
    "conv3x3_256_at_56": ((256, 56), (256, 256, 3, 3), 1, 1, False),
    "conv3x3_512_at_28": ((512, 28), (512, 512, 3, 3), 1, 1, False),
    "conv3x3_512_at_14": ((512, 14), (512, 512, 3, 3), 1, 1, False),
    "fc6_7x7_512_4096_at_7": ((512, 7), (4096, 512, 7, 7), 1, 3, False),
    "fc7_1x1_4096_4096_at_7": ((4096, 7), (4096, 4096, 1, 1), 1, 0, False),
    "fc6_7x7_512_4096_at_16": ((512, 16), (4096, 512, 7, 7), 1, 3, False),
    "fc7_1x1_4096_4096_at_16": ((4096, 16), (4096, 4096, 1, 1), 1, 0, False),
    "up_k2s2_128_64_at_56": ((128, 56), (128, 64, 2, 2), 2, 0, True),
    "up_k16s8_21_at_28": ((21, 28), (21, 21, 16, 16), 8, 4, True),
    "up_k64s32_21_at_7": ((21, 7), (21, 21, 64, 64), 32, 16, True),
}


def conv_works(case, layout):
    """The three passes of one convolution, to be called."""
    (channels, size), w_shape, stride, padding, transposed = case
    x = torch.randn(1, channels, size, size).contiguous(memory_format=layout)
    w = torch.randn(w_shape).contiguous(memory_format=layout)
    bias = None if transposed else torch.randn(w_shape[0])
    op = F.conv_transpose2d if transposed else F.conv2d
    dy = torch.randn_like(op(x, w, bias, stride, padding))

    def backward(of_x, of_w):
        return torch.ops.aten.convolution_backward(
            dy, x, w, None, [stride] * 2, [padding] * 2, [1, 1], transposed, [0, 0], 1,
            [of_x, of_w, False])

    return {"forward": lambda: op(x, w, bias, stride, padding),
            "backward_data": lambda: backward(True, False),
            "backward_weights": lambda: backward(False, True)}


def other_works(layout):
    """Pooling, ReLU and the loss with its gradient."""
    x = torch.randn(1, 64, 224, 224).contiguous(memory_format=layout)
    scores = torch.randn(1, 21, 224, 224).contiguous(memory_format=layout).requires_grad_()
    labels = torch.randint(0, 21, (1, 224, 224))

    def loss():
        scores.grad = None
        with torch.enable_grad():
            F.cross_entropy(scores, labels, ignore_index=255).backward()

    return {"max_pool_2x2_64_at_224/forward": lambda: F.max_pool2d(x, 2),
            "relu_64_at_224/forward": lambda: F.relu(x),
            "cross_entropy_21_at_224/with_gradient": loss}


def optimizer_works(update):
    works = {}
    for name, make in (("sgd_momentum_16M/step", torch.optim.SGD), ("adam_16M/step",
                                                                  torch.optim.Adam)):
        parameter = torch.nn.Parameter(torch.randn(16_000_000))
        parameter.grad = torch.randn(16_000_000)
        options = {"momentum": 0.9} if make is torch.optim.SGD else {}
        works[name] = make([parameter], lr=1e-6, **options, **UPDATES[update]).step
    return works


def main():
    threads, seconds = int(sys.argv[1]), float(sys.argv[2])
    torch.set_num_threads(threads)
    best = {}

    def measure(name, work):
        ms = median_ms(work, seconds)[0]
        best[name] = min(ms, best.get(name, ms))

    with torch.no_grad():
        for layout in map(torch_nets.layout, ("default", "channels_last")):
            for name, case in CONVS.items():
                for kind, work in conv_works(case, layout).items():
                    measure(f"{name}/{kind}", work)
            for name, work in other_works(layout).items():
                measure(name, work)
    for update in UPDATES:
        for name, work in optimizer_works(update).items():
            measure(name, work)
    print(json.dumps({"torch": torch.__version__, "ms": best}))


if __name__ == "__main__":
    main()
