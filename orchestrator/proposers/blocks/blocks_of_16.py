"""Transform: blocks of 16 x 16 samples, as HEVC has them: smooth areas take fewer coefficients."""

BLOCK = 16
