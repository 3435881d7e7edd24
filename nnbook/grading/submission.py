"""A learner's notebook: which chapter it answers, and its answers put among the checks of the pristine notebook.

`read` and `place` take a notebook apart, `load` puts the one together that is graded.
"""

import json
import re
import stat
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from nnbook.checking.cells import ANSWER, set_by
from nnbook.exercises import CHAPTERS, file_of, of_chapter

LARGEST = 50_000_000  # bytes of a notebook, its pictures included

HEADING = re.compile(r"\s*#+\s*(\d+\.\d+)\b")
CALL = re.compile(r"""(?:check|hint)\(\s*["'](\d+\.\d+)["'].*\)""")
ID = re.compile(r"(statement|answer|check|help)-(\d+)-(\d+)")
OURS = {"install", "setup", "check"}
"""The roles of the code cells that are run as they came."""


class SubmissionError(Exception):
    """Why a file cannot be graded; reads on after the file's name."""


class NoExercisesError(SubmissionError):
    """A notebook, but of something else."""


class Cell(NamedTuple):
    """A cell of any notebook: `note` is what its metadata says under "nnlib"."""

    kind: str
    source: str
    id: str
    note: dict


class Step(NamedTuple):
    """A cell to run. `role` is given, answer, extra (a learner's other cell) or check;
    a check's source is the call.
    """

    role: str
    exercise: str | None
    source: str


@dataclass(frozen=True)
class Submission:
    """What is to be run and, by number, the exercises of which nothing was found
    (`missing`, with the reason) or which are as they came (`untouched`). `left_out` are
    the names that cells make which are not run. `remark` is for the learner.
    """

    chapter: int
    steps: tuple
    missing: dict
    untouched: frozenset
    left_out: frozenset
    remark: str


# Reading


def read(path):
    """The cells of the notebook in a file. Raises SubmissionError with the reason."""
    try:
        content = json.loads(_text(path))
    except (ValueError, RecursionError):
        raise SubmissionError("is not a notebook: its text is not valid JSON") from None
    version = content.get("nbformat") if isinstance(content, dict) else None
    if not isinstance(version, int):
        raise SubmissionError(
            "is not a notebook: it does not say which nbformat it has"
        )
    cells = _upgraded(content) if version < 4 else content.get("cells")
    if version > 4 or not isinstance(cells, list):
        raise SubmissionError(
            f"is a notebook of a form that cannot be read (nbformat {version})"
        )
    return [_cell(cell) for cell in cells if isinstance(cell, dict)]


