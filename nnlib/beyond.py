"""Beyond: two other ways to connect units, forward only, to see what they share with
a dense layer.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnlib.doors import calm
from nnlib.validation import having, shaped


@calm
def conv2d(image, kernels, bias):
    """Z_ijc = b_c + sum over p, q, d of image_(i+p, j+q, d) kernels_pqdc: one small
    window of weights for each channel c, slid over the whole image.

    image (h, w, c_in), kernels (k, k, c_in, c_out), bias (c_out,), result
    (h - k + 1, w - k + 1, c_out). It has k k c_in c_out + c_out parameters,
    however large the image. Raises ValueError for shapes that do not fit.
    Source: Fukushima (1980); LeCun et al. (1989).
    """
    image = shaped("image", image, ("h", "w", "c_in"))
    kernels = shaped("kernels", kernels, ("k", "k", image.shape[2], "c_out"))
    bias = shaped("bias", bias, (kernels.shape[3],))
    k = len(kernels)
    if k > min(image.shape[:2]):
        size = "{} x {}".format(*image.shape[:2])
        raise ValueError(f"kernels: {k} x {k} does not fit into an image of {size}")
    windows = sliding_window_view(image, (k, k), axis=(0, 1))
    return np.einsum("ijdpq,pqdc->ijc", windows, kernels, optimize=True) + bias


@calm
def recurrent(X, U, V, b, g=np.tanh):
    """h_t = g(x_t U + h_(t-1) V + b) for t = 1..T, with h_0 = 0: each step reads the
    sequence's next row and the units' own last output.

    X (T, n), U (n, units), V (units, units), b (units,), result H (T, units); g
    works entry by entry. Raises ValueError for shapes that do not fit, TypeError
    for a g that is no function. Source: Elman (1990).
    """
    X = shaped("X", X, ("T", "n"))
    U = shaped("U", U, (X.shape[1], "units"))
    V = shaped("V", V, (U.shape[1], U.shape[1]))
    b = shaped("b", b, (U.shape[1],))
    having("g", g, ["__call__"], "a function")
    H = np.zeros((len(X) + 1, b.size))
    for t, x in enumerate(X, start=1):
        H[t] = g(x @ U + H[t - 1] @ V + b)
    return H[1:]
