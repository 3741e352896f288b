#!/usr/bin/env python3
"""Does `pixelwise train` do well with what it chooses by itself? On small data sets of many kinds, the
default recipe against the best of a grid of recipes; writes DEFAULTS.md.

    benchmarks/compare_defaults.py [--sets blobs,street] [--grid-only] [--unseen] [--write]

needs NumPy and Pillow (pip install numpy pillow). The grid is trained with seed 0. Its winner and
the default are then trained with seeds 1, 2 and 3, so that the winner's luck does not count. Every run
is kept in --out and not repeated: the script can be stopped and started again. --again default trains
the default again, after it was changed. Everything runs on one thread, and takes about an hour.

The sets in UNSEEN were chosen before the first run. They are trained and shown with --unseen alone:
only when the defaults are settled.
"""
import argparse
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import defaults_data  # noqa: E402
from processes import HERE, Failed, note  # noqa: E402
from tables import table  # noqa: E402

UNSEEN = ("street", "textures")
NET = ["--model", "fcn8s", "--width", "8", "--fc-width", "64"]
README_NET = ["--model", "fcn8s", "--width", "16", "--fc-width", "128"]
SHARED = HERE.parent.parent / "shared" / "data"
LR = 1e-3
SEEDS = (1, 2, 3)
# Factors of the learning rate, and flips. In the whole grid three times the rate won on each of the
# first seven sets, and flips on six of them (the other was within .004); so the others vary crop and
# weights alone.
WHOLE_GRID = ((1, 3, 1 / 3), ("flip", ""))
CROPS_AND_WEIGHTS = ((3,), ("flip",))


@dataclass
class Case:
    """One data set, with the size that --augment crop takes for "whole" and "half"."""
    name: str
    data: str
    height: int
    width: int
    mixed: bool = False
    iterations: int = 400
    grid: tuple = ()


def cases(out):
    """The generated sets, which are made where they are missing, and those of real images that are
    there."""
    sizes = {"blobs": (128, 160), "very-small": (24, 24), "very-wide": (40, 384),
             "mixed-sizes": (200, 240), "street": (120, 160)}
    for name in defaults_data.SETS:
        folder = out / "data" / name
        defaults_data.write(name, folder)
        yield Case(name, f"folder:{folder}", *sizes.get(name, (128, 128)),
                   mixed=name == "mixed-sizes", iterations=800 if name == "thin-lines" else 400,
                   grid=CROPS_AND_WEIGHTS if name in (*UNSEEN, "mixed-sizes") else WHOLE_GRID)
    for name, kind, folder, height, width, iterations in (
            ("camvid", "camvid", "camvid", 360, 480, 200),
            ("membranes", "folder", "isbi-membrane", 512, 512, 150)):
        if (SHARED / folder).is_dir():
            yield Case(name, f"{kind}:{SHARED / folder}", height, width, iterations=iterations,
                       grid=CROPS_AND_WEIGHTS)
        else:
            note(f"{name} is skipped: no folder {SHARED / folder}")


def recipes(case):
    """Name and options of each recipe of the grid. Where all images have one size, a crop of the
    whole is the same as none."""
    crops = {"none": "", "half": f"crop={case.height // 2}x{case.width // 2}"}
    if case.mixed:
        crops["whole"] = f"crop={case.height}x{case.width}"
    for (crop, words), factor, weights, flip in itertools.product(
            crops.items(), case.grid[0], ("none", "median"), case.grid[1]):
        one_by_one = case.mixed and crop == "none"
        lr = {1: "lr", 3: "3lr", 1 / 3: "lr3rd"}[factor]
        name = f"crop-{crop} {lr} weights-{weights} {flip or 'noflip'}"
        yield name, ["--augment", ",".join(filter(None, (flip, words))) or "none",
                     "--lr", f"{LR * factor:.3g}", "--class-weights", weights,
                     "--batch", "1" if one_by_one else "4",
                     "--accumulate", "4" if one_by_one else "1"]


