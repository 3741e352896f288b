"""Weight files of formats that have no writer here: safetensors, and Caffe's messages."""
import json
import struct

import numpy as np


def write_safetensors(path, arrays, metadata):
    """Arrays of float32 or float64, by name."""
    header, offset = {"__metadata__": metadata}, 0
    for name, array in arrays.items():
        header[name] = {"dtype": {4: "F32", 8: "F64"}[array.itemsize], "shape": list(array.shape),
                        "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).tobytes())


def varint(value):
    encoded = b""
    while value > 127:
        encoded += bytes([value & 127 | 128])
        value >>= 7
    return encoded + bytes([value])


def field(number, content):
    """A field of protocol buffers: bytes (length-delimited) or an integer (varint)."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def blob(array, old_shape=None):
    """A BlobProto; `old_shape`: with num, channels, height and width instead of a BlobShape."""
    content = field(5, array.astype("<f4").tobytes())
    if old_shape is not None:
        return b"".join(field(i + 1, size) for i, size in enumerate(old_shape)) + content
    return field(7, field(1, b"".join(varint(size) for size in array.shape))) + content


def write_caffemodel(path, layers):
    """Layers (name, type, arrays), as in today's files: LayerParameter messages."""
    with open(path, "wb") as file:
        file.write(field(1, b"net"))
        for name, kind, arrays in layers:
            file.write(field(100, field(1, name.encode()) + field(2, kind.encode()) + field(10, 1) +
                             b"".join(field(7, blob(array)) for array in arrays)))
