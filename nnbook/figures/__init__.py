"""Pictures of networks and of what they say, in the book's colours."""

from nnbook.figures.broken import broken_line
from nnbook.figures.chain import chain
from nnbook.figures.curves import activation, along, output, title
from nnbook.figures.loop import loop
from nnbook.figures.maps import regions, threshold
from nnbook.figures.networks import network
from nnbook.figures.shapes import LIGHT, OUTPUT, UNIT
from nnbook.figures.units import sketch, unit

__all__ = [
    "LIGHT",
    "OUTPUT",
    "UNIT",
    "activation",
    "along",
    "broken_line",
    "chain",
    "loop",
    "network",
    "output",
    "regions",
    "sketch",
    "threshold",
    "title",
    "unit",
]
