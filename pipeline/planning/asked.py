"""What the daemon asked for already, as its sensors note it: it asks for nothing a third time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import dagster as dg
from dagster._core.scheduler.instigation import SensorInstigatorData

CHANGED_RULES, FINISHED_SHARDS = "changed_rules", "finished_shards"
"""The sensors that compute again and that conclude."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What `changed_rules` notes from look to look.

    `mark` is that of a look that found nothing more to ask for, `targets` what was asked for last
    of each shard, `askings` how often anything was.
    """

    mark: str = ""
    targets: Mapping[str, str] = field(default_factory=dict)
    askings: int = 0


def noted_changes(cursor: str | None) -> Changes:
    """What the sensor noted; nothing where an earlier version noted it in another form."""
    try:
        return Changes(*json.loads(cursor or "[]"))
    except (ValueError, TypeError):
        return Changes()


def noted_conclusions(cursor: str | None) -> dict[str, str]:
    """For each batch the state of its findings when it was last asked to be concluded."""
    concluded: dict[str, str] = json.loads(cursor or "{}")
    return concluded


def findings_state(judged: Sequence[int]) -> str:
    """Findings in one word, by the places of the events that wrote each shard's."""
    return hashlib.sha256(repr(list(judged)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the daemon has asked for so far."""

    changes: Changes
    conclusions: Mapping[str, str]


def asked_so_far(instance: dg.DagsterInstance) -> Asked:
    """As the daemon of this installation noted it; nothing where none was ever at work."""
    cursors = {
        state.instigator_name: state.instigator_data.cursor
        for state in instance.all_instigator_state()
        if isinstance(state.instigator_data, SensorInstigatorData)
    }
    return Asked(
        noted_changes(cursors.get(CHANGED_RULES)),
        noted_conclusions(cursors.get(FINISHED_SHARDS)),
    )
