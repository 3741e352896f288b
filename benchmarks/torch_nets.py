"""The networks of models/ in PyTorch, layer by layer the same."""
import torch
from torch import nn
from torch.nn import functional as F

TOY = dict(convs=(1, 1, 1, 1, 1), widths=(16, 32, 64, 96, 128), kernel=3, fc=128, dropout=0.0)


def vgg16(width):
    """The sizes of VGG-16; models/vgg.h."""
    widths = (width, 2 * width, 4 * width, 8 * width, 8 * width)
    return dict(convs=(2, 2, 3, 3, 3), widths=widths, kernel=7, fc=4096, dropout=0.5)


class SimpleFcn(nn.Module):
    """models/simple_fcn.h"""

    def __init__(self, classes, width=64):
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 3, padding=1)
        self.conv2 = nn.Conv2d(width, 2 * width, 3, padding=1)
        self.conv3 = nn.Conv2d(2 * width, 4 * width, 3, padding=1)
        self.deconv1 = nn.ConvTranspose2d(4 * width, 2 * width, 2, 2)
        self.deconv2 = nn.ConvTranspose2d(2 * width, width, 2, 2)
        self.deconv3 = nn.ConvTranspose2d(width, classes, 2, 2)

    def forward(self, x):
        for conv in (self.conv1, self.conv2, self.conv3):
            x = F.max_pool2d(F.relu(conv(x), inplace=True), 2)
        x = F.relu(self.deconv1(x), inplace=True)
        x = F.relu(self.deconv2(x), inplace=True)
        return self.deconv3(x)


class Trunk(nn.Module):
    """The five stages of a VGG net; returns the five pools."""

    def __init__(self, sizes):
        super().__init__()
        self.stages = nn.ModuleList()
        channels = 3
        for convs, width in zip(sizes["convs"], sizes["widths"]):
            stage = []
            for _ in range(convs):
                stage += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU(inplace=True)]
                channels = width
            self.stages.append(nn.Sequential(*stage, nn.MaxPool2d(2)))

    def forward(self, x):
        pools = []
        for stage in self.stages:
            x = stage(x)
            pools.append(x)
        return pools


class Classifier(nn.Module):
    """VggClassifier of models/vgg.h"""

    def __init__(self, classes, sizes):
        super().__init__()
        self.trunk = Trunk(sizes)
        self.fc6 = nn.Linear(sizes["widths"][4] * sizes["kernel"] ** 2, sizes["fc"])
        self.fc7 = nn.Linear(sizes["fc"], sizes["fc"])
        self.score = nn.Linear(sizes["fc"], classes)

    def forward(self, x):
        x = self.trunk(x)[4].flatten(1)
        return self.score(F.relu(self.fc7(F.relu(self.fc6(x)))))


def upsampling(classes, factor, fixed=False):
    """Kernel 2s, stride s, padding s/2, no bias; not trained if fixed."""
    layer = nn.ConvTranspose2d(classes, classes, 2 * factor, factor, factor // 2, bias=False)
    layer.weight.requires_grad_(not fixed)
    return layer


class Fcn(nn.Module):
    """FCN-32s, FCN-16s or FCN-8s of models/fcn.h: `stride` is 32, 16 or 8."""

    def __init__(self, classes, sizes, stride):
        super().__init__()
        kernel, fc, widths = sizes["kernel"], sizes["fc"], sizes["widths"]
        self.stride = stride
        self.trunk = Trunk(sizes)
        self.fc6 = nn.Conv2d(widths[4], fc, kernel, padding=kernel // 2)
        self.fc7 = nn.Conv2d(fc, fc, 1)
        self.drop = nn.Dropout(sizes["dropout"])
        self.score_fr = nn.Conv2d(fc, classes, 1)
        if stride <= 16:
            self.upscore2 = upsampling(classes, 2)
            self.score_pool4 = nn.Conv2d(widths[3], classes, 1)
        if stride == 8:
            self.upscore_pool4 = upsampling(classes, 2)
            self.score_pool3 = nn.Conv2d(widths[2], classes, 1)
        self.upscore = upsampling(classes, stride, fixed=True)

    def forward(self, x):
        pools = self.trunk(x)
        x = self.drop(F.relu(self.fc6(pools[4]), inplace=True))
        x = self.drop(F.relu(self.fc7(x), inplace=True))
        x = self.score_fr(x)
        if self.stride <= 16:
            x = self.upscore2(x) + self.score_pool4(pools[3])
        if self.stride == 8:
            x = self.upscore_pool4(x) + self.score_pool3(pools[2])
        return self.upscore(x)


def make(model, width=64):
    """The network that `pixelwise --model` calls so, with its usual number of classes."""
    if model == "simple-fcn":
        return SimpleFcn(21, width)
    if model == "fcn8s":
        return Fcn(21, vgg16(width), 8)
    if model == "toy-classifier":
        return Classifier(5, TOY)
    if model in ("toy-32s", "toy-16s", "toy-8s"):
        return Fcn(6, TOY, int(model[4:-1]))
    raise SystemExit(f"no network '{model}' here; see make() in {__file__}")


def count(net):
    """The number of parameters, fixed ones included."""
    return sum(p.numel() for p in net.parameters())


def layout(name):
    """The memory format of that name."""
    return torch.channels_last if name == "channels_last" else torch.contiguous_format
