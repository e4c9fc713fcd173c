"""Summaries of local variables: what kind and how large, never what is in them."""

import math

import numpy as np
import numpy.typing as npt

_LARGEST_SCAN = 1 << 26
"""Elements; a larger array is reported without its range, which would take too long."""
_SIZED = (list, tuple, dict, set, frozenset, str, bytes, bytearray, range)

Summary = dict[str, object]


def summarize(value: object) -> Summary:
    """Return type, shape, dtype, range, length or short value of ``value``.

    Only exact built-in and numpy types are looked into: asking an object of the candidate's own
    class anything would run the candidate's code.
    """
    kind = type(value)
    try:
        return {"type": kind.__name__[:256], **_details(kind, value)}
    except Exception:  # noqa: BLE001  a metaclass of the candidate's may do anything
        return {"type": "(cannot be shown)"}


def _details(kind: type, value: object) -> Summary:
    if kind is np.ndarray and isinstance(value, np.ndarray):
        return _array(value)
    if kind in _SIZED and isinstance(value, _SIZED):
        return {"length": len(value)}
    if issubclass(kind, np.generic) and isinstance(value, np.generic):
        return {"dtype": str(value.dtype)[:256], **_number(value.item())}
    return _number(value)


def _number(value: object) -> Summary:
    kind = type(value)
    if kind is int and isinstance(value, int) and value.bit_length() > 128:
        return {}
    return {"value": repr(value)} if value is None or kind in (bool, int, float, complex) else {}


def _array(array: npt.NDArray[np.generic]) -> Summary:
    summary: Summary = {"shape": list(array.shape[:16]), "dtype": str(array.dtype)[:256]}
    if array.dtype.kind not in "biuf" or not 0 < array.size <= _LARGEST_SCAN:
        return summary
    try:
        # fmin and fmax pass NaN over, and neither makes a copy.
        summary["min"] = _finite(np.fmin.reduce(array, axis=None))
        summary["max"] = _finite(np.fmax.reduce(array, axis=None))
        if array.dtype.kind == "f":
            summary["nan_count"] = int(np.count_nonzero(np.isnan(array)))
    except MemoryError:
        pass  # that may be why we are here
    return summary


def _finite(value: np.generic) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None
