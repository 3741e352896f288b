"""The toy ladder: `pixelwise ladder` as a user calls it against toy_ladder.py."""
import json
import tempfile
import time

from processes import HERE, note, run_json
from tables import number, table, verdict


def fraction(tools):
    return 0.02 if tools.quick else 0.1


def measure(tools, threads):
    """PyTorch, pixelwise, PyTorch; one row per number of threads."""
    results = {}
    torch = [tools.python, str(HERE / "toy_ladder.py"), "--fraction", str(fraction(tools))]
    for count in threads:
        peer = [run_json(torch + ["--threads", str(count)], count, tools)]
        with tempfile.TemporaryDirectory() as folder:
            start = time.monotonic()
            own = run_json([tools.pixelwise, "ladder", "--json", "--quiet", "--out", folder,
                            "--threads", str(count)], count)
            own["wall"] = time.monotonic() - start
        ways = json.dumps(peer[0]["ways"])
        peer.append(run_json(torch + ["--threads", str(count), "--ways", ways], count, tools))
        results[count] = (own, peer)
        note(f"ladder, {count} threads: pixelwise {own['wall']:.1f} s, PyTorch " +
             ", ".join(f"{p['training'] + p['evaluation']:.1f} s" for p in peer))
    return results


def ladder_table(results):
    """Training alone, and the total: for pixelwise that is the whole process, for PyTorch the faster
    of its two runs (a disturbance multiplies what it costs with two threads)."""
    rows = []
    for threads, (own, peer) in results.items():
        training = sum(stage["seconds"] for stage in own["stages"])
        torch_training = min(p["training"] for p in peer)
        torch_total = min(p["training"] + p["evaluation"] for p in peer)
        rows.append([f"training, threads {threads}", number(training), number(torch_training),
                     number(torch_training / training), "", "", ""])
        rows.append([f"total, threads {threads}", number(own["wall"]), number(torch_total),
                     *verdict(torch_total / own["wall"], 2, 4)])
    return table(["toy ladder, seconds", "pixelwise", "PyTorch", "ratio", "must", "moonshot",
                  "met"], rows)
