"""Studies: experiments too long for a page, with the results that they wrote.

A study is a module here. Its `run(seed)` returns {name: number or list of numbers} for one seed, its `SEEDS` says how
many seeds there are. `make studies` runs them all and writes the results beside the module, with a digest of the
nnlib that gave them; `study` reads them.
"""

import hashlib
import importlib
import json
from importlib.resources import files

import numpy as np

from nnlib.validation import choose

STUDIES = sorted(
    file.name.removesuffix(".py")
    for file in files(__name__).iterdir()
    if file.name.endswith(".py") and file.name[0] != "_"
)
DIGITS = 6  # stored: beyond them processors differ
ROOM = 0.1  # of the range's width: what rounding on another processor may add to it


class Study:
    """What a study measured: `study[name]` is an array whose first axis counts the seeds.

    `run` is the function that measured it, `seeds` their number and `nnlib` the digest of the package that did.
    """

    def __init__(self, name):
        choose("study", name, dict.fromkeys(STUDIES))
        self.name, self.run = name, _module(name).run
        stored = json.loads(_results(name).read_text("utf-8"))
        self.nnlib, self.seeds = stored["nnlib"], stored["seeds"]
        self._measured = {key: np.array(x) for key, x in stored["results"].items()}

    def __getitem__(self, name):
        return choose("result", name, self._measured)

    def again(self, seed):
        """What `run(seed)` gives here and now, as arrays. Raises AssertionError where that is outside of what the
        study found.
        """
        found = {key: np.array(x) for key, x in self.run(seed).items()}
        assert found.keys() == self._measured.keys(), f"{self.name}: other results"
        for key, x in found.items():
            low, high = self[key].min(axis=0), self[key].max(axis=0)
            room = ROOM * (high - low) + 10.0**-DIGITS * np.abs(high)
            inside = (low - room <= x) & (x <= high + room)
            said = f"{self.name}, seed {seed}: {key} = {x}, but it was {low} to {high}"
            assert inside.all(), said
        return found


def study(name, seed=0):
    """The results of a study (see `Study`), after one of its seeds was run again, here and now.

    Raises AssertionError where that gives anything outside of what the study found.
    """
    results = Study(name)
    results.again(seed)
    print(
        f"{results.seeds} seeds, stored; seed {seed}, run again just now, is within their range"
    )
    return results


def package_hash(folder):
    """A digest of all files of a package, sources and data alike."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def rounded(x):
    """A number, or a list of them, with its floats to as many digits as are stored."""
    if isinstance(x, list):
        return [rounded(entry) for entry in x]
    return float(f"{x:.{DIGITS}g}") if isinstance(x, float) else x


def write(name):
    """Run all seeds of a study and store what they gave, one name a line."""
    module = _module(name)
    runs = [module.run(seed) for seed in range(module.SEEDS)]
    results = ",\n".join(
        f"{json.dumps(key)}: {json.dumps([rounded(run[key]) for run in runs])}"
        for key in runs[0]
    )
    by, n = package_hash(files("nnlib")), module.SEEDS
    text = f'{{"nnlib": "{by}", "seeds": {n}, "results": {{\n{results}\n}}}}\n'
    _results(name).write_text(text, "utf-8")


def _module(name):
    return importlib.import_module(f"{__name__}.{name}")


def _results(name):
    return files(__name__) / f"{name}.json"
