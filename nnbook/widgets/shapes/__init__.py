"""Shapes: two arrays as blocks of cells, stretched until their axes fit, and their sum or matrix product."""

from typing import ClassVar

import numpy as np
import traitlets

from nnbook.widgets.base import Numbers, Widget
from nnlib.validation import choose, short

LARGEST = 5
_ROW, _COLUMN = np.ogrid[:LARGEST, :LARGEST]
# The same along both axes, so that three numbers stay the same three as (3,), (1, 3) and (3, 1).
_OF_A = (_ROW + 1) * (_COLUMN + 1) % 7
_OF_B = 10 * (1 + (_ROW + _COLUMN) % LARGEST)


def _filled(table, shape):
    rows, columns = shape if len(shape) == 2 else (1, *shape)
    return table[: int(rows), : int(columns)].reshape([int(n) for n in shape])


class Shapes(Widget):
    """Two arrays of one or two axes, 1 to 5 long, whose shapes `a` and `b` are to be edited, and `a op b`.

    `op` is "+", with NumPy's broadcasting, or "@". `cell` is row and column, from 0, of the cell of the result that is
    told in words. It opens on a sum that clashes.
    """

    name = "shapes"
    starts: ClassVar = {
        "clash": {"label": "a sum that clashes", "a": [4, 3], "b": [2], "op": "+"},
        "row": {
            "label": "bias: (4, 3) + (3,)",
            "a": [4, 3],
            "b": [3],
            "op": "+",
        },
        "outer": {"label": "(4,) + (3, 1)", "a": [4], "b": [3, 1], "op": "+"},
        "column": {
            "label": "wrong bias: (4, 3) + (3, 1)",
            "a": [4, 3],
            "b": [3, 1],
            "op": "+",
        },
        "layer": {
            "label": "product: (4, 3) @ (3, 2)",
            "a": [4, 3],
            "b": [3, 2],
            "op": "@",
        },
        "apart": {
            "label": "a product that clashes",
            "a": [2, 3],
            "b": [4, 2],
            "op": "@",
        },
    }
    tasks = "abcde"
    posed: ClassVar = {"start": "row", "cell": [2, 1]}
    alt = (
        "Blocks of cells: a of shape (4, 3), b of shape (3,) with 10, 20, 30, and their sum, (4, 3). Below the row "
        "of b stand three dashed copies of it, 9 cells. Each cell of the sum has two colours, that of its cell of a "
        "and that of its cell of b. One is marked, 6 + 20 = 26, and so are the cells it comes from. A table lines up "
        "the sizes from the right: 3 meets 3, and where b has no axis it is stretched to 4."
    )

    a = Numbers("a", starts["clash"]["a"], sizes=[1, 2])
    b = Numbers("b", starts["clash"]["b"], sizes=[1, 2])
    op = traitlets.Unicode("+").tag(sync=True)
    cell = Numbers("cell", [0, 0])

    @traitlets.validate("a", "b")
    def _a_shape(self, proposal):
        for size in proposal["value"]:
            whole = size in range(1, LARGEST + 1)
            if (
                np.isfinite(size) and not whole
            ):  # others pass, so that the widget can say what it got
                raise traitlets.TraitError(
                    f"{proposal['trait'].name}: expected sizes from 1 to {LARGEST}, got {short(size)}"
                )
        return proposal["value"]

    @traitlets.validate("op")
    def _known_op(self, proposal):
        op = proposal["value"]
        choose("op", op, dict.fromkeys("+@"), traitlets.TraitError)
        return op

    def arrays(self):
        """a and b, as arrays."""
        return _filled(_OF_A, self.a), _filled(_OF_B, self.b)

    def result(self):
        """`a op b`; raises NumPy's ValueError where the shapes clash."""
        a, b = self.arrays()
        return a + b if self.op == "+" else a @ b
