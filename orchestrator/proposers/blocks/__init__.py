"""Building blocks of the field: each module fills one slot of the start codec, and is spliced in.

A block defines the slot's functions under the names and with the arguments of
:mod:`orchestrator.codec.start_codec`, and whatever helpers they need under names of its own. What a
block imports from there, the codec that takes it in has.
"""
