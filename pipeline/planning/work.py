"""The runs that bring shards up to date, as the sensor starts them and `heyan plan` shows them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import dagster as dg

from pipeline.assets import intake, judging
from pipeline.home import Home
from pipeline.planning.look import Look
from pipeline.planning.outdated import ShardState

COMPUTED = (
    intake.upload_outcomes,
    intake.page_images,
    intake.documents,
    intake.applications,
    judging.patent_register,
    judging.findings,
)
"""What is computed again by itself."""
_TOGETHER = frozenset({judging.findings.key.to_user_string()})
"""Assets of which one run takes several shards: starting a run takes longer than judging one."""
_ALONE = "!"
SHARDS_A_RUN = 10
"""More would hold the documents of too many applicants at once."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be computed of a shard.

    `target` is another one for another cause; `places` says after what, so that rules that were
    changed back and forth are not taken for a run that was asked for already.
    """

    assets: tuple[str, ...]
    target: str
    because: str
    places: tuple[int, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """One run over one shard, or over several that follow each other."""

    assets: tuple[str, ...]
    shards: tuple[str, ...]
    because: str
    key: str


def look_at(home: Home, instance: dg.DagsterInstance) -> Look:
    """A look by the versions of the assets as they are defined here."""
    assets = (intake.uploads, intake.readings, *COMPUTED)
    versions = {
        key.to_user_string(): version or ""
        for asset in assets
        for key, version in asset.code_versions_by_key.items()
    }
    return Look(home, instance, versions)


def work_of(look: Look) -> dict[str, Work]:
    """The shards of every batch that are to be computed again, in order."""
    work: dict[str, Work] = {}
    for entry in look.batches():
        work |= work_of_batch(look, look.states(entry))
    return work


def work_of_batch(look: Look, states: Iterable[ShardState]) -> dict[str, Work]:
    """Those among these shards that are to be computed again."""
    return {state.key: _work(look, state) for state in states if state.stale}


def due_work(wanted: Mapping[str, Work], asked: Mapping[str, str]) -> dict[str, Work]:
    """What is to be asked for now, where `asked` has the target of each shard's last asking.

    What is wanted still after a run failed: once more and alone, for another shard may have been
    the reason; then a person looks at it. What is wanted for another cause is asked for anew.
    """
    due = {}
    for shard, work in wanted.items():
        alone = replace(work, target=f"{work.target}{_ALONE}", alone=True)
        if asked.get(shard) == work.target:
            due[shard] = alone
        elif asked.get(shard) != alone.target:
            due[shard] = work
    return due


def _work(look: Look, state: ShardState) -> Work:
    causes = [reason for reason in state.reasons if reason.asset in state.stale]
    inputs = [look.history.latest(one.of).get(state.key, 0) for one in causes]
    digest = _digest((state.stale, causes, inputs))
    because = " ".join(dict.fromkeys(one.of for one in causes))
    places = tuple(look.history.latest(one).get(state.key, 0) for one in state.stale)
    return Work(state.stale, digest, because, places)


def runs_for(work: Mapping[str, Work], order: Sequence[str]) -> list[PlannedRun]:
    """The runs for these shards. `order` is that of all shards: a range may skip none of them."""
    return [
        PlannedRun(
            work[shards[0]].assets,
            shards,
            work[shards[0]].because,
            _digest([(shard, work[shard]) for shard in shards]),
        )
        for shards in _grouped(work, order)
    ]


def _grouped(work: Mapping[str, Work], order: Sequence[str]) -> Iterator[tuple[str, ...]]:
    group: list[str] = []
    for shard in order:
        wanted = work.get(shard)
        joins = (
            wanted is not None
            and group
            and len(group) < SHARDS_A_RUN
            and not wanted.alone
            and _TOGETHER.issuperset(wanted.assets)
            and (wanted.assets, wanted.because) == (work[group[0]].assets, work[group[0]].because)
            and not work[group[0]].alone
        )
        if group and not joins:
            yield tuple(group)
            group = []
        if wanted is not None:
            group.append(shard)
    if group:
        yield tuple(group)


def _digest(said: object) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
