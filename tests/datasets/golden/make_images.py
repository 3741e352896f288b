#!/usr/bin/env python3
"""Writes small pictures in every variant of every format, and the colours that Pillow sees in them.

    python3 make_images.py          (needs Pillow 11 or later with WebP, and NumPy)

For each file a line in expected.txt: `image NAME WIDTH HEIGHT TOLERANCE PLACE`, its RGB bytes at
that place of expected.bin; or `refused NAME: WORDS`, words that the message must hold.
Where Pillow has 8 bits and the file more, it cuts or clips. There the expected value is
round(255 v / largest); so it is in a PGM of an odd largest value, where Pillow rounds halves to
even numbers.
"""
import io
import pathlib

import numpy as np
from PIL import Image, ImageOps

import writers

HERE = pathlib.Path(__file__).parent
FILES = HERE / "images"
WIDTH, HEIGHT = 18, 17  # more than a tile of 16

lines, pixels = [], b""


def add(name, data, expected=None, tolerance=0):
    """expected: [height, width, 3], or what Pillow says."""
    global pixels
    (FILES / name).write_bytes(data)
    if expected is None:
        expected = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    expected = np.asarray(expected, np.uint8)
    if expected.ndim == 2:
        expected = expected[:, :, None]
    expected = np.broadcast_to(expected, expected.shape[:2] + (3,))
    content = expected.tobytes()
    if content not in pixels:
        pixels += content
    lines.append(f"image {name} {expected.shape[1]} {expected.shape[0]} {tolerance} {pixels.index(content)}")


