"""`make mutants`: break nnlib in many small ways and see that a test notices each.

A mutant is one change of one line of code. For every mutant the package is copied, the change made in the copy,
and the unit tests run against it, those of the module first, until one fails; the table says which. Exits with
an error if a mutant survives.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Mutant(NamedTuple):
    """In `module`, the code `old`, which occurs once, becomes `new`."""

    module: str
    old: str
    new: str


def mutants():
    """All mutants, from mutants.txt: a module, then its lines `old => new`."""
    module, table = None, Path(__file__).with_suffix(".txt").read_text("utf-8")
    for line in filter(str.strip, table.splitlines()):
        if line.endswith(":") and not line.startswith(" "):
            module = line[:-1]
        else:
            old, new = line.strip().split(" => ")
            yield Mutant(module, old, new)


def source_of(module, package):
    """The file of a module of nnlib in the folder `package`."""
    return package / f"{module.replace('.', '/')}.py"


def tests_for(module):
    """The unit tests of the mathematics, those named after the module first, then the
    quick ones; without those that compare with other libraries.
    """
    name = module.split(".")[-1].strip("_").rstrip("s")
    order = name, "refusals", "fit", "network"
    tests = sorted((ROOT / "tests" / "nnlib").glob("test_*.py"))
    return sorted(
        (path for path in tests if not re.search("parity|architecture", path.name)),
        key=lambda path: next(
            (i for i, part in enumerate(order) if part and part in path.name), 9
        ),
    )


def first_failure(mutant, folder):
    """The test that fails first with this mutant (without any, for None), or None."""
    package = Path(folder) / "nnlib"
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(
        ROOT / "nnlib", package, ignore=shutil.ignore_patterns("__pycache__")
    )
    tests = tests_for(mutant.module if mutant else "")
    if mutant:
        path = source_of(mutant.module, package)
        path.write_text(
            path.read_text("utf-8").replace(mutant.old, mutant.new), "utf-8"
        )
    # The copy must be found before the package in the current folder.
    command = f"{sys.executable} -P -B -m pytest -x -q --no-header -p no:cacheprovider"
    search = f"pythonpath={folder} {ROOT} tools tests/support"
    done = subprocess.run(
        [*command.split(), "-o", search, *tests],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
    )
    failed = re.search(r"^(?:FAILED|ERROR) (?:tests/)?(\S+)", done.stdout, re.MULTILINE)
    if done.returncode and not failed:
        sys.exit(f"pytest could not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return failed and failed[1]


def main():
    """Try every mutant, print the table, fail if one survives."""
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        if test := first_failure(None, folder):
            sys.exit(f"{test} fails without any mutant")
        print("| module | change | caught by |\n|---|---|---|")
        for mutant in mutants():
            test = first_failure(mutant, folder)
            survivors += test is None
            change = f"`{mutant.old}` → `{mutant.new}`".replace("|", "\\|")
            print(
                f"| {mutant.module} | {change} | {test or '**survives**'} |", flush=True
            )
    sys.exit(f"{survivors} survive" if survivors else 0)


if __name__ == "__main__":
    main()
