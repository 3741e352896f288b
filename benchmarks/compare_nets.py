"""Networks: forward passes and training steps against PyTorch and ONNX Runtime."""
import tempfile
from dataclasses import dataclass
from pathlib import Path

from processes import DISTURBED, HERE, Failed, bench, median, note, run, run_json, torch_time
from tables import number, table, verdict


# PyTorch as it comes, and in the memory format that it has to be asked for.
LAYOUTS = {"torch": "default", "torch_last": "channels_last"}


@dataclass(frozen=True)
class Case:
    title: str
    model: str
    size: int
    train: str = ""  # the optimiser of a training step; empty: forward
    heavy: bool = False  # only in every second round
    memory: tuple = ()  # must and moonshot of peak memory against PyTorch


CASES = (
    Case("SimpleFcn 224 forward", "simple-fcn", 224),
    Case("SimpleFcn 224 step, Adam", "simple-fcn", 224, "adam"),
    Case("FCN-8s 224 forward", "fcn8s", 224, memory=(None, None)),
    Case("FCN-8s 224 step, SGD momentum", "fcn8s", 224, "sgd", memory=(0.7, 0.6)),
    Case("FCN-8s 512 forward", "fcn8s", 512, heavy=True),
    Case("FCN-8s 512 step, SGD momentum", "fcn8s", 512, "sgd", heavy=True, memory=(0.7, 0.5)),
)


def torch_case(case, parameters, formats, updates, seconds=0.3):
    return {"model": case.model, "pass": "train" if case.train else "forward", "size": case.size,
            "batch": 1, "width": 64, "optimizer": case.train, "formats": formats,
            "updates": updates, "seconds": seconds, "warm_up": 1, "parameters": parameters}


def parameter_counts(tools):
    """What `pixelwise summary` counts, which PyTorch's networks are held against."""
    counts = {}
    for model in {case.model for case in CASES}:
        command = [tools.pixelwise, "summary", "--json", "--model", model]
        counts[model] = run_json(command, 1)["parameters"]
    return counts


def export(tools, folder):
    """ONNX files by (model, size); none without ONNX Runtime."""
    files = {}
    if not tools.node_modules:
        return files
    for case in CASES:
        if case.train or (tools.quick and case.heavy):
            continue
        path = str(Path(folder) / f"{case.model}_{case.size}.onnx")
        run([tools.python, str(HERE / "torch_export.py"), case.model, str(case.size), path], 1,
            tools)
        files[case.model, case.size] = path
    return files


def onnx_time(tools, threads, path, size):
    command = [tools.node, str(HERE / "compare_onnx.mjs"), tools.node_modules, path, str(size),
               str(threads), "0.3"]
    return run_json(command, threads)