def refuse(name, data, words):
    (FILES / name).write_bytes(data)
    lines.append(f"refused {name}: {words}")


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def scaled(values, largest):
    return (values.astype(np.int64) * 255 + largest // 2) // largest


def turned(array, orientation):
    """How a camera stores an upright picture: the inverse of what exif_transpose does."""
    inverse = {1: lambda a: a, 2: np.fliplr, 3: lambda a: np.rot90(a, 2), 4: np.flipud}
    inverse[5] = lambda a: a.swapaxes(0, 1)
    inverse[6] = lambda a: np.rot90(a, 1)
    inverse[7] = lambda a: np.rot90(a, 2).swapaxes(0, 1)
    inverse[8] = lambda a: np.rot90(a, -1)
    return np.ascontiguousarray(inverse[orientation](array))


def exif(orientation):
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "a maker"
    return data


rng = np.random.default_rng(1)
RGB = rng.integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
ALPHA = rng.integers(0, 256, (HEIGHT, WIDTH, 1), np.uint8)
GREY = RGB[:, :, :1]
WIDE = rng.integers(0, 65536, (HEIGHT, WIDTH, 4))
PALETTE = rng.integers(0, 256, (16, 3), np.uint8)
y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
SMOOTH = np.stack([x * 12, y * 16, 128 + 60 * np.sin(x / 3 + y / 4)], 2).astype(np.uint8)


def png_files():
    for interlaced in (False, True):
        end = "_interlaced.png" if interlaced else ".png"
        for bits in (1, 2, 4, 8):
            values = GREY >> (8 - bits)
            add(f"png_grey{bits}{end}", writers.png(values, bits, 0, interlaced=interlaced))
            few = values % 16
            data = writers.png(few, bits, 3, PALETTE[: min(16, 1 << bits)], interlaced=interlaced)
            add(f"png_palette{bits}{end}", data)
        for name, values, kind in [("grey_alpha", np.dstack([GREY, ALPHA]), 4), ("rgb", RGB, 2), ("rgba", np.dstack([RGB, ALPHA]), 6)]:
            add(f"png_{name}8{end}", writers.png(values, 8, kind, interlaced=interlaced))
        for name, count, kind in [("grey", 1, 0), ("grey_alpha", 2, 4), ("rgb", 3, 2), ("rgba", 4, 6)]:
            values = WIDE[:, :, :count]
            seen = values[:, :, : 1 if count < 3 else 3]
            add(f"png_{name}16{end}", writers.png(values, 16, kind, interlaced=interlaced), scaled(seen, 65535))
    add("png_palette8_transparent.png", writers.png(GREY % 16, 8, 3, PALETTE, bytes(range(0, 160, 10))))
    add("png_grey8_transparent.png", writers.png(GREY, 8, 0, None, bytes([0, int(GREY[0, 0, 0])])))
    add("png_rgb8_transparent.png", writers.png(RGB, 8, 2, None, bytes([0, 1, 0, 2, 0, 3])))


def jpeg_files():
    image = Image.fromarray(SMOOTH)
    for sampling, name in enumerate(("444", "422", "420")):
        add(f"jpeg_{name}.jpg", saved(image, "JPEG", quality=90, subsampling=sampling), tolerance=3)
        add(f"jpeg_{name}_progressive.jpg", saved(image, "JPEG", quality=90, subsampling=sampling, progressive=True), tolerance=3)
    add("jpeg_restart_blocks.jpg", saved(image, "JPEG", quality=90, restart_marker_blocks=1), tolerance=3)
    add("jpeg_restart_rows.jpg", saved(image, "JPEG", quality=90, subsampling=0, restart_marker_rows=1, progressive=True), tolerance=3)
    add("jpeg_optimized.jpg", saved(image, "JPEG", quality=75, optimize=True), tolerance=3)
    add("jpeg_rgb.jpg", saved(image, "JPEG", quality=90, keep_rgb=True), tolerance=3)
    add("jpeg_grey.jpg", saved(image.convert("L"), "JPEG", quality=90), tolerance=3)
    add("jpeg_grey_progressive.jpg", saved(image.convert("L"), "JPEG", quality=90, progressive=True), tolerance=3)
    inks = Image.fromarray(np.dstack([255 - SMOOTH, (x * 6).astype(np.uint8)]), "CMYK")
    adobe = saved(inks, "JPEG", quality=95)
    add("jpeg_cmyk_adobe.jpg", adobe, tolerance=3)
    at = adobe.index(b"\xff\xee")
    length = int.from_bytes(adobe[at + 2 : at + 4], "big")
    ycck = bytearray(adobe)
    ycck[at + length + 1] = 2  # Adobe's transform: the first three are YCbCr
    add("jpeg_ycck_adobe.jpg", bytes(ycck), tolerance=3)
    add("jpeg_cmyk_without_marker.jpg", adobe[:at] + adobe[at + 2 + length :], tolerance=3)


def webp_files():
    add("webp_lossy.webp", saved(Image.fromarray(SMOOTH), "WEBP", quality=90), tolerance=3)
    add("webp_lossless.webp", saved(Image.fromarray(RGB), "WEBP", lossless=True), RGB)
    rgba = Image.fromarray(np.dstack([RGB, ALPHA]))
    add("webp_lossless_alpha.webp", saved(rgba, "WEBP", lossless=True, exact=True), RGB)
    second = Image.fromarray(SMOOTH)
    animation = saved(Image.fromarray(RGB), "WEBP", save_all=True, append_images=[second])
    refuse("webp_animation.webp", animation, "this WebP is an animation")


def pnm_files():
    for largest in (1, 15, 100, 255, 1000, 4095, 65535):
        for name, values in [("grey.pgm", WIDE[:, :, :1]), ("rgb.ppm", WIDE[:, :, :3])]:
            values = values % (largest + 1)
            add(f"pnm_{largest}_{name}", writers.pnm(values, largest), scaled(values, largest))
    refuse("pnm_text.pgm", b"P2 2 1 255 7 8\n", "this is a PGM written as text")
    refuse("pnm_1bit.ppm", b"P4 8 1\n\xaa", "this is a PBM (1 bit a pixel)")


def bmp_files():
    for bits in (1, 4, 8):
        values = GREY >> (8 - bits) if bits < 8 else GREY % 16
        palette = PALETTE[: min(16, 1 << bits)]
        add(f"bmp_palette{bits}.bmp", writers.bmp(values, bits, palette))
        add(f"bmp_palette{bits}_top_down.bmp", writers.bmp(values, bits, palette, top_down=True))
    add("bmp_rgb.bmp", writers.bmp(RGB, 24))
    add("bmp_rgb_top_down.bmp", writers.bmp(RGB, 24, top_down=True))
    add("bmp_rgb_old_header.bmp", writers.bmp(RGB, 24, old_header=True))
    add("bmp_palette8_old_header.bmp", writers.bmp(GREY % 16, 8, np.resize(PALETTE, (256, 3)), old_header=True))
    add("bmp_rgba.bmp", writers.bmp(np.dstack([RGB, ALPHA]), 32), RGB)
    add("bmp_pillow_grey.bmp", saved(Image.fromarray(GREY[:, :, 0]), "BMP"))
    add("bmp_pillow_1.bmp", saved(Image.fromarray(GREY[:, :, 0]).convert("1"), "BMP"))
    few = writers.bmp(GREY[:2, :4] % 4, 8, PALETTE[:2])
    refuse("bmp_index_without_colour.bmp", few, "in a palette of 2 colours")
    refuse("bmp_rle.bmp", writers.bmp(GREY % 16, 8, PALETTE, compression=1), "a compressed (RLE) BMP is not read")
    refuse("bmp_16.bmp", writers.bmp(WIDE[:, :, :1], 16), "a BMP of 16 bits a pixel is not read")


def tiff_files():
    for tile in (None, 16):
        end = "_tiles.tif" if tile else ".tif"
        for bits in (1, 2, 4):
            values = GREY >> (8 - bits)
            add(f"tiff_grey{bits}{end}", writers.tiff(values, bits, 1, tile), scaled(values, (1 << bits) - 1))
        add(f"tiff_grey8{end}", writers.tiff(GREY, 8, 1, tile))
        add(f"tiff_white_is_0{end}", writers.tiff(GREY, 8, 0, tile))
        add(f"tiff_palette8{end}", writers.tiff(GREY % 16, 8, 3, tile, palette=PALETTE))
        add(f"tiff_rgb8{end}", writers.tiff(RGB, 8, 2, tile))
        add(f"tiff_rgb8_planes{end}", writers.tiff(RGB, 8, 2, tile, planes=True), RGB)
        add(f"tiff_rgb8_deflate{end}", writers.tiff(RGB, 8, 2, tile, deflate=True))
        add(f"tiff_rgba8{end}", writers.tiff(np.dstack([RGB, ALPHA]), 8, 2, tile, alpha=2))
        add(f"tiff_grey16{end}", writers.tiff(WIDE[:, :, :1], 16, 1, tile), scaled(WIDE[:, :, :1], 65535))
        add(f"tiff_rgb16{end}", writers.tiff(WIDE[:, :, :3], 16, 2, tile), scaled(WIDE[:, :, :3], 65535))
    add("tiff_palette4.tif", writers.tiff(GREY % 16, 4, 3, palette=PALETTE))
    multiplied = RGB.astype(int) * ALPHA // 255
    add("tiff_rgba8_multiplied.tif", writers.tiff(np.dstack([multiplied, ALPHA]), 8, 2, alpha=1))
    for kind in ("tiff_lzw", "packbits"):
        add(f"tiff_rgb8_{kind}.tif", saved(Image.fromarray(RGB), "TIFF", compression=kind))
    refuse("tiff_jpeg.tif", saved(Image.fromarray(RGB), "TIFF", compression="jpeg"), "this kind of TIFF is not read")
    refuse("tiff_fax.tif", saved(Image.fromarray(RGB).convert("1"), "TIFF", compression="group4"), "compressed as a fax")
    refuse("tiff_cmyk.tif", saved(Image.fromarray(RGB).convert("CMYK"), "TIFF"), "its colours are inks (CMYK)")
    refuse("tiff_float.tif", saved(Image.fromarray(RGB).convert("F"), "TIFF"), "32-bit grey")


def turned_files():
    for o in range(1, 9):
        image = Image.fromarray(turned(RGB, o))
        add(f"turned{o}.png", saved(image, "PNG", exif=exif(o)), RGB)
        add(f"turned{o}.webp", saved(image, "WEBP", lossless=True, exif=exif(o)), RGB)
        add(f"turned{o}.tif", writers.tiff(turned(RGB, o), 8, 2, orientation=o), RGB)
        smooth = Image.fromarray(turned(SMOOTH, o))
        add(f"turned{o}.jpg", saved(smooth, "JPEG", quality=95, subsampling=0, exif=exif(o)), tolerance=3)


def strangers():
    refuse("gif.png", saved(Image.fromarray(RGB), "GIF"), "this is a GIF")
    refuse("avif.jpg", b"\0\0\0\x1cftypavif\0\0\0\0", "this is an AVIF")
    refuse("heic.jpg", b"\0\0\0\x18ftypheic\0\0\0\0", "this is a HEIC")


def main():
    FILES.mkdir(exist_ok=True)
    for old in FILES.iterdir():
        old.unlink()
    png_files()
    jpeg_files()
    webp_files()
    pnm_files()
    bmp_files()
    tiff_files()
    turned_files()
    strangers()
    (HERE / "expected.txt").write_text("\n".join(lines) + "\n")
    (HERE / "expected.bin").write_bytes(pixels)


if __name__ == "__main__":
    main()
