#!/usr/bin/env python3
"""The simple FCN of introductions to PyTorch: its weights as a .pth, and its scores.

    python3 simple_fcn.py FOLDER

writes simple_fcn.pth, the state_dict with random weights as torch.save writes it, and
simple_fcn.expected.safetensors, the scores of drawn() (make_nets.py), computed in double. The net
is narrow, so that the files are small. Needs torch and numpy; the tests need neither.
"""
import os
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

from make_nets import drawn
from weight_writers import write_safetensors

WIDTH, CLASSES = 4, 3
SHAPE = (1, 3, 24, 16)


class SimpleFCN(nn.Module):
    def __init__(self, num_classes, width=64):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, kernel_size=3, padding=1)
        self.conv2 = nn.Conv2d(width, 2 * width, kernel_size=3, padding=1)
        self.conv3 = nn.Conv2d(2 * width, 4 * width, kernel_size=3, padding=1)
        self.pool = nn.MaxPool2d(2, 2)
        self.deconv1 = nn.ConvTranspose2d(4 * width, 2 * width, kernel_size=2, stride=2)
        self.deconv2 = nn.ConvTranspose2d(2 * width, width, kernel_size=2, stride=2)
        self.deconv3 = nn.ConvTranspose2d(width, num_classes, kernel_size=2, stride=2)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = self.pool(F.relu(self.conv3(x)))
        x = F.relu(self.deconv1(x))
        x = F.relu(self.deconv2(x))
        return self.deconv3(x)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    torch.set_num_threads(1)
    torch.manual_seed(3)
    net = SimpleFCN(CLASSES, WIDTH)
    torch.save(net.state_dict(), os.path.join(sys.argv[1], "simple_fcn.pth"))
    count = 1
    for size in SHAPE:
        count *= size
    image = torch.from_numpy(drawn(count)).reshape(SHAPE)
    scores = net.double()(image).detach().numpy().astype("<f4")
    write_safetensors(os.path.join(sys.argv[1], "simple_fcn.expected.safetensors"),
                      {"scores": scores},
                      {"made by": "tests/golden/nets/simple_fcn.py, PyTorch " + torch.__version__})


if __name__ == "__main__":
    main()
