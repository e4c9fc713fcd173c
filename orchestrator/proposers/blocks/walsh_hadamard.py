"""Transform: Walsh-Hadamard (Pratt, Kane, Andrews 1969): signs alone, by number of sign changes."""

import numpy as np

from orchestrator.codec.start_codec import BLOCK, Floats


def walsh_matrix(size: int) -> Floats:
    """Return the orthonormal Walsh matrix in order of sequency; the size is a power of two."""
    signs = np.ones((1, 1), np.float32)
    while len(signs) < size:
        signs = np.kron(signs, [[1, 1], [1, -1]])
    changes = (np.diff(signs, axis=1) != 0).sum(axis=1)
    matrix: Floats = (signs[np.argsort(changes)] / np.sqrt(size)).astype(np.float32)
    return matrix


WALSH = walsh_matrix(BLOCK)


def forward(blocks: Floats) -> Floats:
    """Transform blocks of a residual."""
    return (WALSH @ blocks @ WALSH.T).astype(np.float32)


def inverse(coefficients: Floats) -> Floats:
    """Undo :func:`forward`."""
    return (WALSH.T @ coefficients @ WALSH).astype(np.float32)
