"""Whom to kill: the processes of a running service by what they do."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from enum import StrEnum

import psutil

from benchmarks.faulty.installation import Installation, kill

_PATIENCE_SECONDS = 20.0


class Target(StrEnum):
    """Who is killed."""

    RUN = "run process"
    WORKER = "pool worker"
    DAEMON = "daemon"
    MACHINE = "everything at once"


WEIGHTS = {Target.WORKER: 22, Target.RUN: 18, Target.DAEMON: 7, Target.MACHINE: 3}
"""How often each is chosen: all of them, in their order of likelihood."""


def strike(installation: Installation, dice: random.Random, killed: Counter[Target]) -> None:
    """Kill a process that the dice choose, and start the service again where all are killed."""
    target = dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    if target is Target.MACHINE:
        installation.cut_power()
        killed[target] += 1
        installation.start()
        return
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = list(_found(installation.serving(), target))
        if found and kill(dice.choice(found)):
            killed[target] += 1
            return
        time.sleep(0.05)


def _found(serving: psutil.Process, target: Target) -> Iterator[psutil.Process]:
    for daemon in _children(serving, "dagster._daemon"):
        if target is Target.DAEMON:
            yield daemon
            continue
        for server in _children(daemon, "grpc"):
            for run in _children(server, "spawn_main"):
                if target is Target.RUN:
                    yield run
                else:
                    yield from _children(run, "spawn_main")


def _children(parent: psutil.Process, sign: str) -> list[psutil.Process]:
    """The children in whose command line the sign stands."""
    with suppress(psutil.NoSuchProcess):
        return [child for child in parent.children() if sign in _command(child)]
    return []


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return ""
