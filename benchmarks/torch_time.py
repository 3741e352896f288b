"""Times networks in PyTorch. Called by `compare`; prints one JSON object.

    python torch_time.py '{"threads": 1, "cases": [{"model": "fcn8s", "pass": "train",
        "size": 224, "batch": 1, "width": 64, "optimizer": "sgd", "formats": ["default"],
        "updates": ["fused"], "seconds": 1, "warm_up": 1, "parameters": 134489759}]}'

Of the memory formats and the optimiser's implementations that a case lists, the fastest counts.
"""
import json
import statistics
import sys
import time

try:
    import torch
    from torch.nn import functional as F
except ImportError as error:
    print(f"this Python has no PyTorch ({error}); use one that has it", file=sys.stderr)
    sys.exit(2)

import torch_nets

UPDATES = {"plain": {"foreach": False}, "foreach": {"foreach": True}, "fused": {"fused": True}}


def median_ms(run, seconds, warm_up=1, least=1):
    """The median of as many runs as fit into the time, and their number."""
    for _ in range(warm_up):
        run()
    times = []
    begin = time.perf_counter()
    while len(times) < least or time.perf_counter() - begin < seconds:
        start = time.perf_counter()
        run()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times), len(times)


def make_optimizer(name, update, net):
    parameters = [p for p in net.parameters() if p.requires_grad]
    if name == "adam":
        return torch.optim.Adam(parameters, lr=1e-3, **UPDATES[update])
    return torch.optim.SGD(parameters, lr=1e-6, momentum=0.9, **UPDATES[update])


def fastest_update(case, net, step):
    """The quickest of the listed implementations of the optimiser, with gradients in place."""
    if len(case["updates"]) == 1:
        return case["updates"][0]
    step(None)
    times = {}
    for update in case["updates"]:
        optimizer = make_optimizer(case["optimizer"], update, net)
        times[update] = median_ms(optimizer.step, 0.1, warm_up=2)[0]
    return min(times, key=times.get)


def time_forward(case, net, image):
    net.eval()
    with torch.inference_mode():
        return (*median_ms(lambda: net(image), case["seconds"], case["warm_up"]), None)


def time_step(case, net, image):
    """Forward, loss, backward, update; median, number of runs, implementation of the optimiser."""
    net.train()
    labels = torch.randint(0, 21, (case["batch"], case["size"], case["size"]))

    def step(optimizer):
        if optimizer is not None:
            optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(net(image), labels, ignore_index=255).backward()
        if optimizer is not None:
            optimizer.step()

    update = fastest_update(case, net, step)
    optimizer = make_optimizer(case["optimizer"], update, net)
    return (*median_ms(lambda: step(optimizer), case["seconds"], case["warm_up"]), update)


def time_case(case):
    """The fastest memory format of one case."""
    net = torch_nets.make(case["model"], case["width"])
    parameters = torch_nets.count(net)
    if case.get("parameters", parameters) != parameters:
        raise SystemExit(f"{case['model']} has {parameters} parameters here and "
                         f"{case['parameters']} in pixelwise: not the same network")
    best = None
    for name in case["formats"]:
        net.zero_grad(set_to_none=True)
        net = net.to(memory_format=torch_nets.layout(name))
        image = torch.randn(case["batch"], 3, case["size"], case["size"])
        image = image.contiguous(memory_format=torch_nets.layout(name))
        work = time_forward if case["pass"] == "forward" else time_step
        ms, runs, update = work(case, net, image)
        if best is None or ms < best["median_ms"]:
            best = {"median_ms": ms, "runs": runs, "format": name, "update": update}
    return best


def main():
    options = json.loads(sys.argv[1])
    torch.manual_seed(0)
    torch.set_num_threads(options["threads"])
    cases = [time_case(case) for case in options["cases"]]
    print(json.dumps({"torch": torch.__version__, "cases": cases}))


if __name__ == "__main__":
    main()
