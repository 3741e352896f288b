"""Small generated data sets of the kinds that people bring, as folders of images/ and masks/ for
`pixelwise train --data folder:DIR`. The same numbers every time (numpy's generator, one seed a set).
"""
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


class Scene:
    """An image and its mask, on which a set draws its objects."""

    def __init__(self, rng, width, height, ground, noise=18):
        self.rng, self.width, self.height, self.noise = rng, width, height, noise
        self.image = Image.new("RGB", (width, height), tuple(ground))
        self.mask = Image.new("L", (width, height), 0)

    def inside(self):
        return self.rng.uniform(0, self.width), self.rng.uniform(0, self.height)

    def both(self, shape, points, colour, label, **more):
        """Draws "ellipse", "rectangle", "polygon" or "line" in the image and in the mask."""
        near = [int(c) for c in np.clip(np.array(colour) + self.rng.normal(0, 15, 3), 0, 255)]
        getattr(ImageDraw.Draw(self.image), shape)(points, fill=tuple(near), **more)
        getattr(ImageDraw.Draw(self.mask), shape)(points, fill=label, **more)

    def blob(self, colour, label, low, high, centre=None):
        """An ellipse whose half axes lie between `low` and `high` pixels."""
        x, y = centre or self.inside()
        a, b = self.rng.uniform(low, high, 2)
        self.both("ellipse", [x - a, y - b, x + a, y + b], colour, label)

    def finished(self, blur=0.7):
        """Slightly out of focus, unevenly lit, and noisy, as photographs are."""
        pixels = np.asarray(self.image.filter(ImageFilter.GaussianBlur(blur)), dtype=np.float64)
        light = np.linspace(*self.rng.uniform(0.8, 1.15, 2), self.width)[None, :, None]
        pixels = pixels * light + self.rng.normal(0, self.noise, pixels.shape)
        return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)), self.mask


RED, BLUE, GREEN = (200, 50, 50), (50, 60, 200), (60, 170, 70)


def blobs(rng, width=160, height=128, scale=1.0):
    """Background, red blobs, blue blobs."""
    scene = Scene(rng, width, height, rng.integers(90, 150, 3))
    for colour, label in ((RED, 1), (BLUE, 2)):
        for _ in range(rng.integers(1, 4)):
            scene.blob(colour, label, 6 * scale, 18 * scale)
    return scene.finished()


def thin_lines(rng):
    """Dark lines 2 or 3 pixels wide, and blotches as dark as they are."""
    scene = Scene(rng, 128, 128, (150, 140, 120))
    for _ in range(6):
        scene.blob((80, 75, 70), 0, 3, 8)
    for _ in range(rng.integers(2, 5)):
        points = [scene.inside()]
        for _ in range(4):
            turn = rng.uniform(0, 2 * math.pi)
            points.append((points[-1][0] + 50 * math.cos(turn), points[-1][1] + 50 * math.sin(turn)))
        scene.both("line", points, (70, 65, 60), 1, width=int(rng.integers(2, 4)))
    return scene.finished()


def touching_cells(rng):
    """Cells in heaps: background, inside, and a rim of two or three pixels."""
    scene = Scene(rng, 128, 128, (40, 40, 60))
    for _ in range(3):
        middle = np.array(scene.inside())
        for _ in range(rng.integers(3, 7)):
            x, y = middle + rng.normal(0, 14, 2)
            r = rng.uniform(7, 12)
            scene.both("ellipse", [x - r, y - r, x + r, y + r], (150, 160, 100), 2)
            r -= 2.5
            scene.both("ellipse", [x - r, y - r, x + r, y + r], (90, 130, 90), 1)
    return scene.finished()


def rare_class(rng):
    """Large green and blue blobs; one image in two has a small red one, a few pixels in a thousand."""
    scene = Scene(rng, 128, 128, (120, 115, 110))
    for colour, label in ((GREEN, 1), (BLUE, 2)):
        for _ in range(2):
            scene.blob(colour, label, 14, 30)
    if rng.random() < 0.5:
        scene.blob((210, 90, 60), 3, 4, 6)
    return scene.finished()


