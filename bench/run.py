"""`make bench`: how nnlib's speed compares, as ratios of CPU time; writes book/speed.md.

Every library runs in a process of its own, pinned to one thread. In a round every library trains the same
network from the same initial weights on the same batches, one after the other, so that a slow moment of the
machine falls on all of them; a round is one seed. Times are CPU times, ratios are taken within a round, and the
table shows their median and quartiles.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from statistics import mean, median, quantiles, stdev

from peers import PEERS
from work import WORKS

HERE = Path(__file__).parent
PAGE = HERE.parent / "book" / "speed.md"
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "", "JAX_PLATFORMS": "cpu", "PYTHONWARNINGS": "ignore",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}  # fmt: skip
PEER_NAMES = [
    name for name in PEERS if name not in ("nnlib", "bare GEMM", "hand-unrolled NumPy")
]
TRAIN_DIGITS = {
    "nnlib": """
from nnlib import Adam, Dense, Sequential, SparseCategoricalCrossentropy
from nnlib.data import digits
X, y = digits()
model = Sequential([Dense(25, "relu"), Dense(15, "relu"), Dense(10)])
model.compile(Adam(1e-3), SparseCategoricalCrossentropy(from_logits=True))
model.fit(X / 16, y, epochs=20)
""",
    "scikit-learn": """
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier
X, y = load_digits(return_X_y=True)
MLPClassifier((25, 15), batch_size=32, max_iter=20, tol=0, n_iter_no_change=20).fit((X / 16).astype("f"), y)
""",
}


class Worker:
    """A library in its own process, on one core."""

    def __init__(self, name):
        self.name = name
        pipes = dict.fromkeys(["stdin", "stdout", "stderr"], subprocess.PIPE)
        command = [sys.executable, HERE / "peers.py", name]
        self.process = subprocess.Popen(
            command, **pipes, text=True, env=os.environ | ONE_THREAD
        )
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(self.process.pid, {max(os.sched_getaffinity(0))})

    def run(self, work, seed):
        """What one training gave: CPU microseconds a step and a prediction, and the accuracy."""
        self.process.stdin.write(json.dumps({"work": work, "seed": seed}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(
                f"{self.name} has stopped:\n{self.process.stderr.read()[-2000:]}"
            )
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def measure(seeds):
    """{work: {library: [a reply for each seed]}}; one library at a time trains, in turn."""
    results = {}
    for work in WORKS:
        names = [
            name for name in PEERS if name != "hand-unrolled NumPy" or "25-15" in work
        ]
        workers = [Worker(name) for name in names]
        results[work] = {name: [] for name in names}
        for seed in range(seeds):
            for worker in workers:
                results[work][worker.name].append(worker.run(work, seed))
        for worker in workers:
            worker.close()
        print(f"{work}: done", file=sys.stderr)
    return results


def fresh(code, repeats=7):
    """Median CPU seconds and peak memory in MiB of `python -c code`."""
    seconds, mebibytes = [], []
    for _ in range(repeats):
        process = subprocess.Popen(
            [sys.executable, "-c", code], env=os.environ | ONE_THREAD
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"failed: {code}")
        seconds.append(usage.ru_utime + usage.ru_stime)
        mebibytes.append(usage.ru_maxrss / 1024)
    return median(seconds), median(mebibytes)


def ratios(results, name, key="step", base="nnlib"):
    """Of each round: the time of `name` over that of `base`."""
    return [a[key] / b[key] for a, b in zip(results[name], results[base], strict=True)]


def spread(values, digits=2):
    """Median and quartiles as text."""
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def table(head, rows):
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def unequal(results):
    """What libraries reached another accuracy than nnlib from the same starts: sentences."""
    for work, libraries in results.items():
        for name in libraries.keys() - {"nnlib", "bare GEMM"}:
            both = zip(libraries[name], libraries["nnlib"], strict=True)
            differences = [a["accuracy"] - b["accuracy"] for a, b in both]
            error = stdev(differences) / len(differences) ** 0.5
            if abs(mean(differences)) > max(0.003, 3 * error):
                yield f"{work}: {name} differs from nnlib by {mean(differences):+.4f}"


def page(results, seeds):
    """The Markdown page."""
    speed = [
        [work, *(spread(ratios(libraries, name)) for name in PEER_NAMES)]
        for work, libraries in results.items()
    ]
    accuracy = [
        [
            work,
            *(
                f"{100 * mean(r['accuracy'] for r in libraries[name]):.2f}"
                for name in ["nnlib", *PEER_NAMES]
            ),
        ]
        for work, libraries in results.items()
    ]
    prediction = [
        [
            work,
            *(spread(ratios(libraries, name, "prediction"), 1) for name in PEER_NAMES),
        ]
        for work, libraries in results.items()
    ]
    deep, wide = (
        results["64-25-15-10, Adam, batch 32"],
        results["784-128-10, Adam, batch 128"],
    )
    unrolled = spread([1 / r for r in ratios(deep, "hand-unrolled NumPy")])
    gemm = spread([100 * r for r in ratios(wide, "bare GEMM")], 0)
    alone = {name: fresh(code) for name, code in TRAIN_DIGITS.items()}
    nothing, loaded = fresh("import numpy"), fresh("import nnlib")
    return PAGE_TEXT.format(
        seeds=seeds,
        speed=table(["a training step", *PEER_NAMES], speed),
        accuracy=table(["test accuracy, %", "nnlib", *PEER_NAMES], accuracy),
        prediction=table(["one prediction", *PEER_NAMES], prediction),
        unrolled=unrolled,
        gemm=gemm,
        fresh=f"{alone['scikit-learn'][0] / alone['nnlib'][0]:.1f}",
        memory=f"{alone['nnlib'][1]:.0f}",
        peer_memory=f"{alone['scikit-learn'][1]:.0f}",
        loading=f"{loaded[0] / nothing[0]:.2f}",
        machine=machine(),
    )


def machine():
    """One sentence on what this was measured on."""
    cpu = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").is_file():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        cpu = next(
            (
                line.partition(": ")[2]
                for line in lines
                if line.startswith("model name")
            ),
            cpu,
        )
    packages = "numpy", "scikit-learn", "torch", "tensorflow", "keras", "jax"
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"{cpu}, {os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}, {versions}"


PAGE_TEXT = """\
# How fast is it?

