#!/usr/bin/env python3
"""Small weight files as PyTorch, NumPy, safetensors and Caffe write them, for tests/weights.

    python3 make_golden.py FOLDER        (needs torch and numpy)

Element i (row by row) of the tensor number k in NAMES is ((7 i + 5 k) mod 64 - 31) / 8, which half
precision and bfloat16 hold exactly.
"""

import collections
import json
import os
import pickle
import struct
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "golden"))

from weight_writers import blob, field, write_caffemodel  # noqa: E402

NAMES = ["a.weight", "a.bias", "half", "double", "bfloat", "transposed", "permuted", "part",
         "part_again", "parameter", "scalar", "empty"]
SHAPES = {"a.weight": (2, 3, 2, 2), "a.bias": (2,), "half": (3, 4), "double": (5,), "bfloat": (4,),
          "transposed": (3, 4), "permuted": (2, 3, 4, 5), "part": (2, 3), "part_again": (2, 3),
          "parameter": (2, 2), "scalar": (), "empty": (0, 3)}


def values(name, dtype=np.float32):
    shape = SHAPES[name]
    i = np.arange(int(np.prod(shape)))
    return (((7 * i + 5 * NAMES.index(name)) % 64 - 31) / 8).astype(dtype).reshape(shape)


def tensor(name):
    return torch.from_numpy(values(name).copy())


def state_dict():
    """Every kind of storage, stride and offset that a state_dict can have."""
    state = collections.OrderedDict()
    state["a.weight"] = tensor("a.weight")
    state["a.bias"] = tensor("a.bias")
    state["half"] = tensor("half").half()
    state["double"] = tensor("double").double()
    state["bfloat"] = tensor("bfloat").bfloat16()
    state["transposed"] = tensor("transposed").t().contiguous().t()
    state["permuted"] = tensor("permuted").contiguous(memory_format=torch.channels_last)
    whole = torch.full((4, 5), 99.0)  # two tensors are parts of it, one after the other
    whole[1:3, 2:5] = tensor("part")
    state["part"] = whole[1:3, 2:5]
    both = torch.full((9,), 99.0)
    both[3:9] = tensor("part_again").flatten()
    state["part_again"] = both[3:9].view(2, 3)
    state["shared"] = both  # the same storage once more
    state["parameter"] = torch.nn.Parameter(tensor("parameter"))
    state["scalar"] = tensor("scalar")
    state["empty"] = tensor("empty")
    state["steps"] = torch.tensor(7)  # int64: skipped
    state._metadata = collections.OrderedDict([("", {"version": 1})])
    return state


def save_both(folder, name, content):
    torch.save(content, f"{folder}/{name}.zip.pth")
    torch.save(content, f"{folder}/{name}.legacy.pth", _use_new_zipfile_serialization=False)


def checkpoint():
    """What pytorch-fcn's trainer saves, from a network inside DataParallel."""
    model = {"module." + name: tensor(name) for name in ("a.weight", "a.bias")}
    return {"epoch": 3, "iteration": 4000, "arch": "FCN32s", "best_mean_iu": np.float64(0.63),
            "optim_state_dict": {"state": {0: {"momentum_buffer": tensor("half")}},
                                 "param_groups": [{"lr": 1e-10, "params": [0, 1]}]},
            "model_state_dict": model}


class Dangerous:
    def __reduce__(self):
        return os.system, ("echo this must never run",)


class Pickler:
    """Writes opcodes by hand, as Python 2 and old versions of PyTorch did."""

    def __init__(self):
        self.bytes = b"\x80\x02"

    def text(self, word):
        self.bytes += b"U" + bytes([len(word)]) + word.encode()
        return self

    def number(self, value):
        self.bytes += b"K" + bytes([value])
        return self

    def name(self, module, name):
        self.bytes += f"c{module}\n{name}\n".encode()
        return self

    def numbers(self, *all_values):
        self.bytes += b"("
        for value in all_values:
            self.number(value)
        self.bytes += b"t"
        return self

    def raw(self, opcodes):
        self.bytes += opcodes
        return self


