"""`python -m nnbook check 5`: grade the answers to a chapter's exercises."""

import argparse
import sys

DAY = 86_400


def main(arguments=None):
    """Run a command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m nnbook")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser(
        "check",
        help="grade the answers to exercises",
        description="Grade answers to exercises. Exit code: 0 all correct, 1 not all "
        "correct, 2 cannot be done. The answers are run, so they must be trusted.",
    )
    check.add_argument(
        "what",
        metavar="CHAPTER|FILE|FOLDER",
        help="the number of a chapter (your own copy), a notebook, or a folder of them",
    )
    check.add_argument("--report", choices=["text", "csv", "json"], default="text")
    check.add_argument(
        "--summary",
        action="store_const",
        dest="report",
        const="summary",
        help="report the share correct and the commonest hint of each exercise",
    )
    check.add_argument(
        "--into",
        metavar="FOLDER",
        help="write grades.csv, summary.txt and a feedback file for each student there as rows "
        "finish; a run that was broken off goes on from there",
    )
    check.add_argument(
        "--jobs",
        type=several,
        metavar="N",
        help="notebooks at a time (default: the processors that may be used)",
    )
    check.add_argument(
        "--timeout",
        type=positive,
        default=30,
        metavar="SECONDS",
        help="how long a cell may run (default: 30)",
    )
    return run(parser.parse_args(arguments))


def positive(text):
    """A number of seconds, at most a day's."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= DAY:
        expected = f"a number of seconds above 0 and up to {DAY}"
        raise argparse.ArgumentTypeError(f"expected {expected}, got {text}")
    return seconds


def several(text):
    """A whole number from 1 on."""
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(
            f"expected a whole number from 1 on, got {text}"
        )
    return int(text)


def run(options):
    from nnbook.grading.command import CommandError, check

    try:
        return check(
            options.what, options.report, options.timeout, options.jobs, options.into
        )
    except CommandError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
