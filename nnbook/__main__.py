"""`python -m nnbook check 5`: grade the answers to a chapter's exercises."""

import argparse
import os
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


def run(options):
    from nnbook.grading.command import CommandError, check

    try:
        return check(options.what, options.report, options.timeout)
    except CommandError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        os._exit(130)  # what runs around the kernels sees it, and ends them


if __name__ == "__main__":
    sys.exit(main())
