"""`beliefs`: statements that a reader may hold true or false; each is answered with its refutation."""

from typing import NamedTuple

from nnbook.lesson.element import flat, key_of, marked, show


class Belief(NamedTuple):
    statement: str
    truth: bool
    refutation: str

    def verdict(self):
        return "True." if self.truth else "False."


def belief(statement, truth, refutation):
    """A statement, whether it is true, and what is said of it either way."""
    statement = flat("belief", statement)
    if not isinstance(truth, bool):
        raise TypeError(f'belief "{statement}": expected True or False, got {truth!r}')
    return Belief(
        statement, truth, flat(f'belief "{statement}": the reason', refutation)
    )


def beliefs(*all):
    """Ask of each statement whether it is true."""
    if not all:
        raise ValueError("beliefs: name at least one belief")
    keys = [key_of("belief", each.statement) for each in all]
    items = "\n".join(
        f'<li><p class="nn-statement">{marked(each.statement)}</p>\n'
        f'<p class="nn-reason"><b>{each.verdict()}</b> {marked(each.refutation)}</p></li>'
        for each in all
    )
    lines = [f"- {b.statement}\n  {b.verdict()} {b.refutation}" for b in all]
    show(
        "nn-beliefs",
        {"keys": keys, "truths": [each.truth for each in all]},
        f'<p class="nn-question">True or false?</p>\n<ol>\n{items}\n</ol>',
        "\n".join(["True or false?", *lines]),
    )
