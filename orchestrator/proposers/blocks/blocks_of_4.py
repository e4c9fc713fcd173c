"""Transform: blocks of 4 x 4 samples, as H.264's smallest: they follow detail, and ring less."""

BLOCK = 4
