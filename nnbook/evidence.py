"""What the sources say, put to the test: `claim` shows a claim and a verdict, `errata` what is to be mended."""

import inspect
import textwrap
import tomllib
from pathlib import Path

from IPython.display import display

SOURCES = {
    "notes": ("the course notes", "after Ng"),
    "essay": ("the essay", "S. Kayal"),
    "lectures": ("the lecture notes", "M. Hjorth-Jensen"),
    "slides": ("the slides", "F. Razavi, after Ng"),
    "summary": ("the material summary", "a course's handout"),
}
"""What the data call a source: its name and its author, in the order of the page Notation."""

CLAIM = "application/vnd.nnlib.claim+json"
SHOWN = "application/vnd.nnlib.errata+json"
VERDICTS = "holds", "fails", "not tested"
CONDITION = "holds if "
KINDS = {
    "slip": "",
    "naming": "a matter of names, not a mistake",
    "clarification": "not wrong, but easy to misread",
    "copy": "damage to our copy, not the author's",
}
"""What kind of thing an erratum is, and what is said of it unless it is a plain slip."""

FOLDED = 5  # more errata than this in one call are folded, source by source


def _read(name):
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))


CLAIMS = _read("claims")
"""For each id: `statement`, `source` (a list) and `chapter`."""

ERRATA = _read("errata")
"""For each id: `title`, `source` (a list), `chapter`, `kind`, `written`, `right`, `why`."""


def claim(number, measured, verdict):
    """Show a claim of the sources, what this cell has just measured, and the verdict.

    `measured` is Markdown: the numbers, their seeds, their spread. `verdict` is
    "holds", "fails", "not tested" or "holds if ..." with the condition. Raises
    ValueError for an unknown claim, an empty measurement and any other verdict.
    """
    entry = _entry(CLAIMS, number, "claim")
    measured = inspect.cleandoc(measured).strip()
    if not measured:
        raise ValueError(f"claim {number}: measured is empty; say what this run found")
    verdict = " ".join(verdict.split())
    if verdict not in VERDICTS and not verdict.startswith(CONDITION):
        wanted = ", ".join(map(repr, VERDICTS))
        raise ValueError(
            f"claim {number}: the verdict is one of {wanted} or begins with "
            f"{CONDITION!r} and a condition, got {verdict!r}"
        )
    said = {"id": number, **entry, "measured": measured, "verdict": verdict}
    bundle = {
        "text/markdown": textwrap.indent(told(said), "> ", lambda line: True),
        "text/plain": f"Claim {number}: {verdict}",
        CLAIM: said,
    }
    display(bundle, raw=True)


def told(said):
    """A claim that was put to the test, as three paragraphs of Markdown."""
    return f"""**Claim {said["id"]}**, from {names(said["source"])}: {said["statement"]}

**Measured.** {said["measured"]}

**Verdict: {said["verdict"]}.**"""


def errata(*numbers):
    """Show errata, by source: what is written, what is right, and why.

    Raises ValueError for an unknown erratum, or when there is none to show.
    """
    if not numbers:
        raise ValueError('errata: name at least one, as in errata("F24")')
    groups = {}
    for number in numbers:
        entry = _entry(ERRATA, number, "erratum")
        groups.setdefault(entry["source"][0], []).append(erratum(number, entry))
    show = _folded if len(numbers) > FOLDED else _open
    parts = [show(heading(s), groups[s]) for s in SOURCES if s in groups]
    bundle = {
        "text/markdown": "\n\n".join(parts),
        "text/plain": f"Errata {', '.join(numbers)}",
        SHOWN: [*numbers],
    }
    display(bundle, raw=True)


def heading(source):
    """The name of a source with a capital letter, and whose it is."""
    name, author = SOURCES[source]
    return f"{name[0].upper()}{name[1:]} ({author})"


def names(sources):
    """The names of sources, to stand in a sentence."""
    *others, last = (SOURCES[source][0] for source in sources)
    return " and ".join([", ".join(others), last]) if others else last


def notes(entry):
    """What is to be said of an erratum beside its text: who else has it, and its kind."""
    also = entry["source"][1:]
    return [
        note
        for note in (also and f"also in {names(also)}", KINDS[entry["kind"]])
        if note
    ]


def erratum(number, entry):
    """One erratum as an item of a Markdown list."""
    label = "; ".join([number, *notes(entry)])
    text = " ".join(entry[part] for part in ("written", "right", "why"))
    return f"- *{entry['title']}* ({label}). {text}"


def _open(heading, items):
    return "\n".join([f"**{heading}**\n", *items])


def _folded(heading, items):
    lines = ["<details>", f"<summary>{heading}</summary>\n", *items, "\n</details>"]
    return "\n".join(lines)


def _entry(data, number, kind):
    """What the data hold under an id."""
    if number not in data:
        raise ValueError(f"no {kind} {number!r}; there are {', '.join(data)}")
    return data[number]
