"""`python -m nnbook check`: find what is to be graded, grade it, and report."""

import os
import re
import stat
import sys
from importlib.util import find_spec
from pathlib import Path

from nnbook.exercises import of_chapter
from nnbook.grading.folder import ChangedError, Journal, Run, written_by_a_run
from nnbook.grading.processes import adopt, processors
from nnbook.grading.report import REPORTS, as_summary
from nnbook.grading.submission import (
    NoExercisesError,
    SubmissionError,
    load,
    pristine,
)

FOLDERS = ".", "exercises", "book/exercises"
"""Where a learner's own copies may lie, in the order in which they are looked for."""


CHANGED = (
    "files of nnbook, nnlib or NumPy, or beside them, were changed. Install them anew, "
    "and run what you don't know in a container"
)


class CommandError(Exception):
    """Why nothing can be checked."""


def check(what, form="text", seconds=30, jobs=None, into=None):
    """Grade a chapter's own copy, a file or a folder, print the report, and return the
    exit code: 0 all correct, 1 not all correct, 2 nothing could be graded.
    """
    missing = [name for name in ("nbval", "ipykernel") if not find_spec(name)]
    if missing:
        raise CommandError(
            f"checking needs {' and '.join(missing)}: pip install nbval ipykernel"
        )
    sys.stdout.reconfigure(errors="backslashreplace")
    if into and Path(into).resolve() == Path(what).resolve():
        raise CommandError("--into needs a folder other than the submissions'")
    files = found(what)
    adopt()
    try:
        journal = Journal(into)
        run = Run(files, seconds, jobs or processors(), journal)
        run.all()
    except ChangedError as during:
        report(journal, form)
        _stop(2, f"stopped: while {during} ran, {CHANGED}")
    except OSError as error:
        _stop(2, f"stopped: {error}")
    except KeyboardInterrupt:
        run.break_off()
        report(journal, form)
        _stop(130)
    rows = journal.in_order()
    if not Path(what).is_dir() and not rows[0].verdicts:
        raise CommandError(f"{rows[0].file} {rows[0].message}")
    report(journal, form)
    if not any(row.verdicts for row in rows):
        return 2
    return 0 if all(row.all_correct for row in rows) else 1


def _stop(code, why=""):
    """End at once: what runs around the kernels sees it, and ends them."""
    print(why, end="\n" if why else "", file=sys.stderr, flush=True)
    os._exit(code)


def report(journal, form):
    print(
        (REPORTS | {"summary": as_summary})[form](journal.in_order()),
        end="",
        flush=True,
    )


# Finding


def found(what):
    """The files to grade, {name in the report: path}."""
    path = Path(what)
    if what.isdecimal():
        path = Path(os.path.relpath(own_copy(int(what), Path.cwd())))
    elif not what or not path.exists():
        raise CommandError(f"there is no file or folder {what!r}{_chapter_of(what)}")
    elif path.is_dir():
        paths = submissions(path)
        if not paths:
            raise CommandError(f"there are no files in {path}")
        return {readable(one.relative_to(path)): one for one in paths}
    return {readable(path): path}


def readable(name):
    """The name of a file as text that can be printed on a line."""
    text = Path(name).as_posix()
    plain = (c if c.isprintable() and c != "\\" else ascii(c)[1:-1] for c in text)
    return "".join(plain)


def _chapter_of(what):
    """Advice to somebody who has named an exercise."""
    number = re.fullmatch(r"(\d+)\.\d+", what)
    return f"; {what} is checked with its chapter, {number[1]}" if number else ""


def own_copy(chapter, start):
    """The learner's notebook for a chapter, from `start` up to the repository's root."""
    try:
        of_chapter(chapter)
    except ValueError as error:
        raise CommandError(str(error)) from None
    for folder in _folders(start):
        for path in sorted(folder.glob(f"{chapter:02}_*.ipynb"), key=_copies_last):
            if _answers(path, chapter):
                return path
    name, places = pristine(chapter).name, ", ".join(FOLDERS[1:])
    raise CommandError(
        f"no exercises of chapter {chapter} here: looked for {name} in this folder, "
        f"in {places}, and in the folders above up to a repository's; name the file"
    )


def _copies_last(path):
    return path.name != pristine(int(path.name[:2])).name, path.name


def _answers(path, chapter):
    """Whether a file holds exercises of this chapter; the chapter's own page does not.
    A file that cannot be read may be the learner's, so nothing else is taken for it.
    """
    try:
        return load(path).chapter == chapter
    except NoExercisesError:
        return False
    except SubmissionError as error:
        raise CommandError(f"{path} {error}") from None


def _folders(start):
    """Where to look: in `start`, and if it lies in a repository also above, up to its root."""
    above = [start, *start.parents]
    roots = [k for k, folder in enumerate(above) if (folder / ".git").exists()]
    within = above[: roots[0] + 1] if roots else [start]
    return [folder / name for folder in within for name in FOLDERS]


def submissions(folder):
    """The files of a folder, sorted, those in its folders too. Hidden ones, and with
    them Jupyter's checkpoints, are left out, and so is what runs have written; links
    are listed but lead nowhere, and so are folders that cannot be read.
    """
    closed = []
    found = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".") and not written_by_a_run(Path(place, name))
        ]
        paths = (Path(place, name) for name in [*files, *folders])
        found += [path for path in paths if _is_submission(path)]
    return sorted({*found, *(Path(error.filename) for error in closed)})


def _is_submission(path):
    if path.name.startswith("."):
        return False
    try:
        mode = path.lstat().st_mode
    except OSError:  # its folder may be read, but not entered
        return True
    return stat.S_ISREG(mode) or stat.S_ISLNK(mode)
