"""Break the solution of each exercise in many small ways, and name the mutants that its check takes for right.

`python tools/mutated_solutions.py [CHAPTER ...]`. Each operator, comparison, number, order of operands or arguments,
`not`, sign and transpose is changed once. Those that survive though they are wrong call for other numbers in
the exercise; those that are right, or are the same in another form, stand with a reason in mutated_solutions.txt.
"""

import ast
import contextlib
import copy
import io
import signal
import sys
import warnings
from pathlib import Path

import matplotlib
import numpy as np

import notebooks
import solved
from exercise_copies import SOLVED
from nnbook.checking import undisturbed
from nnbook.exercises import find

KNOWN = Path(__file__).with_suffix(".txt")
SECONDS = 5  # for one mutant: then it is late, which no learner would call right

OTHERS = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.MatMult: [ast.Mult],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.And: [ast.Or],
    ast.Or: [ast.And],
}

FORMS = (
    "np.array",
    "int",
    "list",
    "bool",
    "float",
    "max",
    "min",
    "np.maximum",
    "np.minimum",
)
"""Functions that change the form of an answer only, or do not mind an order."""

GRIDS = "np.arange", "np.linspace", "range", "product"
"""Functions that set up what a solution searches: other places find the same."""


def kept(tree, names):
    """The nodes as they stand: the statement's data, which are lists of numbers that are no
    part of the answer, and its functions, which nothing calls; the numbers of grids; and
    differences that are squared.
    """
    found, parts = set(), set()
    called = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name not in {*names, *called}:
            found |= {*ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in names:
            parts |= {*ast.walk(node.value)} if _is_data(node.value) else set()
        elif isinstance(node, ast.List | ast.Tuple) and _is_data(node):
            found |= {*ast.walk(node)} - parts
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in GRIDS:
            found |= {*ast.walk(node)}
        elif isinstance(node, ast.BinOp) and ast.unparse(node.right) == "2":
            found |= {node.left} if isinstance(node.op, ast.Pow) else set()
    return found


def _is_data(node):
    try:
        return bool(ast.literal_eval(node))
    except ValueError:
        return False


def changes(node):
    """What could stand in this node's place."""

    def put(**fields):
        other = copy.copy(node)
        for name, value in fields.items():
            setattr(other, name, value)
        return other

    if isinstance(node, ast.BinOp):
        yield from (put(op=other()) for other in OTHERS.get(type(node.op), ()))
        if not isinstance(node.op, ast.Add | ast.Mult | ast.BitAnd | ast.BitOr):
            yield put(left=node.right, right=node.left)
    elif isinstance(node, ast.Compare):
        first = OTHERS.get(type(node.ops[0]), ())
        yield from (put(ops=[other(), *node.ops[1:]]) for other in first)
    elif isinstance(node, ast.BoolOp):
        yield from (put(op=other()) for other in OTHERS[type(node.op)])
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from (put(value=value) for value in _values(node.value))
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    elif isinstance(node, ast.Call | ast.List | ast.Tuple):
        if ast.unparse(getattr(node, "func", node)) in FORMS:
            return
        name = "args" if isinstance(node, ast.Call) else "elts"
        parts = getattr(node, name)
        for k in range(len(parts) - 1):
            if ast.unparse(parts[k]) != ast.unparse(parts[k + 1]):
                turned = parts[k + 1], parts[k]
                yield put(**{name: [*parts[:k], *turned, *parts[k + 2 :]]})
        if isinstance(node, ast.Call) and len(parts) == 1 and not node.keywords:
            yield parts[0]


def _values(value):
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, value - 1, *([-value, 2 * value] if value else [])]
    return []


def mutants(code, names=()):
    """(line, new source) for each change of the code, whose answer has these names."""
    tree = ast.parse(code)
    same = kept(tree, names)
    for place, node in enumerate(ast.walk(tree)):
        if node in same:
            continue
        for kind, _ in enumerate(changes(node)):
            mutant = ast.parse(code)
            target = [*ast.walk(mutant)][place]
            new = [*changes(target)][kind]
            _Put(target, new).visit(mutant)
            text = ast.unparse(ast.fix_missing_locations(mutant))
            yield f"{ast.unparse(node)} => {ast.unparse(new)}".replace("\n", " "), text


class _Put(ast.NodeTransformer):
    def __init__(self, target, new):
        self.target, self.new = target, new

    def visit(self, node):
        return self.new if node is self.target else self.generic_visit(node)


def survives(number, names, setup, code):
    """Whether the check takes what this code makes for right."""

    def late(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        space = dict(setup)
        with undisturbed(), contextlib.redirect_stdout(io.StringIO()):
            exec(code, space)
            find(number).judge(*(space[name] for name in names))
    except BaseException:
        return False
    finally:
        signal.alarm(0)
    return True


def survivors(path):
    """(number of the exercise, change) of each mutant that survives."""
    book = notebooks.read(path)
    exercises = solved.label(book)
    (head,) = (cell.source for cell in book.cells if cell.id == "setup")
    setup = solved.run(head, {})
    for one in exercises:
        code = solved.solution(one.source("answer"))
        for change, mutant in mutants(code, one.names):
            if survives(one.number, one.names, setup, mutant):
                yield one.number, change


def main(*chapters):
    new = unknown(*chapters)
    print("\n".join(new))
    return bool(new)


def unknown(*chapters):
    """The survivors, as lines, that are not known; of all chapters if none is named."""
    matplotlib.use("agg")
    warnings.simplefilter("ignore")
    known = {
        line.partition("  # ")[0] for line in KNOWN.read_text("utf-8").splitlines()
    }
    new = []
    for path in sorted(SOLVED.glob("*.ipynb")):
        if not chapters or path.name[:2] in {chapter.zfill(2) for chapter in chapters}:
            found = (f"{number} {change}" for number, change in survivors(path))
            new += [line for line in dict.fromkeys(found) if line not in known]
    return new


if __name__ == "__main__":
    np.seterr(all="ignore")
    sys.exit(main(*sys.argv[1:]))
