"""Grade one file in a process of its own, which its answers may end without harm to others, and print the row as JSON.

`python -P one.py FILE NAME SECONDS FOLDER`, with temporary files in FOLDER, a new one, which is removed.
"""

import json
import os
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from nnbook.grading.grade import GradingError, grade, sentence
from nnbook.grading.processes import adopt, end_descendants, when_orphaned
from nnbook.grading.report import Row
from nnbook.grading.submission import SubmissionError, load


def graded(path, name, seconds, folder):
    """The row of a file. Whatever goes wrong with it becomes its message."""
    try:
        submission = load(path)
        verdicts = tuple(grade(submission, seconds, folder))
        return Row(name, submission.chapter, verdicts, submission.remark)
    except (SubmissionError, GradingError) as error:
        return Row(name, message=sentence(str(error)))
    except Exception as error:  # one strange file must not cost the others their rows
        kind = type(error).__name__
        return Row(name, message=sentence(f"could not be graded, {kind}: {error}"))


def main(file, name, seconds, folder):
    def end():
        end_descendants()
        shutil.rmtree(folder, ignore_errors=True)

    def give_up():
        end()
        os._exit(1)

    adopt()
    when_orphaned(give_up)
    row = graded(Path(file), name, float(seconds), folder)
    end()
    print(json.dumps(asdict(row)))


if __name__ == "__main__":
    main(*sys.argv[1:])
