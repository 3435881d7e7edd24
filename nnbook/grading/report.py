"""What `python -m nnbook check` prints: rows as text, CSV or JSON."""

import csv
import io
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """What came of one submission; without verdicts, `message` says why."""

    file: str
    chapter: int | None = None
    verdicts: tuple = ()
    message: str = ""

    @property
    def correct(self):
        return sum(verdict.state == "correct" for verdict in self.verdicts)

    @property
    def total(self):
        return len(self.verdicts)

    @property
    def all_correct(self):
        return 0 < self.total == self.correct


def as_text(rows):
    """For each file a line per exercise, and a total."""
    blocks = [_block(row) for row in rows]
    if len(rows) > 1:
        done = sum(row.all_correct for row in rows)
        blocks.append(f"{done} of {len(rows)} files all correct\n")
    return "\n".join(blocks)


def _block(row):
    if not row.verdicts:
        return f"{row.file} {row.message}\n"
    numbers = max(len(verdict.number) for verdict in row.verdicts)
    titles = max(len(verdict.title) for verdict in row.verdicts)
    lines = [f"{row.file} (chapter {row.chapter})", row.message and f"  {row.message}"]
    for number, title, state, hint in (asdict(v).values() for v in row.verdicts):
        how = f"{state}: {hint}" if hint else state
        lines.append(f"  {number:<{numbers}}  {title:<{titles}}  {how}")
    lines.append(f"  {row.correct} of {row.total} correct")
    return "".join(f"{line}\n" for line in lines if line)


def as_csv(rows):
    """One line a file; a column for each exercise of the chapters that occur."""
    states = [{v.number: v.state for v in row.verdicts} for row in rows]
    numbers = sorted({n for state in states for n in state}, key=_in_order)
    table = [["file", "chapter", "correct", "total", *numbers, "message"]]
    for row, state in zip(rows, states, strict=True):
        counts = [row.chapter, row.correct, row.total] if row.verdicts else [""] * 3
        given = [state.get(number, "") for number in numbers]
        table.append([plain(row.file), *counts, *given, plain(row.message)])
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue()


def _in_order(number):
    return [int(part) for part in number.split(".")]


def plain(text):
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(tuple("=+-@\t\r\n")) else text


def as_json(rows):
    """The same, with titles and hints; null where there is nothing."""
    graded = [
        {
            "file": row.file,
            "chapter": row.chapter,
            "correct": row.correct if row.verdicts else None,
            "total": row.total if row.verdicts else None,
            "exercises": [asdict(verdict) for verdict in row.verdicts],
            "message": row.message,
        }
        for row in rows
    ]
    return json.dumps(graded, indent=2, ensure_ascii=False) + "\n"


REPORTS = {"text": as_text, "csv": as_csv, "json": as_json}
