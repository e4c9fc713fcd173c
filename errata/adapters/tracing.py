"""Marks on the trace that Lambda keeps of an invocation, so that it is found by experiment.

Lambda traces each invocation itself (``Tracing: Active``). What is added here are subsegments in
X-Ray's documented format, sent to the daemon beside the function: one datagram each, which nobody
waits for. X-Ray's SDK, on which Powertools' tracer rests, is at the end of its support.

https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
"""

import json
import os
import secrets
import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

TRACE: Final = "_X_AMZN_TRACE_ID"
"""Set by Lambda for each invocation: ``Root=…;Parent=…;Sampled=…``."""
DAEMON: Final = "AWS_XRAY_DAEMON_ADDRESS"
HEADER: Final = b'{"format":"json","version":1}\n'


def mark(
    name: str, *, started_s: float, ended_s: float, annotations: Mapping[str, str | bool]
) -> None:
    """Add a subsegment to the present trace; nothing where there is none or it is not sampled.

    Parameters
    ----------
    name : str
        What was done.
    started_s, ended_s : float
        When, in seconds since 1970.
    annotations : mapping of str to str or bool
        By which the trace can be found.
    """
    trace = dict(part.split("=", 1) for part in os.environ.get(TRACE, "").split(";") if "=" in part)
    host, _, port = os.environ.get(DAEMON, "").rpartition(":")
    if trace.get("Sampled") != "1" or not host:
        return
    document = {
        "type": "subsegment",
        "name": name,
        "id": secrets.token_hex(8),
        "trace_id": trace.get("Root", ""),
        "parent_id": trace.get("Parent", ""),
        "start_time": started_s,
        "end_time": ended_s,
        "annotations": dict(annotations),
    }
    # A trace is never worth a failure of what it traces.
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as daemon:
        daemon.setblocking(False)
        daemon.sendto(HEADER + json.dumps(document).encode(), (host, int(port)))
