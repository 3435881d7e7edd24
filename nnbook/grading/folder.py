"""Grade files, several at once, so that none is lost and none spoils another."""

import hashlib
import json
import shutil
import stat
import sys
import tempfile
import threading
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from nnbook.grading import intact
from nnbook.grading.grade import environment
from nnbook.grading.processes import attended, end_descendants, python
from nnbook.grading.report import REPORTS, Row, Verdict, as_summary, block

LONGEST = 7200  # seconds for one file, however many of its cells hang
TRIES = 3  # of a file in whose turn the whole run was ended, perhaps by somebody else
ENDED = "ends its own grading: read its code before you run it"
ENDS_ALL = f"was being graded {TRIES} times when the run was ended: read its code before you run it"


class ChangedError(Exception):
    """What judges the answers has been changed."""


class Journal:
    """The rows of a run by file, and, if there is a folder for them, what is written there as they
    finish: `rows.jsonl`, from which a run that was broken off goes on, `grades.csv`, `summary.txt`
    and `feedback/`. A row counts for a file of the same `digest` only.
    """

    def __init__(self, folder=None):
        self.folder = folder and Path(folder)
        self.rows, self.old, self.begun = {}, {}, Counter()
        if self.folder:
            (self.folder / "feedback").mkdir(parents=True, exist_ok=True)
            self._recall()
            self._append("\n")  # after a line that is cut off

    def _recall(self):
        with suppress(OSError):
            for text in (self.folder / "rows.jsonl").read_text("utf-8").splitlines():
                with suppress(ValueError):  # the last line of a run that was ended
                    line = json.loads(text)
                    if "row" in line:
                        row = line["row"]
                        made = tuple(Verdict(**one) for one in row.pop("verdicts"))
                        self.old[line["digest"]] = Row(**row, verdicts=made)
                    elif line["waits"]:
                        del self.begun[line["digest"]]
                    else:
                        self.begun[line["digest"]] += 1

    def begin(self, digest):
        self._note(digest=digest, waits=False)

    def wait(self, digest):
        """What has been begun is to be done again, through no fault of its own."""
        self._note(digest=digest, waits=True)

    def keep(self, digest, row):
        """A finished row, on the disk at once."""
        self.rows[row.file] = row
        if not self.folder or digest in self.old:
            return
        self._note(digest=digest, row=asdict(row))
        self.write(row.student)

    def write(self, *students):
        """The lists, and the feedback for these students, as the rows are by now."""
        if not self.folder:
            return
        rows, blocks = self.in_order(), defaultdict(list)
        for row in rows:
            blocks[row.student].append(block(row))
        for student in students:
            name = student.encode()[:200].decode("utf-8", "ignore")  # a file's is short
            self._write(f"feedback/{name}.txt", "\n".join(blocks[student]))
        self._write("grades.csv", REPORTS["csv"](rows))
        self._write("summary.txt", as_summary(rows))

    def in_order(self):
        return [row for _, row in sorted(self.rows.items(), key=_by_folders)]

    def _note(self, **line):
        if self.folder:
            self._append(json.dumps(line) + "\n")

    def _append(self, text):
        with (self.folder / "rows.jsonl").open("a", encoding="utf-8") as journal:
            journal.write(text)

    def _write(self, name, text):
        new = self.folder / f"{name}.new"
        new.write_text(text, "utf-8", newline="")
        new.replace(self.folder / name)


def written_by_a_run(folder):
    return (folder / "rows.jsonl").is_file() and (folder / "feedback").is_dir()


def _by_folders(entry):
    return entry[0].split("/")


class Run:
    """Grade files, `{name: path}`, into a journal."""

    def __init__(self, files, seconds, jobs, journal):
        self.files, self.seconds, self.jobs = files, seconds, jobs
        self.journal, self.running = journal, {}  # {name: digest}
        self.begun, self.alive = set(), set()  # digests without a row yet; processes
        self.lock, self.intact = threading.Lock(), intact.fingerprint()
        self.key = f"{intact.text()} {seconds}"

    def all(self):
        """First what is new, as many at once as `jobs`; then, alone, what took too long beside
        others, or was in its turn when this or an earlier run was ended.
        """
        new, again = [], []
        for name, path in self.files.items():
            digest = self._digest(name, path)
            begun = self.journal.begun[digest]
            if row := self.journal.old.get(digest) or _unreadable(name, path):
                self._keep(digest, row)
            elif begun >= TRIES:
                self._keep(digest, Row(name, message=ENDS_ALL))
            else:
                (again if begun else new).append((name, path, digest))
        again.sort(key=lambda one: self.journal.begun[one[2]])
        pool = ThreadPoolExecutor(self.jobs)
        tried = {pool.submit(self._try, *one): one for one in new}
        try:
            for done in as_completed(tried):
                row, (name, path, digest) = done.result(), tried[done]
                if row and (not row.late or self.jobs == 1):
                    self._keep(digest, row)
                else:
                    again.append((name, path, digest))
                    if row:
                        self.journal.wait(digest)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        for name, path, digest in again:
            row = self._try(name, path, digest)
            self._keep(digest, row or Row(name, message=ENDED))
        self.journal.write(*{row.student for row in self.journal.rows.values()})

    def break_off(self):
        """Say of what has no row yet that it is not to blame."""
        for digest in [*self.begun]:
            self.journal.wait(digest)

    def _keep(self, digest, row):
        self.journal.keep(digest, row)
        self.begun.discard(digest)
        if sys.stderr.isatty():
            done, of = len(self.journal.rows), len(self.files)
            print(f"\r{done} of {of}", end="\n" if done == of else "", file=sys.stderr)

    def _try(self, name, path, digest):
        """The row of a file, from a process of its own; None if that has ended without one."""
        with self.lock:
            self._look()
            self.running[name] = digest
            self.begun.add(digest)
            self.journal.begin(digest)
            folder = Path(tempfile.mkdtemp(prefix="nnbook-"))
            arguments = path.absolute(), name, self.seconds, folder
            one = python("one.py", *arguments, cwd=folder, env=environment(folder))
            self.alive.add(one.pid)
        out, _ = attended(one, LONGEST)
        with self.lock:
            self.alive.remove(one.pid)
            end_descendants(self.alive)  # what has outlived it
            self._look()
            del self.running[name]
        shutil.rmtree(folder, ignore_errors=True)
        try:
            row = json.loads(out)
        except ValueError:
            return None
        return Row(**row | {"verdicts": tuple(Verdict(**v) for v in row["verdicts"])})

    def _look(self):
        if intact.fingerprint() != self.intact:
            raise ChangedError(", ".join(sorted(self.running)))

    def _digest(self, name, path):
        state = hashlib.sha256(f"{self.key} {name}".encode())
        with suppress(OSError):
            if stat.S_ISREG(path.lstat().st_mode):
                with path.open("rb") as file:
                    state.update(hashlib.file_digest(file, "sha256").digest())
        return state.hexdigest()


def _unreadable(name, path):
    """The row of what is no file, or may not be read; None for others."""
    try:
        mode = path.lstat().st_mode
    except OSError as error:
        return Row(name, message=f"cannot be read: {error.strerror}")
    if stat.S_ISLNK(mode):
        return Row(name, message="is a symbolic link: not followed")
    if stat.S_ISDIR(mode):
        return Row(name, message="is a folder that cannot be read")
    return None
