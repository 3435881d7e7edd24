"""Everything a lesson needs around the mathematics: source, figures, sentences, widgets. nnlib never imports it."""

from nnbook.checking import check, hint
from nnbook.evidence import claim, errata
from nnbook.lesson import belief, beliefs, guess, number, option, seen, sketch
from nnbook.show import figure, say, shapes, source
from nnbook.stepper import trace
from nnbook.studies import study

__all__ = [
    "belief",
    "beliefs",
    "check",
    "claim",
    "errata",
    "figure",
    "guess",
    "hint",
    "number",
    "option",
    "say",
    "seen",
    "shapes",
    "sketch",
    "source",
    "study",
    "trace",
]