class Measurements:
    """All figures: results[case, threads] is a list of rounds, each {"pixelwise": .., ..}."""

    def __init__(self, tools, threads):
        self.tools, self.threads = tools, threads
        self.cases = [case for case in CASES if not (tools.quick and case.heavy)]
        self.results = {(case, t): [] for case in self.cases for t in threads}
        self.choice = {}
        self.versions = {}

    def choose(self, parameters):
        """PyTorch's fastest optimiser, for every training step; larger images as with 224."""
        for threads in self.threads:
            for case in self.cases:
                if not case.train:
                    self.choice[case, threads] = "plain"
                    continue
                if case.heavy:
                    like = next(c for c in self.cases if c.model == case.model and
                                bool(c.train) == bool(case.train))
                    self.choice[case, threads] = self.choice[like, threads]
                    continue
                asked = torch_case(case, parameters[case.model], ["default"],
                                   ["plain", "foreach", "fused"])
                answer = torch_time(self.tools, threads, [asked])
                best = answer["cases"][0]
                self.versions["PyTorch"] = answer["torch"]
                self.choice[case, threads] = best["update"]
                note(f"PyTorch, {case.title}, {threads} threads: {best}")

    def one(self, case, threads, parameters, files):
        """pixelwise, PyTorch, ONNX Runtime, one after another."""
        tools = self.tools
        runs = 2 if case.heavy else None
        row = {"pixelwise": bench(tools, threads, case.model, case.size, train=case.train,
                                  runs=runs)}
        for name, layout in LAYOUTS.items():
            asked = torch_case(case, parameters[case.model], [layout],
                               [self.choice[case, threads]])
            answer = torch_time(tools, threads, [asked])
            self.versions["PyTorch"] = answer["torch"]
            row[name] = dict(answer["cases"][0], peak_mb=answer["peak_mb"],
                             others=answer["others"])
        if not case.train and (case.model, case.size) in files:
            row["onnx"] = onnx_time(tools, threads, files[case.model, case.size], case.size)
            self.versions["ONNX Runtime"] = row["onnx"]["onnxruntime"]
        self.results[case, threads].append(row)
        times = ", ".join(f"{name} {number(r['median_ms'])} ms" for name, r in row.items())
        note(f"{case.title}, {threads} threads: {times}")

    def undisturbed(self, case, threads):
        """The rounds in which nothing else ran; all of them where there is no such round."""
        rows = self.results[case, threads]
        return [row for row in rows if all(r["others"] < DISTURBED for r in row.values())] or rows

    def rounds(self):
        """Rounds over all cases, until there are enough or the time is over; one at least."""
        parameters = parameter_counts(self.tools)
        self.choose(parameters)
        with tempfile.TemporaryDirectory() as folder:
            try:
                files = export(self.tools, folder)
            except Failed as error:
                files = {}
                note(f"without ONNX Runtime: {error}")
            for count in range(self.tools.rounds):
                for threads in self.threads:
                    for case in self.cases:
                        if case.heavy and count % 2 == 1:
                            continue
                        late = self.tools.seconds_left() < 0
                        if late and self.results[case, threads]:
                            continue
                        self.one(case, threads, parameters, files)


def ratios(rows, name, key="median_ms"):
    return [row[name][key] / row["pixelwise"][key] for row in rows if name in row]


def time_tables(m):
    """One table for each number of threads: times, and the ratios against what is asked."""
    text = []
    for threads in m.threads:
        rows = []
        for case in m.cases:
            measured = m.undisturbed(case, threads)
            asked_of_torch = (2.5, 3.5) if case.train else (3, 4.5)
            peers = [("torch", "PyTorch", asked_of_torch),
                     ("torch_last", "PyTorch, channels_last", asked_of_torch),
                     ("onnx", "ONNX Runtime", (1.8, 2.5))]
            for name, title, asked in peers:
                if name not in measured[0]:
                    continue
                ms = [median(row[who]["median_ms"] for row in measured)
                      for who in ("pixelwise", name)]
                against = ratios(measured, name)
                rows.append([case.title, title, number(ms[0]), number(ms[1]),
                             *verdict(median(against), *asked),
                             f"{number(min(against))} to {number(max(against))}", len(against)])
        header = ["batch 1", "peer", "pixelwise ms", "peer ms", "ratio", "must", "moonshot", "met",
                  "range", "rounds"]
        text.append(f"### {'One thread' if threads == 1 else f'{threads} threads'}\n\n" +
                    table(header, rows))
    return "\n\n".join(text)


def memory_table(m):
    """Peak memory of the whole process, which includes the programs and their libraries."""
    rows = []
    threads = m.threads[0]
    for case in m.cases:
        if not case.memory:
            continue
        measured = m.undisturbed(case, threads)
        mb = {name: median(row[name]["peak_mb"] for row in measured) for name in measured[0]}
        buffers = median(row["pixelwise"]["peak_memory_mb"] for row in measured)
        ratio = median(1 / r for r in ratios(measured, "torch", "peak_mb"))
        asked = [number(ratio), "", "", ""] if case.memory[0] is None else \
            verdict(ratio, *case.memory, smaller=True)
        rows.append([case.title, number(buffers, 4), number(mb["pixelwise"], 4),
                     number(mb["torch"], 4), number(mb.get("onnx"), 4), *asked])
    return table(["peak memory, MB", "pixelwise's arrays", "pixelwise", "PyTorch", "ONNX Runtime",
                  "ratio to PyTorch", "must", "moonshot", "met"], rows)


def choices(m):
    """What PyTorch ran with."""
    rows = [[case.title, *(m.choice[case, threads] for threads in m.threads)]
            for case in m.cases if case.train]
    return table(["PyTorch's optimiser"] + [f"threads {t}" for t in m.threads], rows)
