"""What `python -m nnbook check` prints and writes: rows as text, CSV or JSON, and a summary."""

import csv
import io
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath

from nnbook.exercises import file_of

BEHIND = re.compile(r"(_LATE)?(_\d+)*(_assignsubmission_\w*?)?_*$")
"""What Canvas and Moodle put behind a student's name."""


@dataclass(frozen=True)
class Verdict:
    """How an exercise stands: not started, not yet (with a hint) or correct; `late` if
    that is so because a cell took too long.
    """

    number: str
    title: str
    state: str
    hint: str = ""
    late: bool = False


@dataclass(frozen=True)
class Row:
    """What came of one submission; without verdicts, `message` says why."""

    file: str
    chapter: int | None = None
    verdicts: tuple = ()
    message: str = ""

    @property
    def student(self):
        """Whose it is: the outermost folder's name, else the file's, without what the
        notebook is called, and without what learning platforms add.
        """
        path = PurePath(self.file)
        if len(path.parts) > 1:
            return BEHIND.sub("", path.parts[0]) or path.parts[0]
        name = path.stem
        if self.chapter is not None:
            own = re.escape(file_of(self.chapter, "ipynb").stem)
            name = re.sub(rf"[-_ ]*{own}([- ]*(Copy)?\(?\d+\)?)?[-_ ]*", "", name)
        return BEHIND.sub("", name) or path.stem

    @property
    def correct(self):
        return sum(verdict.state == "correct" for verdict in self.verdicts)

    @property
    def total(self):
        return len(self.verdicts)

    @property
    def all_correct(self):
        return 0 < self.total == self.correct

    @property
    def late(self):
        return any(verdict.late for verdict in self.verdicts)


def as_text(rows):
    """For each file a line per exercise, and a total."""
    blocks = [block(row) for row in rows]
    if len(rows) > 1:
        done = sum(row.all_correct for row in rows)
        blocks.append(f"{done} of {len(rows)} files all correct\n")
    return "\n".join(blocks)


def block(row):
    """The lines of one file."""
    if not row.verdicts:
        return f"{row.file} {row.message}\n"
    numbers = max(len(verdict.number) for verdict in row.verdicts)
    titles = max(len(verdict.title) for verdict in row.verdicts)
    lines = [f"{row.file} (chapter {row.chapter})", row.message and f"  {row.message}"]
    for one in row.verdicts:
        how = f"{one.state}: {one.hint}" if one.hint else one.state
        lines.append(f"  {one.number:<{numbers}}  {one.title:<{titles}}  {how}")
    lines.append(f"  {row.correct} of {row.total} correct")
    return "".join(f"{line}\n" for line in lines if line)


def as_csv(rows):
    """One line a file, with two columns, state and hint, for each exercise of the chapters
    that occur. With a byte order mark, and all in quotes: so every spreadsheet reads it,
    and takes nothing for a number, a date or a formula that is none.
    """
    titles = {v.number: v.title for row in rows for v in row.verdicts}
    numbers = sorted(titles, key=_in_order)
    asked = [name for n in numbers for name in (f"{n} {titles[n]}", f"{n} hint")]
    table = [["file", "student", "chapter", "correct", "total", *asked, "message"]]
    for row in rows:
        by_number = {v.number: (v.state, v.hint) for v in row.verdicts}
        counts = [row.chapter, row.correct, row.total] if row.verdicts else [""] * 3
        given = [text for n in numbers for text in by_number.get(n, ("", ""))]
        table.append([row.file, row.student, *counts, *given, row.message])
    text = io.StringIO("\ufeff")
    text.seek(1)
    lines = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    lines.writerows([plain(field) for field in line] for line in table)
    return text.getvalue()


def _in_order(number):
    return [int(part) for part in number.split(".")]


def plain(field):
    """Text that no spreadsheet takes for a formula."""
    text = str(field)
    return f"'{text}" if text.lstrip(" ").startswith(tuple("=+-@\t\r\n")) else text


def as_json(rows):
    """The same, with titles; null where there is nothing."""
    graded = [
        {
            "file": row.file,
            "student": row.student,
            "chapter": row.chapter,
            "correct": row.correct if row.verdicts else None,
            "total": row.total if row.verdicts else None,
            "exercises": [
                {"number": v.number, "title": v.title, "state": v.state, "hint": v.hint}
                for v in row.verdicts
            ],
            "message": row.message,
        }
        for row in rows
    ]
    return json.dumps(graded, indent=2, ensure_ascii=False) + "\n"


def as_summary(rows):
    """Of each exercise the share that is correct, and the commonest hint."""
    titles = {v.number: v.title for row in rows for v in row.verdicts}
    lines = []
    for number in sorted(titles, key=_in_order):
        found = [v for row in rows for v in row.verdicts if v.number == number]
        states = Counter(v.state for v in found)
        share = f"{states['correct']} of {len(found)} correct"
        line = (
            f"{number} {titles[number]}: {share} ({states['correct'] / len(found):.0%})"
        )
        if states["not started"]:
            line += f", {states['not started']} not started"
        hints = Counter(v.hint for v in found if v.state == "not yet")
        if hints:
            ((hint, times),) = hints.most_common(1)
            line += f"; most often ({times}): {hint}"
        lines.append(line)
    ungraded = sum(not row.verdicts for row in rows)
    lines += [f"{ungraded} of {len(rows)} files could not be graded"] * bool(ungraded)
    return "".join(f"{line}\n" for line in lines)


REPORTS = {"text": as_text, "csv": as_csv, "json": as_json}
