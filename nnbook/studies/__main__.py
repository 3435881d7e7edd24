"""`python -m nnbook.studies`: run all studies, or those that are named."""

import sys

from nnbook import studies

for name in sys.argv[1:] or studies.STUDIES:
    studies.write(name)
    print(f"{name}: written")
