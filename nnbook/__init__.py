"""Everything a lesson needs around the mathematics: source, figures, sentences, widgets. nnlib never imports it."""

from nnbook.checking import check, hint
from nnbook.evidence import claim, errata
from nnbook.show import figure, say, shapes, source
from nnbook.stepper import trace
from nnbook.studies import study

__all__ = [
    "check",
    "claim",
    "errata",
    "figure",
    "hint",
    "say",
    "shapes",
    "source",
    "study",
    "trace",
]
