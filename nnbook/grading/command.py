"""`python -m nnbook check`: find what is to be graded, grade it, and report."""

import os
import re
import stat
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from nnbook.exercises import of_chapter
from nnbook.grading.grade import GradingError, grade, sentence
from nnbook.grading.report import REPORTS, Row
from nnbook.grading.submission import (
    NoExercisesError,
    SubmissionError,
    load,
    pristine,
)

FOLDERS = ".", "exercises", "book/exercises"
"""Where a learner's own copies may lie, in the order in which they are looked for."""


class CommandError(Exception):
    """Why nothing can be checked."""


def check(what, form, seconds):
    """Grade a chapter's own copy, a file or a folder, print the report, and return the
    exit code: 0 all correct, 1 not all correct, 2 nothing could be graded.
    """
    missing = [name for name in ("nbval", "ipykernel") if not find_spec(name)]
    if missing:
        raise CommandError(
            f"checking needs {' and '.join(missing)}: pip install nbval ipykernel"
        )
    sys.stdout.reconfigure(errors="backslashreplace")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        rows = _rows(what, seconds, scratch)
    print(REPORTS[form](rows), end="")
    if not any(row.verdicts for row in rows):
        return 2
    return 0 if all(row.all_correct for row in rows) else 1


def _rows(what, seconds, scratch):
    path = Path(what)
    if what.isdecimal():
        path = Path(os.path.relpath(own_copy(int(what), Path.cwd())))
    elif not what or not path.exists():
        raise CommandError(f"there is no file or folder {what!r}{_chapter_of(what)}")
    elif path.is_dir():
        return _rows_within(path, seconds, scratch)
    row = grade_file(path, path, seconds, scratch)
    if not row.verdicts:
        raise CommandError(f"{row.file} {row.message}")
    return [row]


# Finding


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
    them Jupyter's checkpoints, are left out; links are listed but lead nowhere, and
    so are folders that cannot be read.
    """
    closed = []
    found = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
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


# Grading


def grade_file(path, name, seconds, folder):
    """Grade one file. Whatever goes wrong with it becomes the row's message."""
    name = readable(name)
    try:
        submission = load(path)
        verdicts = tuple(grade(submission, seconds, folder))
        return Row(name, submission.chapter, verdicts, submission.remark)
    except (SubmissionError, GradingError) as error:
        return Row(name, message=sentence(str(error)))
    except Exception as error:  # one strange file must not cost the others their rows
        kind = type(error).__name__
        return Row(name, message=sentence(f"could not be graded, {kind}: {error}"))


def readable(name):
    """The name of a file as text that can be printed on a line."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _rows_within(folder, seconds, scratch):
    """A row for each file, in their order, graded as many at once as there are processors."""

    def one(path):
        name = path.relative_to(folder)
        try:
            mode = path.lstat().st_mode
        except OSError as error:
            return Row(readable(name), message=f"cannot be read: {error.strerror}")
        if stat.S_ISLNK(mode):
            return Row(readable(name), message="is a symbolic link: not followed")
        if stat.S_ISDIR(mode):
            return Row(readable(name), message="is a folder that cannot be read")
        return grade_file(path, name, seconds, scratch)

    paths = submissions(folder)
    if not paths:
        raise CommandError(f"there are no files in {folder}")
    rows = []
    pool = ThreadPoolExecutor(os.cpu_count())
    for row in pool.map(one, paths):  # no `with`: Ctrl-C need not wait for kernels
        rows.append(row)
        _progress(len(rows), len(paths))
    pool.shutdown()
    return rows


def _progress(done, of):
    if sys.stderr.isatty():
        print(f"\r{done} of {of}", end="\n" if done == of else "", file=sys.stderr)
