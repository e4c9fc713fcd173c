"""Real footage that candidates are measured on: fetched or added once, kept out of every box.

A clip is raw I420 frames (8 bits, 4:2:0) in one file of the data folder, checked by hash at every
load. Its note says where it comes from and what one may do with it.
"""

from orchestrator.codec.clips.adding import add
from orchestrator.codec.clips.built_in import BUILT_IN
from orchestrator.codec.clips.fetching import fetch
from orchestrator.codec.clips.library import is_whole, load, names, note, remove
from orchestrator.codec.clips.note import ClipNote

__all__ = ["BUILT_IN", "ClipNote", "add", "fetch", "is_whole", "load", "names", "note", "remove"]