def _text(path):
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SubmissionError("is not a regular file")
        if status.st_size > LARGEST:
            raise SubmissionError(f"is larger than {LARGEST // 1_000_000} MB")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SubmissionError(f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SubmissionError("is not a notebook: its text is not UTF-8") from None
    if not text.strip():
        raise SubmissionError("is empty")
    return text


def _upgraded(content):
    import nbformat

    try:
        return nbformat.convert(nbformat.from_dict(content), 4)["cells"]
    except Exception:  # nbformat raises whatever its converters stumble over
        return None


def _cell(cell):
    """A cell of whatever came; what is not as it should be counts as absent."""
    source = cell.get("source")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    metadata = cell.get("metadata")
    note = metadata.get("nnlib") if isinstance(metadata, dict) else None
    note = note if isinstance(note, dict) else {}
    text = source if isinstance(source, str) else ""
    return Cell(
        kind=str(cell.get("cell_type")),
        source=text.encode("utf-8", "replace").decode(),  # half a surrogate pair
        id=str(cell.get("id")),
        note={key: word for key, word in note.items() if isinstance(word, str)},
    )


# What a cell is


def place(cell):
    """(role, number of the exercise) of a cell, each None where nothing tells: its id
    knows best, then what its metadata say, then its first line.
    """
    code = cell.kind == "code"
    if found := ID.fullmatch(cell.id):
        return found[1], f"{found[2]}.{found[3]}"
    if cell.note:
        return cell.note.get("role"), cell.note.get("exercise")
    if begun := begins_with(cell):
        return "answer", begun
    if not code and (found := HEADING.match(cell.source)):
        return "statement", found[1]
    asked = code and asked_for(cell.source)
    return ("check", asked) if asked else (None, None)


def begins_with(cell):
    """The number in the first line of a code cell, `# Exercise 5.1`, or None."""
    found = ANSWER.match(cell.source) if cell.kind == "code" else None
    return found[1] if found else None


def asked_for(source):
    """The first number that a cell asks about which only calls check or hint, or None."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    found = [CALL.fullmatch(line) for line in lines]
    return found[0][1] if found and all(found) else None


def known(number):
    """Whether there is an exercise with this number."""
    chapter = number.partition(".")[0] if isinstance(number, str) else ""
    if chapter not in map(str, CHAPTERS):
        return False
    return number in {exercise.number for exercise in of_chapter(int(chapter))}


def chapter_of(cells, name):
    """The chapter with most exercises in these cells. Of equals, the one that the
    file's name begins with, else the first.
    """
    numbers = {number for _, number in map(place, cells) if known(number)}
    if not numbers:
        raise NoExercisesError("holds no exercise of this book")
    count = Counter(int(number.partition(".")[0]) for number in numbers)
    named = re.match(r"\d+", name)
    wanted = int(named[0]) if named else None
    return min(count, key=lambda chapter: (-count[chapter], chapter != wanted, chapter))


# Putting together


def pristine(chapter):
    """The path of the chapter's notebook of exercises as it came."""
    return file_of(chapter, "ipynb")


def load(path):
    """The submission in a file. Raises SubmissionError with the reason."""
    cells = read(path)
    chapter = chapter_of(cells, path.name)
    came = read(pristine(chapter))
    exercises = of_chapter(chapter)
    numbers = [exercise.number for exercise in exercises]
    places = _places(cells, {one.number: {*one.names} for one in exercises})
    before, after, left_out = _shared_out(cells, places, came, numbers)
    stubs = {place(cell)[1]: _plain(cell.source) for cell in came if is_answer(cell)}
    mine = {
        number: [source for _, source in [*before[number], *after[number]]]
        for number in numbers
    }
    remarks = _renamed(cells, places), _copies(places, numbers), _others(cells, chapter)
    return Submission(
        chapter=chapter,
        steps=tuple(_steps(came, before, after)),
        missing={n: _why_missing(cells, n) for n in numbers if not mine[n]},
        untouched=frozenset(
            number
            for number in numbers
            if mine[number] and {*map(_plain, mine[number])} <= {stubs[number]}
        ),
        left_out=frozenset(left_out),
        remark="; ".join(remark for some in remarks for remark in some),
    )


def _places(cells, names):
    """The place of each cell. A second answer to one exercise that stands where another's
    is missing, and makes what that one asks for, has been pasted there, and is its answer.
    """
    places = [place(cell) for cell in cells]
    current = None
    for k, (role, number) in enumerate(places):
        if role == "statement":
            current = number
        elif role == "check":
            current = None
        elif (
            role == "answer"
            and current in names
            and ("answer", current) not in places
            and places.count(("answer", number)) > 1
            and names[current] & set_by(cells[k].source)
        ):
            places[k] = "answer", current
    return places


def _why_missing(cells, number):
    for cell in cells:
        found = ANSWER.match(cell.source)
        if found and found[1] == number:
            return "its answer stands in a Markdown cell: make it a Code cell"
    return f"there is no cell that begins with # Exercise {number}"


def is_answer(cell):
    return cell.kind == "code" and place(cell)[0] == "answer"


def _plain(source):
    """A cell without what no reader sees: blank lines, and blanks at the ends of lines."""
    return tuple(line.rstrip() for line in source.splitlines() if line.strip())


def _shared_out(cells, places, came, numbers):
    """The learner's code cells by exercise, as (role, source), in the order in which
    they stand: those before its check, and those after it that are no answer. And the
    names that the others make.
    """
    given = {_plain(cell.source) for cell in came if not is_answer(cell)}
    before = {number: [] for number in numbers}
    after = {number: [] for number in numbers}
    current, checked, left_out = numbers[0], set(), set()
    for cell, (role, number) in zip(cells, places, strict=True):
        if number in before:
            current = number
        if role == "check":
            checked.add(current)
        if cell.kind != "code" or not cell.source.strip():
            continue
        if role == "answer" and number in before:
            before[number].append(("answer", cell.source))
        elif role in OURS or _plain(cell.source) in given:
            left_out |= set_by(cell.source)
        else:
            place_of = after if current in checked else before
            place_of[current].append(("extra", cell.source))
    return before, after, left_out


def _steps(came, before, after):
    """The cells to run, in the pristine notebook's order."""
    for cell in came:
        role, number = place(cell)
        if cell.kind != "code" or role == "install":
            continue
        if role == "answer":
            yield from (Step(who, number, source) for who, source in before[number])
        elif role == "check":
            yield Step("check", number, cell.source)
            yield from (Step(who, number, source) for who, source in after[number])
        else:
            yield Step("given", None, cell.source)


def _others(cells, chapter):
    """A sentence on answers to the exercises of other chapters, if there are any."""
    numbers = {place(cell)[1] for cell in cells if is_answer(cell)}
    found = {int(n.partition(".")[0]) for n in numbers if known(n)} - {chapter}
    if found:
        listed = " and ".join(map(str, sorted(found)))
        yield f"also holds exercises of chapter {listed}: not graded, they need a notebook of their own"


def _copies(places, numbers):
    """A sentence on exercises with several answer cells, if there are any: they run one
    after another.
    """
    copied = [number for number in numbers if places.count(("answer", number)) > 1]
    if copied:
        yield f"more than one answer cell for {', '.join(copied)}: the last one counts"


def _renamed(cells, places):
    """A sentence for each answer that begins with another exercise's line."""
    for cell, (role, number) in zip(cells, places, strict=True):
        begun = begins_with(cell)
        if role == "answer" and begun and begun != number:
            yield f"the answer to {number} begins with # Exercise {begun}: taken for {number}"
