#!/usr/bin/env python3
"""Writes one mask in every encoding that people save masks in.

    python3 make_masks.py          (needs Pillow with WebP, and NumPy)

The class of the pixel (x, y) is (x // 3 + y // 2) % 3. The folders of masks/ say how it is meant:
colours  black, red and blue; read by colour;
greys    black, 128 and white; read by colour;
numbers  0, 1 and 2;
binary   class 1 is white, class 0 and 2 are black; read by number that gives 255 and 0;
refused  what cannot be a mask.
"""
import pathlib

import numpy as np
from PIL import Image

import writers
from make_images import exif, saved, turned

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 18, 17
y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
IDS = ((x // 3 + y // 2) % 3).astype(np.uint8)
COLOURS = np.array([[0, 0, 0], [255, 0, 0], [0, 0, 255]], np.uint8)
GREYS = np.array([0, 128, 255], np.uint8)
SORTED = np.array([2, 0, 1])  # another order of the palette: class SORTED[i] is at index i


def indexed(ids):
    return ids[:, :, None]


def resorted(ids):
    return np.argsort(SORTED)[ids].astype(np.uint8)[:, :, None]


def colours():
    rgb = COLOURS[IDS]
    opaque = np.full((HEIGHT, WIDTH, 1), 255, np.uint8)
    yield "rgb.png", writers.png(rgb, 8, 2)
    yield "rgba.png", writers.png(np.dstack([rgb, opaque // 2]), 8, 6)
    yield "rgb_interlaced.png", writers.png(rgb, 8, 2, interlaced=True)
    for bits in (2, 4, 8):
        yield f"palette{bits}.png", writers.png(indexed(IDS), bits, 3, COLOURS)
        yield f"palette{bits}_sorted.png", writers.png(resorted(IDS), bits, 3, COLOURS[SORTED])
    yield "palette_turned.png", saved(Image.fromarray(turned(rgb, 6)).quantize(3), "PNG", exif=exif(6))
    yield "rgb.bmp", writers.bmp(rgb, 24)
    yield "palette.bmp", writers.bmp(indexed(IDS), 8, COLOURS)
    yield "rgb.ppm", writers.pnm(rgb, 255)
    yield "rgb1.ppm", writers.pnm(rgb // 255, 1)
    yield "rgb.tif", writers.tiff(rgb, 8, 2, tile=16)
    yield "palette.tif", writers.tiff(resorted(IDS), 8, 3, palette=COLOURS[SORTED])
    yield "palette_turned.tif", writers.tiff(indexed(turned(IDS, 8)), 8, 3, palette=COLOURS, orientation=8)
    yield "lossless.webp", saved(Image.fromarray(rgb), "WEBP", lossless=True)


def greys():
    grey = GREYS[IDS][:, :, None]
    yield "grey.png", writers.png(grey, 8, 0)
    yield "grey_alpha.png", writers.png(np.dstack([grey, grey]), 8, 4)
    yield "rgb.png", writers.png(np.dstack([grey, grey, grey]), 8, 2)
    yield "palette.png", writers.png(indexed(IDS), 2, 3, np.stack([GREYS] * 3, 1))
    yield "grey.bmp", saved(Image.fromarray(grey[:, :, 0]), "BMP")
    yield "grey.tif", writers.tiff(grey, 8, 1)
    yield "white_is_0.tif", writers.tiff(255 - grey, 8, 0)
    yield "grey.pgm", writers.pnm(grey, 255)
    yield "lossless.webp", saved(Image.fromarray(grey[:, :, 0]).convert("RGB"), "WEBP", lossless=True)


def numbers():
    ids = indexed(IDS)
    for bits in (2, 4, 8):
        yield f"grey{bits}.png", writers.png(ids, bits, 0)
        yield f"palette{bits}.png", writers.png(ids, bits, 3, COLOURS)
        yield f"grey{bits}.tif", writers.tiff(ids, bits, 1)
    yield "rgb.png", writers.png(np.dstack([ids] * 3), 8, 2)
    yield "grey_turned.png", saved(Image.fromarray(turned(IDS, 5)), "PNG", exif=exif(5))
    yield "palette.tif", writers.tiff(ids, 8, 3, palette=COLOURS)
    yield "grey.bmp", saved(Image.fromarray(IDS), "BMP")
    yield "grey255.pgm", writers.pnm(ids, 255)
    yield "grey2.pgm", writers.pnm(ids, 2)
    yield "lossless.webp", saved(Image.fromarray(IDS).convert("RGB"), "WEBP", lossless=True)


def binary():
    white = indexed((IDS == 1).astype(np.uint8))
    yield "grey1.png", writers.png(white, 1, 0)
    yield "grey8.png", writers.png(white * 255, 8, 0)
    yield "rgb.png", writers.png(np.dstack([white * 255] * 3), 8, 2)
    yield "one_bit.bmp", saved(Image.fromarray(white[:, :, 0] * 255).convert("1"), "BMP")
    yield "grey1.tif", writers.tiff(white, 1, 1)
    yield "white_is_0.tif", writers.tiff(1 - white, 1, 0)
    yield "largest1.pgm", writers.pnm(white, 1)
    yield "lossless.webp", saved(Image.fromarray(white[:, :, 0] * 255).convert("RGB"), "WEBP", lossless=True)


def refused():
    ids = indexed(IDS)
    yield "grey16.png", writers.png(ids.astype(int), 16, 0)
    yield "rgb16.png", writers.png(COLOURS[IDS].astype(int) * 257, 16, 2)
    yield "grey16.tif", writers.tiff(ids.astype(int), 16, 1)
    yield "grey16.pgm", writers.pnm(ids.astype(int), 256)
    yield "rgb.jpg", saved(Image.fromarray(COLOURS[IDS]), "JPEG", quality=100)
    yield "lossy.webp", saved(Image.fromarray(COLOURS[IDS]), "WEBP", quality=100)


def main():
    for group in (colours, greys, numbers, binary, refused):
        folder = HERE / "masks" / group.__name__
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        for name, data in group():
            (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
