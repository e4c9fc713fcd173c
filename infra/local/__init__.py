"""The local AWS emulator: the embedded default."""
