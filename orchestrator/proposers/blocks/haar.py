"""Transform: the Haar wavelet of a block (Haar 1910; Mallat 1989), in place of its cosines."""

import numpy as np

from orchestrator.codec.start_codec import BLOCK, Floats


def haar_matrix(size: int) -> Floats:
    """Return the orthonormal Haar matrix; the size is a power of two."""
    matrix = np.ones((1, 1), np.float32)
    while len(matrix) < size:
        half = len(matrix)
        averages, details = np.kron(matrix, [1, 1]), np.kron(np.eye(half), [1, -1])
        matrix = (np.vstack([averages, details]) * np.sqrt(0.5)).astype(np.float32)
    return matrix


HAAR = haar_matrix(BLOCK)


def forward(blocks: Floats) -> Floats:
    """Transform blocks of a residual."""
    return (HAAR @ blocks @ HAAR.T).astype(np.float32)


def inverse(coefficients: Floats) -> Floats:
    """Undo :func:`forward`."""
    return (HAAR.T @ coefficients @ HAAR).astype(np.float32)
