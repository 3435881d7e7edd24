"""nnlib: the small NumPy package that the book opens up, one module per idea."""

from nnlib.layers import Dense
from nnlib.model import Sequential

__all__ = ["Dense", "Sequential"]
__version__ = "0.1.0"
