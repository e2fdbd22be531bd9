"""Which process executes a run, and whether it is still there.

A process is known by the kernel's own count of ticks since the machine was started, and each start
by its id: the clock may be set while a run goes on.
"""

from __future__ import annotations

import errno
import json
import os
import socket
from collections.abc import Mapping
from pathlib import Path

from dagster._core.storage.tags import GRPC_INFO_TAG, HIDDEN_TAG_PREFIX

HOST_TAG = "heyan/host"
BOOT_TAG = f"{HIDDEN_TAG_PREFIX}heyan/boot"
PID_TAG = f"{HIDDEN_TAG_PREFIX}heyan/pid"
STARTED_TAG = f"{HIDDEN_TAG_PREFIX}heyan/started"
"""The host is for operators; these the UI does not list."""
RUN_TAG = f"{HIDDEN_TAG_PREFIX}heyan/run"
"""The run that the process executes: a run that repeats another begins with the other's tags."""
_START = 19
"""Place of `starttime` among the fields of /proc/PID/stat that follow the name (proc(5))."""


def owner_tags(run: str) -> dict[str, str]:
    """Names this process as the one that executes the run of that id."""
    return {
        HOST_TAG: socket.gethostname(),
        BOOT_TAG: _boot(),
        PID_TAG: str(os.getpid()),
        STARTED_TAG: _started(os.getpid()) or "",
        RUN_TAG: run,
    }


def has_owner(run: str, tags: Mapping[str, str]) -> bool:
    """Whether a process has said that it executes the run; not yet where another's tags are left."""
    return tags.get(RUN_TAG) == run


def is_gone(tags: Mapping[str, str]) -> bool | None:
    """Whether the process that the tags name has ended; None where this host cannot know."""
    if tags.get(HOST_TAG) != socket.gethostname() or PID_TAG not in tags:
        return None
    if tags.get(BOOT_TAG) != _boot():
        return True
    return _started(int(tags[PID_TAG])) != tags[STARTED_TAG]


def is_of_another_start(tags: Mapping[str, str]) -> bool:
    """Whether the process that the tags name was there before this machine's present start.

    Or on another machine; where there is one only, it has another name since.
    """
    return tags.get(BOOT_TAG, "") not in ("", _boot())


def has_living_owner_of_old(tags: Mapping[str, str]) -> bool:
    """Whether a process that an update found at work lives: it names itself in tags that show."""
    old = {f"{HIDDEN_TAG_PREFIX}{name}": value for name, value in tags.items()}
    return is_gone(old | {HOST_TAG: tags.get(HOST_TAG, "")}) is False


def is_server_gone(tags: Mapping[str, str]) -> bool:
    """Whether Dagster's code server on this host, which watches the run's process, has ended."""
    place = json.loads(tags.get(GRPC_INFO_TAG, "{}")).get("socket")
    if not place:
        return False
    with socket.socket(socket.AF_UNIX) as server:
        return server.connect_ex(place) in (errno.ECONNREFUSED, errno.ENOENT)


def _boot() -> str:
    """The id of the machine's present start."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _started(pid: int) -> str | None:
    """When the process was started, in ticks since the machine was; None where there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    state, *fields = stat[stat.rindex(")") + 2 :].split()
    return None if state in "ZX" else fields[_START - 1]
