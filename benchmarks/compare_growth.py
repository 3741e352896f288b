"""How the time per image grows: SimpleFcn over batch, side, width and threads."""
from processes import bench, note, torch_time
from tables import number, table

BASE = {"batch": 1, "size": 224, "width": 64}
GROWTH = {"batch": (1, 2, 4, 8, 16, 32), "size": (64, 128, 256, 512, 1024),
          "width": (8, 16, 32, 64)}


def configurations(quick):
    """(what grows, its value, batch, size and width), each once."""
    for what, values in GROWTH.items():
        for value in values[:2] if quick else values:
            yield what, value, dict(BASE, **{what: value})


def runs_for(c):
    """So many that small cases take a quarter of a second and large ones one run."""
    milliseconds = 15 * c["batch"] * (c["size"] / 224) ** 2 * (c["width"] / 64) ** 1.5
    return max(1, min(50, round(250 / milliseconds)))


def torch_case(c, training, formats, updates):
    return {"model": "simple-fcn", "pass": "train" if training else "forward",
            "optimizer": "adam", "formats": formats, "updates": updates, "warm_up": 1,
            "seconds": 0.15, **c}


def measure_torch(tools, threads, configs):
    """Milliseconds of all configurations, in one process; the format is chosen at the first."""
    results = {}
    for training in (False, True):
        first = torch_case(BASE, training, ["default", "channels_last"],
                           ["plain", "foreach", "fused"])
        best = torch_time(tools, threads, [first])["cases"][0]
        formats, updates = [best["format"]], [best["update"] or "plain"]
        cases = [torch_case(c, training, formats, updates) for _, _, c in configs]
        answer = torch_time(tools, threads, cases)["cases"]
        for (what, value, _), row in zip(configs, answer):
            results[what, value, training] = row["median_ms"]
    return results


def measure(tools, threads):
    """results[threads][what, value, training] = (pixelwise ms, PyTorch ms), of one image."""
    configs = list(configurations(tools.quick))
    results = {}
    for count in threads:
        note(f"growth, {count} threads")
        torch = measure_torch(tools, count, configs)
        results[count] = {}
        for what, value, c in configs:
            for training in (False, True):
                own = bench(tools, count, "simple-fcn", c["size"], batch=c["batch"],
                            width=c["width"], train="adam" if training else None,
                            runs=runs_for(c))["median_ms"]
                peer = torch[what, value, training]
                results[count][what, value, training] = (own / c["batch"], peer / c["batch"])
    return results


def growth_tables(results):
    """One table for each thing that grows; ms for each image, pixelwise / PyTorch."""
    text = []
    for what in GROWTH:
        header = [what]
        for training in ("forward", "step"):
            header += [f"{training}, threads {count}" for count in results]
        rows = []
        for value in GROWTH[what]:
            cells = [results[count].get((what, value, training))
                     for training in (False, True) for count in results]
            if cells[0] is not None:
                rows.append([value, *(f"{number(a)} / {number(b)}" for a, b in cells)])
        text.append(table(header, rows))
    return "\n\n".join(text)
