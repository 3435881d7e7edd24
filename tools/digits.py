"""Write nnlib/data/digits.npz from scikit-learn's copy of the handwritten digits.

Run it as `python tools/digits.py`; needs scikit-learn. The file holds pixels and
labels as bytes and says where they are from; the same data give the same file.
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

PATH = Path(__file__).parent.parent / "nnlib" / "data" / "digits.npz"
SOURCE = (
    "E. Alpaydin and C. Kaynak (1998), Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, "
    "https://doi.org/10.24432/C50P49; the test part, as distributed with scikit-learn (BSD 3-Clause), stored as bytes"
)
LICENCE = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"


def write(path):
    """Images (1797, 64) in 0..16 and labels (1797,), both uint8, with their source and licence, to `path`."""
    X, y = load_digits(return_X_y=True)
    np.savez_compressed(
        path,
        images=X.astype("uint8"),
        labels=y.astype("uint8"),
        source=np.array(SOURCE),
        licence=np.array(LICENCE),
    )


def main():
    """Rewrite the file in the package."""
    write(PATH)
    print(f"{PATH.name}: {PATH.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
