"""Everything a lesson needs around the mathematics: source, figures, sentences, widgets. nnlib never imports it."""

from nnlib.classroom.evidence import claim, errata
from nnlib.classroom.exercises import check, hint
from nnlib.classroom.show import figure, say, shapes, source

__all__ = ["check", "claim", "errata", "figure", "hint", "say", "shapes", "source"]
