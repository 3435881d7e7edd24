"""What a chapter asks its reader: `guess`, then `seen`, and `beliefs`. Each shows itself as HTML that reads without
scripts, and as plain text.
"""

from nnbook.lesson.believing import belief, beliefs
from nnbook.lesson.guessing import guess, number, option, seen, sketch

__all__ = ["belief", "beliefs", "guess", "number", "option", "seen", "sketch"]