def many_classes(rng):
    """Twelve kinds of object: four colours as discs, boxes and triangles."""
    scene = Scene(rng, 128, 128, (110, 110, 110))
    for _ in range(7):
        kind = int(rng.integers(0, 12))
        colour = (RED, BLUE, GREEN, (210, 190, 60))[kind % 4]
        x, y = scene.inside()
        r = rng.uniform(10, 20)
        if kind < 4:
            scene.both("ellipse", [x - r, y - r, x + r, y + r], colour, kind + 1)
        elif kind < 8:
            scene.both("rectangle", [x - r, y - r, x + r, y + r], colour, kind + 1)
        else:
            scene.both("polygon", [(x, y - r), (x - r, y + r), (x + r, y + r)], colour, kind + 1)
    return scene.finished()


def very_small(rng):
    """Images of 24x24 pixels."""
    return blobs(rng, 24, 24, 0.3)


def very_wide(rng):
    """Strips of 384x40 pixels."""
    return blobs(rng, 384, 40, 0.6)


def mixed_sizes(rng):
    """From 72x60 to 240x200 pixels, no two alike; the blobs keep their size."""
    return blobs(rng, int(rng.integers(72, 241)), int(rng.integers(60, 201)), 0.8)


def street(rng):
    """Sky, walls, road, cars: grey walls and grey road differ by where they are."""
    scene = Scene(rng, 160, 120, (150, 180, 215))
    horizon = rng.uniform(45, 70)
    x = -10.0
    while x < 160:
        width = rng.uniform(15, 40)
        if rng.random() < 0.8:
            top = horizon - rng.uniform(10, 40)
            scene.both("rectangle", [x, top, x + width, horizon], (115, 110, 110), 1)
        x += width + 2
    scene.both("rectangle", [-1, horizon, 161, 121], (110, 108, 112), 2)
    for _ in range(rng.integers(1, 4)):
        x, y = rng.uniform(0, 160), horizon + rng.uniform(2, 40)
        half = 5 + (y - horizon) / 4
        scene.both("rectangle", [x - half, y - half, x + half, y + half / 2],
                   (RED, BLUE)[int(rng.integers(0, 2))], 3)
    return scene.finished()


def textures(rng):
    """Grey stripes, dots and plain ground, all equally bright: only the pattern tells them apart."""
    scene = Scene(rng, 128, 128, (128, 128, 128))
    labels = ImageDraw.Draw(scene.mask)
    for _ in range(5):
        (x, y), (a, b) = scene.inside(), rng.uniform(12, 28, 2)
        labels.ellipse([x - a, y - b, x + a, y + b], fill=int(rng.integers(1, 3)))
    mask = np.asarray(scene.mask)
    rows, columns = np.mgrid[0:128, 0:128]
    stripes = 45 * np.sign(np.sin(rows * 1.3))
    dots = 45 * np.sign(np.sin(rows * 1.1) * np.sin(columns * 1.1))
    grey = 128 + stripes * (mask == 1) + dots * (mask == 2)
    scene.image = Image.fromarray(np.repeat(grey[:, :, None], 3, axis=2).astype(np.uint8))
    return scene.finished()


@dataclass
class DataSet:
    make: Callable
    images: int
    classes: str
    jpeg: bool = False


SETS = {
    "blobs": DataSet(blobs, 30, "background red blue", jpeg=True),
    "thin-lines": DataSet(thin_lines, 40, "ground line"),
    "touching-cells": DataSet(touching_cells, 40, "ground cell rim"),
    "rare-class": DataSet(rare_class, 50, "ground green blue rare"),
    "many-classes": DataSet(many_classes, 60, "ground " + " ".join(
        f"{colour}-{shape}" for shape in ("disc", "box", "triangle")
        for colour in ("red", "blue", "green", "yellow"))),
    "very-small": DataSet(very_small, 100, "background red blue"),
    "very-wide": DataSet(very_wide, 40, "background red blue"),
    "mixed-sizes": DataSet(mixed_sizes, 40, "background red blue"),
    "street": DataSet(street, 50, "sky wall road car"),
    "textures": DataSet(textures, 40, "plain stripes dots"),
}


def write(name, folder):
    """Makes the set in `folder` unless it is there."""
    folder, data = Path(folder), SETS[name]
    if (folder / "classes.txt").exists():
        return
    for part in ("images", "masks"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng([ord(letter) for letter in name])
    for i in range(data.images):
        image, mask = data.make(rng)
        if data.jpeg:
            image.save(folder / "images" / f"{i:03}.jpg", quality=85)
        else:
            image.save(folder / "images" / f"{i:03}.png")
        mask.save(folder / "masks" / f"{i:03}.png")
    (folder / "classes.txt").write_text("\n".join(data.classes.split()) + "\n", encoding="utf-8")
