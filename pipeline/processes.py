"""Which process executes a run, and whether it is still there."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

import psutil

HOST_TAG = "heyan/host"
PID_TAG = "heyan/pid"
STARTED_TAG = "heyan/started"
_CLOCK_SLACK = 2.0
"""Seconds by which a process's start may seem to move when the clock is set."""


def owner_tags() -> dict[str, str]:
    """Names this process: a pid alone is given anew after a restart."""
    process = psutil.Process(os.getpid())
    return {
        HOST_TAG: socket.gethostname(),
        PID_TAG: str(process.pid),
        STARTED_TAG: f"{process.create_time():.2f}",
    }


def is_gone(tags: Mapping[str, str]) -> bool | None:
    """Whether the process that the tags name has ended; None where this host cannot know."""
    if tags.get(HOST_TAG) != socket.gethostname() or PID_TAG not in tags:
        return None
    try:
        started = psutil.Process(int(tags[PID_TAG])).create_time()
    except psutil.NoSuchProcess:
        return True
    return abs(started - float(tags[STARTED_TAG])) > _CLOCK_SLACK