def python2_legacy():
    """An OrderedDict given its items as pairs, byte strings, _rebuild_tensor with four arguments, a
    storage on a GPU, and a storage that is a view of another."""
    p = Pickler().name("collections", "OrderedDict").raw(b"](")
    for name, view in (("a.weight", None), ("part", (2, 6))):
        p.raw(b"](").text(name).name("torch._utils", "_rebuild_tensor").raw(b"((")
        p.text("storage").name("torch.cuda", "FloatStorage").text("94" + name).text("cuda:0")
        p.number(24 if view is None else 8)
        if view is None:
            p.raw(b"N")
        else:
            p.raw(b"(").text("view").number(view[0]).number(view[1]).raw(b"t")
        p.raw(b"tQ").number(0)
        shape = SHAPES[name]
        strides = [int(np.prod(shape[i + 1:])) for i in range(len(shape))]
        p.numbers(*shape).numbers(*strides).raw(b"tRe")
    p.raw(b"e\x85R.")
    return p.bytes


def write_python2_legacy(path):
    program = python2_legacy()
    keys = Pickler().raw(b"](").text("94a.weight").text("94part").raw(b"e.").bytes
    system = {"protocol_version": 1001, "little_endian": True,
              "type_sizes": {"short": 2, "int": 4, "long": 8}}
    part = np.concatenate([np.full(2, 99, np.float32), values("part").ravel()])
    with open(path, "wb") as file:
        for number in (0x1950A86A20F9469CFC6C, 1001):
            file.write(pickle.dumps(number, protocol=2))
        file.write(pickle.dumps(system, protocol=2) + program + keys)
        for storage in (values("a.weight").ravel(), part):
            file.write(struct.pack("<q", storage.size) + storage.tobytes())


def write_safetensors(path):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, dtype, spelled in (("a.weight", np.float32, "F32"), ("a.bias", np.float32, "F32"),
                                 ("half", np.float16, "F16"), ("double", np.float64, "F64"),
                                 ("scalar", np.float32, "F32"), ("empty", np.float32, "F32")):
        content = values(name, dtype).tobytes()
        header[name] = {"dtype": spelled, "shape": list(SHAPES[name]),
                        "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    bfloat = (values("bfloat").view(np.uint32) >> 16).astype(np.uint16).tobytes()
    header["bfloat"] = {"dtype": "BF16", "shape": [4],
                        "data_offsets": [len(data), len(data) + len(bfloat)]}
    data += bfloat
    text = json.dumps(header, separators=(",", ":")).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def write_caffemodels(folder):
    """The message layout of caffe.proto, encoded by hand: there is no Caffe here to do it."""
    weight, bias, full = values("a.weight"), values("a.bias"), values("transposed")
    write_caffemodel(f"{folder}/new.caffemodel",
                     [("data", "Input", []), ("a", "Convolution", [weight, bias]),
                      ("fc", "InnerProduct", [full, full[:, 0]]), ("relu", "ReLU", [])])
    old = [("a", 4, [blob(weight, weight.shape), blob(bias, (1, 1, 1, 2))]),
           ("fc", 14, [blob(full, (1, 1, 3, 4)), blob(full[:, 0], (1, 1, 1, 3))])]
    with open(f"{folder}/old.caffemodel", "wb") as file:
        file.write(field(1, b"net") + field(3, b"data"))
        file.write(b"".join(field(4, size) for size in (1, 3, 8, 8)))
        for name, kind, blobs in old:
            file.write(field(2, field(2, b"data") + field(4, name.encode()) + field(5, kind) +
                             b"".join(field(6, b) for b in blobs)))


def write_numpy(folder):
    arrays = {name: values(name) for name in NAMES}
    arrays["half"] = values("half", np.float16)
    arrays["double"] = values("double", np.float64)
    arrays["transposed"] = np.asfortranarray(values("transposed"))
    arrays["permuted"] = np.asfortranarray(values("permuted"))
    arrays["steps"] = np.array(7)
    arrays["big_endian"] = values("a.bias", ">f4")
    arrays["record"] = np.zeros(2, dtype=[("x", "<f4"), ("y", "<i4")])
    np.savez(f"{folder}/numpy.npz", **arrays)
    np.savez_compressed(f"{folder}/numpy.compressed.npz", **arrays)
    np.save(f"{folder}/a.weight.npy", values("a.weight"))
    np.save(f"{folder}/permuted.fortran.npy", np.asfortranarray(values("permuted")))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = sys.argv[1]
    torch.manual_seed(0)
    save_both(folder, "state", state_dict())
    save_both(folder, "checkpoint", checkpoint())
    save_both(folder, "dangerous", {"a.weight": tensor("a.weight"), "x": Dangerous()})
    torch.save(torch.nn.Linear(2, 1), f"{folder}/model.zip.pth")
    write_python2_legacy(f"{folder}/python2.legacy.pth")
    write_numpy(folder)
    write_safetensors(f"{folder}/hand.safetensors")
    write_caffemodels(folder)


if __name__ == "__main__":
    main()
