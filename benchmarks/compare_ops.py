"""Single kernels and operations against PyTorch and against the machine's peak."""
import os

from processes import HERE, median, note, run_json
from tables import geometric_mean, number, table, verdict


def kernel_rows(tools, threads):
    """kernels_benchmark by name, and its context."""
    command = [tools.kernels_benchmark, "--benchmark_format=json", "--benchmark_min_time=0.05"]
    result = run_json(command, threads)
    rows = {row["name"].removesuffix("/real_time"): row for row in result["benchmarks"]}
    return rows, result["context"]


class Measurements:
    def __init__(self, tools, threads):
        self.tools, self.threads = tools, threads
        self.kernels = {t: [] for t in threads}
        self.torch = {t: [] for t in threads}
        self.isa = ""

    def rounds(self):
        for count in range(1 if self.tools.quick else 2):
            for threads in self.threads:
                rows, context = kernel_rows(self.tools, threads)
                self.isa = context["isa"]
                self.kernels[threads].append(rows)
                command = [self.tools.python, str(HERE / "torch_ops.py"), str(threads), "0.05"]
                self.torch[threads].append(run_json(command, threads, self.tools)["ms"])
                note(f"operations, {threads} threads: round {count + 1}")

    def value(self, threads, name, key):
        return median(rows[name][key] for rows in self.kernels[threads])

    def peak(self, threads):
        return max(rows["machine/fma_peak"]["GFLOP/s"] for rows in self.kernels[threads])


def available(tools):
    return os.access(tools.kernels_benchmark, os.X_OK)


def peak_table(m):
    """The geometric mean over the VGG shapes of effective GFLOP/s over the peak."""
    rows = []
    for threads in m.threads:
        names = [name for name in m.kernels[threads][0] if name.startswith("conv3x3")]
        peak = m.peak(threads)
        mean = geometric_mean([m.value(threads, name, "GFLOP/s") / peak for name in names])
        bandwidth = m.value(threads, "machine/read_bandwidth", "GB/s")
        rows.append([threads, number(peak), number(bandwidth), *verdict(mean, 1.5, 2.2)])
    return table(["threads", "multiply-add peak, GFLOP/s", "read bandwidth, GB/s",
                  "3x3 over the peak", "must", "moonshot", "met"], rows)


def op_table(m, threads):
    """Times, rates, and the median ratio to PyTorch of every operation."""
    rows = []
    for name in m.kernels[threads][0]:
        if name.startswith("machine/"):
            continue
        unit = "GFLOP/s" if "GFLOP/s" in m.kernels[threads][0][name] else "GB/s"
        ratio = median(torch[name] / rows[name]["real_time"]
                       for rows, torch in zip(m.kernels[threads], m.torch[threads]))
        rows.append([name, number(m.value(threads, name, "real_time")),
                     number(median(torch[name] for torch in m.torch[threads])), number(ratio),
                     f"{number(m.value(threads, name, unit))} {unit}"])
    return table(["operation", "pixelwise ms", "PyTorch ms", "ratio", "pixelwise"], rows)


def tables(m):
    text = [peak_table(m)]
    for threads in m.threads:
        text.append(f"### Operations, threads {threads}\n\n" + op_table(m, threads))
    return "\n\n".join(text)