`nnlib` is written to be read. On the small networks of this book it is also quick: most of the time of a
small step is not arithmetic but the way to it, and there is little of that here. This page is written by
`make bench`; run it to see your own machine's numbers.

## Training

How many times the CPU time of nnlib each library takes for one training step, loss included: above 1, nnlib is
faster. Median (and quartiles) of {seeds} rounds.

{speed}

In a round every library starts from the same weights and sees the same batches, on one thread, one library
after the other. All end up equally good; the test accuracy, mean over the rounds:

{accuracy}

"JAX, jit and scan" compiles the whole training into one function, with nothing of Python left in it: if that is
the faster one, this is why.

For 64-25-15-10, nnlib takes {unrolled} times as long as the same step written out by hand for these very
layers, without a class, a check of the input or a recorded loss. For 784-128-10, the bare matrix products
take {gemm} % of nnlib's step.

## One prediction

The same ratio for the prediction of a single example, with a network just trained.

{prediction}

## From nothing

A fresh Python that imports a library, loads the digits and trains 64-25-15-10 for 20 epochs: scikit-learn takes
{fresh} times nnlib's CPU time, and {peer_memory} MiB of memory at its peak, where nnlib takes {memory} MiB.
`import nnlib` takes {loading} times as long as `import numpy` alone.

## Measured on

{machine}.
"""


def main():
    """Measure, refuse unequal accuracies, print and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="rounds, one seed each")
    parser.add_argument("--output", type=Path, default=PAGE)
    options = parser.parse_args()
    results = measure(options.seeds)
    if problems := list(unequal(results)):
        sys.exit("not the same training:\n" + "\n".join(problems))
    text = page(results, options.seeds)
    options.output.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
