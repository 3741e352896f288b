"""Writers for the variants that Pillow cannot write: PNG, TIFF, BMP and PGM/PPM, byte by byte."""
import struct
import zlib

import numpy as np


def packed(values, bits):
    """A row of samples as bytes, the first in the high bits."""
    if bits == 16:
        return np.asarray(values, ">u2").tobytes()
    if bits == 8:
        return np.asarray(values, np.uint8).tobytes()
    per_byte = 8 // bits
    row = list(values) + [0] * (-len(values) % per_byte)
    groups = [row[i : i + per_byte] for i in range(0, len(row), per_byte)]
    return bytes(sum(v << (8 - bits * (k + 1)) for k, v in enumerate(g)) for g in groups)


def png(values, bits, colour_type, palette=None, transparent=None, interlaced=False):
    """values: [height, width, samples]. colour_type: 0 grey, 2 RGB, 3 palette, 4 grey + alpha, 6."""
    height, width, _ = values.shape

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    passes = [(0, 0, 1, 1)]  # first column, first row, steps: Adam7 has seven of them
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    raw = b""
    for x, y, step_x, step_y in passes:
        part = values[y::step_y, x::step_x]
        if part.shape[1]:
            raw += b"".join(b"\0" + packed(row.ravel(), bits) for row in part)
    header = struct.pack(">IIBBBBB", width, height, bits, colour_type, 0, 0, int(interlaced))
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    if palette is not None:
        out += chunk(b"PLTE", bytes(np.asarray(palette, np.uint8).ravel()))
    if transparent is not None:
        out += chunk(b"tRNS", transparent)
    return out + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def tiff(values, bits, photometric, tile=None, planes=False, deflate=False, palette=None, orientation=1, alpha=None):
    """values: [height, width, samples]; little-endian. tile: its side. alpha: 1 multiplied, 2 not."""
    height, width, samples = values.shape

    def data_of(part):  # [rows, columns, samples] -> the bytes of a strip or tile
        if bits == 16:
            raw = part.astype("<u2").tobytes()
        else:
            raw = b"".join(packed(row.ravel(), bits) for row in part)
        return zlib.compress(raw) if deflate else raw

    pieces = []
    for plane in [values[:, :, k : k + 1] for k in range(samples)] if planes else [values]:
        if tile:
            for y in range(0, height, tile):
                for x in range(0, width, tile):
                    whole = np.zeros((tile, tile, plane.shape[2]), values.dtype)
                    part = plane[y : y + tile, x : x + tile]
                    whole[: part.shape[0], : part.shape[1]] = part
                    pieces.append(data_of(whole))
        else:
            pieces += [data_of(plane[y : y + 5]) for y in range(0, height, 5)]

    short, long = 3, 4
    tags = {256: (short, [width]), 257: (short, [height]), 258: (short, [bits] * samples)}
    tags[259] = (short, [8 if deflate else 1])
    tags[262] = (short, [photometric])
    tags[274] = (short, [orientation])
    tags[277] = (short, [samples])
    tags[284] = (short, [2 if planes else 1])
    if palette is not None:
        full = np.zeros((1 << bits, 3), int)
        full[: len(palette)] = palette
        tags[320] = (short, list((full * 257).T.ravel()))
    if alpha:
        tags[338] = (short, [alpha])
    if tile:
        tags[322], tags[323] = (short, [tile]), (short, [tile])
    else:
        tags[278] = (short, [5])
    begin = 8
    offsets = []
    for piece in pieces:
        offsets.append(begin)
        begin += len(piece)
    tags[324 if tile else 273] = (long, offsets)
    tags[325 if tile else 279] = (long, [len(piece) for piece in pieces])
    begin += begin % 2
    out = struct.pack("<2sHI", b"II", 42, begin) + b"".join(pieces)
    out += b"\0" * (begin - len(out))
    entries, extra = b"", b""
    place = begin + 2 + 12 * len(tags) + 4
    for number in sorted(tags):
        kind, numbers = tags[number]
        content = struct.pack("<%d%s" % (len(numbers), "H" if kind == short else "I"), *numbers)
        if len(content) > 4:
            where = struct.pack("<I", place + len(extra))
            extra += content + b"\0" * (len(content) % 2)
        else:
            where = content.ljust(4, b"\0")
        entries += struct.pack("<HHI", number, kind, len(numbers)) + where
    return out + struct.pack("<H", len(tags)) + entries + struct.pack("<I", 0) + extra


def bmp(values, bits, palette=None, top_down=False, old_header=False, compression=0):
    """values: [height, width, samples] with samples 1 (indices), 3 or 4 (RGB, RGB + alpha)."""
    height, width, samples = values.shape
    rows = []
    for row in values if top_down else values[::-1]:
        raw = packed(row.ravel(), bits) if samples == 1 else bytes(row[:, [2, 1, 0, 3][:samples]].ravel())
        rows.append(raw + b"\0" * (-len(raw) % 4))
    colours = b""
    for r, g, b in [] if palette is None else palette:
        colours += bytes([b, g, r]) + (b"" if old_header else b"\0")
    if old_header:
        header = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        stored = -height if top_down else height
        header = struct.pack("<IiiHHIIiiII", 40, width, stored, 1, bits, compression, 0, 0, 0, len(colours) // 4, 0)
    offset = 14 + len(header) + len(colours)
    body = b"".join(rows)
    return struct.pack("<2sIHHI", b"BM", offset + len(body), 0, 0, offset) + header + colours + body


def pnm(values, largest):
    """values: [height, width, 1 or 3]."""
    height, width, samples = values.shape
    kind = b"P6" if samples == 3 else b"P5"
    body = values.astype(">u2" if largest > 255 else np.uint8).tobytes()
    return kind + b"\n# made by hand\n%d %d\n%d\n" % (width, height, largest) + body
