"""Writes a network as ONNX, for ONNX Runtime. Called by `compare`:

    python torch_export.py MODEL SIZE FILE

Needs PyTorch and the package onnx.
"""
import sys
import warnings

try:
    import onnx  # noqa: F401  (torch.onnx.export needs it)
    import torch
except ImportError as error:
    print(f"{error}; torch.onnx.export needs torch and onnx, see README.md", file=sys.stderr)
    sys.exit(2)

import torch_nets


def main():
    model, size, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    warnings.simplefilter("ignore")
    net = torch_nets.make(model).eval()
    with torch.no_grad():
        torch.onnx.export(net, (torch.randn(1, 3, size, size),), path, dynamo=False,
                          input_names=["image"], output_names=["scores"])


if __name__ == "__main__":
    main()
