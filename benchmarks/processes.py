"""Runs one program at a time, on chosen cores, and takes its JSON and its peak memory."""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


# Shares of one core that other programs took during each run.
OTHERS = []
DISTURBED = 0.1


class Failed(Exception):
    """A program did not do its work; the message says which and why."""


@dataclass
class Tools:
    """The programs that are compared, and how long everything may take."""
    build: Path
    python: str = ""
    node: str = "node"
    node_modules: str = ""
    onnx_package: str = ""
    quick: bool = False
    rounds: int = 5
    deadline: float = 0.0

    @property
    def pixelwise(self):
        return str(self.build / "bin" / "pixelwise")

    @property
    def kernels_benchmark(self):
        return str(self.build / "bin" / "kernels_benchmark")

    def seconds_left(self):
        return self.deadline - time.monotonic()


def cores(threads):
    """One core for one thread (the last one: interrupts prefer the first), all for more."""
    available = sorted(os.sched_getaffinity(0))
    return available[-1:] if threads == 1 else available[:threads]


def busy_seconds():
    """What all cores have worked since the start of the machine."""
    fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
    user, nice, system, _, _, irq, soft_irq, steal = map(int, fields[:8])
    return (user + nice + system + irq + soft_irq + steal) / os.sysconf("SC_CLK_TCK")


def run(command, threads, tools=None):
    """Runs the command on its cores; returns standard output and peak memory in MB."""
    begin, busy = time.monotonic(), busy_seconds()
    environment = dict(os.environ, PIXELWISE_THREADS=str(threads), OMP_NUM_THREADS=str(threads),
                       PYTHONDONTWRITEBYTECODE="1")
    if tools is not None and tools.onnx_package:
        paths = [tools.onnx_package, environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment,
            preexec_fn=lambda: os.sched_setaffinity(0, cores(threads)))
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        others = busy_seconds() - busy - usage.ru_utime - usage.ru_stime
        OTHERS.append(max(0.0, others) / max(0.1, time.monotonic() - begin))
        if process.returncode != 0:
            errors.seek(0)
            raise Failed(f"{' '.join(command)[:300]}\n  ended with {process.returncode}:\n"
                         f"{errors.read()[-2000:]}")
    return output, usage.ru_maxrss / 1e3 * 1.024


def run_json(command, threads, tools=None):
    """The same where standard output is one JSON object, which gets "peak_mb" and "others"."""
    output, peak = run(command, threads, tools)
    result = json.loads(output)
    result["peak_mb"] = peak
    result["others"] = OTHERS[-1]
    return result


def bench(tools, threads, model, size, *, batch=1, train=None, width=None, runs=None, seconds=0.3):
    """`pixelwise bench`; `train` is the optimiser of a training step, or None for forward."""
    command = [tools.pixelwise, "bench", "--json", "--model", model, "--size", f"{size}x{size}",
               "--batch", str(batch), "--threads", str(threads)]
    command += ["--pass", "train", "--optimizer", train] if train else ["--pass", "forward"]
    command += ["--width", str(width)] if width else []
    command += ["--runs", str(runs)] if runs else ["--seconds", str(seconds)]
    return run_json(command, threads)


def torch_time(tools, threads, cases):
    """torch_time.py on the cases, in one process."""
    options = json.dumps({"threads": threads, "cases": cases})
    return run_json([tools.python, str(HERE / "torch_time.py"), options], threads, tools)


def median(values):
    return statistics.median(values)


def note(text):
    """What is going on, on standard error."""
    print(time.strftime("%H:%M:%S ") + text, file=sys.stderr, flush=True)