class Trainings:
    """Runs of `pixelwise train`, each kept in a folder of its name."""

    def __init__(self, pixelwise, out):
        self.pixelwise, self.out = pixelwise, out

    def run(self, case, name, seed, options, net=None, iterations=True):
        """results.json and settings.json of the run, trained unless it is there."""
        folder = self.out / "runs" / case.name / f"{name.replace(' ', '_')}_seed{seed}"
        results = folder / "results.json"
        if not results.exists():
            length = ["--iterations", str(case.iterations), "--every", str(case.iterations // 2)]
            command = [self.pixelwise, "train", *(net or NET), "--data", case.data,
                       *(length if iterations else []), *options, "--seed", str(seed),
                       "--threads", "1", "--quiet", "--overwrite", "--out", str(folder)]
            done = subprocess.run(command, capture_output=True, text=True, check=False,
                                  preexec_fn=lambda: os.nice(15))
            if done.returncode != 0:
                raise Failed(f"{' '.join(command)}\n{done.stderr[-2000:]}")
            for file in folder.glob("*.safetensors"):
                file.unlink()
        score = json.loads(results.read_text(encoding="utf-8"))
        score["settings"] = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        if case.name not in UNSEEN:
            note(f"{case.name}: {name}, seed {seed}: mean IoU {score['mean_iou']:.3f} "
                 f"({score['seconds']:.0f} s)")
        return score

    def forget(self, word):
        """Removes the runs whose name begins so."""
        for folder in (self.out / "runs").glob(f"*/{word}*"):
            shutil.rmtree(folder)


def mean_iou(scores):
    return statistics.fmean(score["mean_iou"] for score in scores)


def spread(scores):
    """Mean over the seeds, and the smallest and largest."""
    values = [score["mean_iou"] for score in scores]
    return f"{statistics.fmean(values):.3f} ({min(values):.3f} to {max(values):.3f})"


def words(settings):
    """What was chosen: the part of the settings that the defaults decide."""
    settings = settings.get("settings", settings)
    return (f"{settings['augment'].replace(',', ', ')}; weights {settings['class_weights']}; "
            f"lr {settings['lr']:.2g}; batch {settings['batch']}")


def winner_of_grid(case, trainings):
    """The recipe that is best with seed 0, with other seeds."""
    grid = {name: trainings.run(case, name, 0, options) for name, options in recipes(case)}
    best = max(grid, key=lambda name: grid[name]["mean_iou"])
    return [trainings.run(case, best, seed, dict(recipes(case))[best]) for seed in SEEDS]


def compared(case, trainings):
    """A row of the table: the default against the winner of the grid."""
    winner = winner_of_grid(case, trainings)
    default = [trainings.run(case, "default", seed, []) for seed in SEEDS]
    ratio = mean_iou(default) / mean_iou(winner)
    return [case.name + (" (unseen)" if case.name in UNSEEN else ""), words(default[0]["settings"]),
            spread(default), words(winner[0]["settings"]), spread(winner), f"{ratio:.1%}"]


def readme_rows(case, trainings):
    """README's command, as it stands there but for the threads."""
    for seed in (0,):
        score = trainings.run(case, "default-readme", seed, [], README_NET, iterations=False)
        yield [f"seed {seed}", f"{score['mean_iou']:.3f}", f"{score['pixel_accuracy']:.3f}",
               f"{score['baseline']['mean_iou']:.3f}"]


def page(rows, readme, left_out):
    text = (HERE / "defaults_page.md").read_text(encoding="utf-8")
    compared_table = table(["data set", "default", "mean IoU", "best of the grid", "mean IoU ",
                            "default / best"], rows)
    readme_table = table(["", "mean IoU", "pixel accuracy", "all background: mean IoU"], readme)
    missing = f"\nLeft out: {', '.join(left_out)}.\n" if left_out else ""
    return text.format(compared=compared_table, readme=readme_table, left_out=missing)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=HERE.parent / "build" / "release",
                        help="where bin/pixelwise is")
    parser.add_argument("--out", type=Path, default=HERE.parent / "out" / "compare_defaults")
    parser.add_argument("--sets", default="", help="only these, joined by commas")
    parser.add_argument("--grid-only", action="store_true", help="train the grid and its winners, and stop")
    parser.add_argument("--unseen", action="store_true", help="with the sets kept for the end")
    parser.add_argument("--again", metavar="NAME", help="train runs again whose name begins so")
    parser.add_argument("--write", action="store_true", help="write DEFAULTS.md")
    return parser.parse_args()


def main():
    options = arguments()
    out = options.out.resolve()
    trainings = Trainings(str(options.build / "bin" / "pixelwise"), out)
    if options.again:
        trainings.forget(options.again)
    chosen = [case for case in cases(out)
              if (not options.sets or case.name in options.sets.split(","))
              and (options.unseen or case.name not in UNSEEN)]
    if options.grid_only:
        for case in chosen:
            winner_of_grid(case, trainings)
        return
    rows = [compared(case, trainings) for case in chosen]
    readme = [row for case in chosen if case.name == "blobs" for row in readme_rows(case, trainings)]
    done = [case.name for case in chosen]
    text = page(rows, readme, [name for name in (*defaults_data.SETS, "camvid", "membranes")
                               if name not in done])
    if options.write:
        (HERE / "DEFAULTS.md").write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(str(failure))
