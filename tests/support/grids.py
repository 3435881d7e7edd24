"""Wide tables of cases, of which only a part is run each time."""

from itertools import product

import pytest


def thinned(*axes):
    """All combinations of the axes' values, as parameters; those off a diagonal with each value in it are long."""
    steps = range(max(map(len, axes)))
    diagonal = {tuple(axis[i % len(axis)] for axis in axes) for i in steps}
    return [pytest.param(*values, marks=[] if values in diagonal else pytest.mark.long) for values in product(*axes)]
