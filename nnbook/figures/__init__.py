"""Pictures of networks and of what they say, in the book's colours."""

from nnbook.figures.curves import along
from nnbook.figures.maps import regions, threshold
from nnbook.figures.networks import network
from nnbook.figures.shapes import LIGHT, OUTPUT, UNIT
from nnbook.figures.units import sketch, unit

__all__ = [
    "LIGHT",
    "OUTPUT",
    "UNIT",
    "along",
    "network",
    "regions",
    "sketch",
    "threshold",
    "unit",
]
